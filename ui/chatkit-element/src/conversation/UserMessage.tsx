/** @jsxImportSource preact */
import { IconButton } from "../parts/buttons";
import { useT } from "../parts/context";
import { useCopy } from "../parts/copy";
import { memo } from "../parts/memo";
import type { TagContent, UserContent, UserMessageItem } from "../wire/protocol";
import { AttachmentView } from "./AttachmentView";
import { EntityChip } from "./EntityChip";

/** What a person said: plain text, never Markdown. */
export const UserMessage = memo(function UserMessage({ message, unconfirmed }: { message: UserMessageItem; unconfirmed: boolean }) {
  const t = useT();
  const { copied, copy } = useCopy();
  const { content, attachments, quoted_text: quoted } = message;
  const text = textOf(content);
  const state = unconfirmed ? "unconfirmed" : "";
  return (
    <div class="said-line">
      <div class="said-turn">
        <h3 class="unseen">{t("thread.you")}</h3>
        {attachments.length > 0 && (
          <ul class={`attachments ${state}`} aria-label={t("message.attachments")}>
            {attachments.map((attachment) => (
              <li key={attachment.id}>
                <AttachmentView attachment={attachment} />
              </li>
            ))}
          </ul>
        )}
        {(text.trim() !== "" || quoted) && (
          <div class={`said ${state}`}>
            {quoted && (
              <blockquote class="quoted" dir="auto">
                {quoted}
              </blockquote>
            )}
            <p dir="auto">{content.map((part, i) => (part.type === "input_tag" ? <Tag key={i} tag={part} /> : part.text))}</p>
          </div>
        )}
      </div>
      {text.trim() !== "" && (
        <IconButton
          small
          class="on-hover"
          icon={copied ? "check" : "copy"}
          label={copied ? t("message.copied") : t("message.copy")}
          onClick={() => copy(text)}
        />
      )}
    </div>
  );
});

function Tag({ tag }: { tag: TagContent }) {
  const { id, text, data, group, interactive } = tag;
  return <EntityChip entity={{ id, title: text, data, interactive, ...(group === undefined ? {} : { group }) }} text={`@${text}`} />;
}

function textOf(content: readonly UserContent[]): string {
  return content.map((part) => (part.type === "input_tag" ? `@${part.text}` : part.text)).join("");
}
