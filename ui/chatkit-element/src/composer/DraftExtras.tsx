/** @jsxImportSource preact */
import { Icon } from "../icons/Icon";
import { IconButton } from "../parts/buttons";
import { useChat, useChatState, useT } from "../parts/context";
import { currentDraft } from "../store/state";

/** What goes with the message besides its text: a quote, and files that are uploaded already. */
export function DraftExtras() {
  const chat = useChat();
  const t = useT();
  const reply = useChatState((state) => currentDraft(state).reply);
  const attachments = useChatState((state) => currentDraft(state).attachments);
  if (!reply && attachments.length === 0) return null;
  const remove = (id: string) => chat.drafts.change({ attachments: attachments.filter((attachment) => attachment.id !== id) });
  return (
    <div class="extras">
      {reply && (
        <div class="quote">
          <Icon name="quote" size={14} />
          <span class="clip grow" dir="auto">
            {reply}
          </span>
          <IconButton small icon="x" label={t("composer.removeQuote")} onClick={() => chat.drafts.change({ reply: null })} />
        </div>
      )}
      {attachments.map((attachment) => (
        <div class="file" key={attachment.id}>
          <Icon name={attachment.type === "image" ? "image" : "file-text"} />
          <span class="clip">{attachment.name}</span>
          <IconButton small icon="x" label={t("composer.removeFile", { name: attachment.name })} onClick={() => remove(attachment.id)} />
        </div>
      ))}
    </div>
  );
}
