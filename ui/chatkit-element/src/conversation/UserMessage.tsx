/** @jsxImportSource preact */

import { Mention } from "../composer/Mention";
import { Icon } from "../icons/Icon";
import { IconButton } from "../parts/buttons";
import { useT } from "../parts/context";
import { useCopy } from "../parts/copy";
import { memo } from "../parts/memo";
import type { UserMessageItem } from "../wire/protocol";

/** What a person said: plain text, never Markdown. */
export const UserMessage = memo(function UserMessage({ message, unconfirmed }: { message: UserMessageItem; unconfirmed: boolean }) {
  const t = useT();
  const { copied, copy } = useCopy();
  const text = message.content.map((part) => (part.type === "input_tag" ? `@${part.text}` : part.text)).join("");
  return (
    <div class="said-line">
      <IconButton
        small
        class="on-hover"
        icon={copied ? "check" : "copy"}
        label={copied ? t("message.copied") : t("message.copy")}
        onClick={() => copy(text)}
      />
      <div class={`said ${unconfirmed ? "unconfirmed" : ""}`}>
        <h3 class="unseen">{t("thread.you")}</h3>
        {message.quoted_text && (
          <blockquote class="quoted" dir="auto">
            {message.quoted_text}
          </blockquote>
        )}
        <p dir="auto">{message.content.map((part, i) => (part.type === "input_tag" ? <Mention tag={part} key={i} /> : part.text))}</p>
        {message.attachments.map((attachment) => (
          <div class="file" key={attachment.id}>
            <Icon name={attachment.type === "image" ? "image" : "file-text"} />
            <span class="clip">{attachment.name}</span>
          </div>
        ))}
      </div>
    </div>
  );
});
