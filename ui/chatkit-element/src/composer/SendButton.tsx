/** @jsxImportSource preact */
import { Icon } from "../icons/Icon";
import { useChat, useChatState, useT } from "../parts/context";
import { currentConversation, currentDraft } from "../store/state";
import { isEmpty } from "./writing";

/** Sends; while an answer runs it stops that. A message whose files are still on their way is not sent, and pressing says why. */
export function SendButton({ locked }: { locked: boolean }) {
  const chat = useChat();
  const t = useT();
  const phase = useChatState((state) => currentConversation(state).phase);
  const mayStop = useChatState((state) => currentConversation(state).thread.allowCancel !== false);
  const empty = useChatState((state) => isEmpty(currentDraft(state)));
  const waits = useChatState((state) => currentDraft(state).files.some((file) => !file.attachment));
  if (phase === "running" && mayStop) {
    return (
      <button type="button" class="send" aria-label={t("composer.stop")} title={t("composer.stop")} onClick={() => chat.stop()}>
        <span class="square" />
      </button>
    );
  }
  const off = empty || locked || phase !== "idle";
  const title = waits ? t("composer.filesWait") : t("composer.send");
  return (
    <button
      type="submit"
      class="send"
      aria-label={t("composer.send")}
      title={title}
      disabled={off}
      aria-disabled={waits ? true : undefined}
    >
      <Icon name="arrow-up" />
    </button>
  );
}
