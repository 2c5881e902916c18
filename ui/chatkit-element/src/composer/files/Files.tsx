/** @jsxImportSource preact */
import { useState } from "preact/hooks";
import { Icon } from "../../icons/Icon";
import { localeOf } from "../../options";
import { IconButton } from "../../parts/buttons";
import { useChat, useChatState, useOptions, useT } from "../../parts/context";
import { useSheet } from "../../parts/root";
import { currentDraft, type DraftFile } from "../../store/state";
import css from "./files.css?inline";
import { sizeText } from "./limits";

/** The files of the draft: how far each has got, what went wrong, and how to go on. */
export function Files() {
  useSheet(css);
  const files = useChatState((state) => currentDraft(state).files);
  return (
    <ul class="files">
      {files.map((file) => (
        <FileChip key={file.key} file={file} />
      ))}
    </ul>
  );
}

function FileChip({ file }: { file: DraftFile }) {
  const chat = useChat();
  const t = useT();
  const { name, failure, attachment, key } = file;
  const runs = !attachment && !failure;
  const act = (what: "retry" | "remove") =>
    void chat.writing
      .uploads()
      .then((uploads) => uploads[what](key))
      .catch(() => undefined);
  return (
    <li class={`file ${failure ? "failed" : ""}`} title={failure ?? name}>
      <Thumbnail file={file} />
      <span class="what">
        <b class="clip" dir="auto">
          {name}
        </b>
        <StateText file={file} />
      </span>
      {failure && <IconButton small icon="rotate-ccw" label={t("file.retry", { name })} onClick={() => act("retry")} />}
      <IconButton small icon="x" label={t("composer.removeFile", { name })} onClick={() => act("remove")} />
      {runs && <Bar file={file} />}
    </li>
  );
}

function StateText({ file }: { file: DraftFile }) {
  const t = useT();
  const locale = localeOf(useOptions());
  if (file.failure) return <small>{t("file.notArrived")}</small>;
  if (file.attachment) return file.size === null ? null : <small>{sizeText(file.size, locale)}</small>;
  // With all of its bytes gone, the answer of the server is what is missing.
  const counts = file.progress !== null && file.progress < 1;
  return <small>{counts ? t("file.progress", { percent: percentOf(file.progress ?? 0) }) : t("file.waiting")}</small>;
}

/** How much of the bytes is there. Where nobody knows, it is a bar without a figure. */
function Bar({ file: { name, progress } }: { file: DraftFile }) {
  const known = progress !== null;
  return (
    <span
      class={`meter ${known ? "" : "unknown"}`}
      role="progressbar"
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(known ? { "aria-valuenow": percentOf(progress) } : {})}
    >
      <i style={known ? { width: `${percentOf(progress)}%` } : {}} />
    </span>
  );
}

function percentOf(progress: number): number {
  return Math.min(100, Math.floor(progress * 100));
}

/** A small picture; the icon of its kind where there is none, or where it cannot be shown. */
function Thumbnail({ file: { preview, isImage } }: { file: DraftFile }) {
  const [broken, setBroken] = useState(false);
  if (preview && isImage && !broken) return <img src={preview} alt="" onError={() => setBroken(true)} />;
  return <Icon name={isImage ? "image" : "file-text"} />;
}
