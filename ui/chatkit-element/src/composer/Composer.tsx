/** @jsxImportSource preact */
import { Icon } from "../icons/Icon";
import { Markdown } from "../markdown/Markdown";
import { useChatState, useOptions, useT } from "../parts/context";
import { later } from "../parts/later";
import { currentConversation } from "../store/state";
import { Field } from "./Field";

const Preview = later(() => import("./mentions/Preview").then((part) => part.Preview));

/** Where messages are written; a closed thread shows why it is closed instead. */
export function Composer() {
  const status = useChatState((state) => currentConversation(state).thread.status);
  const preview = useChatState((state) => state.preview);
  const { disclaimer } = useOptions();
  const t = useT();
  return (
    <div class="foot">
      {status.type === "closed" ? (
        <p class="closed">
          <Icon name="lock" size={14} />
          <span dir="auto">{status.reason ?? t("composer.closed")}</span>
        </p>
      ) : (
        <Field locked={status.type === "locked" ? (status.reason ?? t("composer.locked")) : null} />
      )}
      {disclaimer?.text && (
        <div class={`disclaimer ${disclaimer.highContrast ? "strong" : ""}`}>
          <Markdown text={disclaimer.text} />
        </div>
      )}
      {preview && <Preview key={preview.id} preview={preview} />}
    </div>
  );
}
