/** @jsxImportSource preact */
import { Icon } from "../../icons/Icon";
import { isRecord, words } from "../values";
import { useMayShow } from "./picture";

/** What a card or a list is about: `{text, icon?}` or `{text, favicon?, frame?}`. */
export function Status({ status }: { status: unknown }) {
  const mayShow = useMayShow();
  if (!isRecord(status)) return null;
  const text = words(status["text"]);
  const icon = words(status["icon"]);
  const favicon = words(status["favicon"]);
  return (
    <>
      {icon !== "" && <Icon name={icon} />}
      {favicon !== "" && mayShow(favicon) && (
        <img
          class={`w-favicon ${status["frame"] === true ? "framed" : ""}`}
          src={favicon}
          alt=""
          width={16}
          height={16}
          referrerpolicy="no-referrer"
        />
      )}
      <span class="clip" dir="auto">
        {text}
      </span>
    </>
  );
}

/** Whether there is a status to be seen. */
export function hasStatus(status: unknown): boolean {
  return isRecord(status) && words(status["text"]) !== "";
}
