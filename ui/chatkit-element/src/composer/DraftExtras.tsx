/** @jsxImportSource preact */
import { Icon } from "../icons/Icon";
import { IconButton } from "../parts/buttons";
import { useChat, useChatState, useT } from "../parts/context";
import { later } from "../parts/later";
import { currentDraft } from "../store/state";

const Files = later(() => import("./files/Files").then((part) => part.Files));

/** What goes with the message besides its text: a quote, files. And what was wrong with something that was to. */
export function DraftExtras() {
  const chat = useChat();
  const t = useT();
  const reply = useChatState((state) => currentDraft(state).reply);
  const note = useChatState((state) => currentDraft(state).note);
  const hasFiles = useChatState((state) => currentDraft(state).files.length > 0);
  if (!reply && !hasFiles && !note) return null;
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
      {hasFiles && <Files />}
      {note && (
        <div class="note">
          <Icon name="circle-alert" size={14} />
          <p class="grow" dir="auto">
            {note}
          </p>
          <IconButton small icon="x" label={t("error.dismiss")} onClick={() => chat.drafts.change({ note: null })} />
        </div>
      )}
    </div>
  );
}
