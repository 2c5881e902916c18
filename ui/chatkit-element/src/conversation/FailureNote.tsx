/** @jsxImportSource preact */
import { Icon } from "../icons/Icon";
import { TextButton } from "../parts/buttons";
import { useChat, useChatState, useT } from "../parts/context";
import { currentConversation, type Failure } from "../store/state";

/** A sentence, where it went wrong, and the ways out. */
export function FailureNote({ failure }: { failure: Failure }) {
  const chat = useChat();
  const t = useT();
  const unconfirmed = useChatState((state) => currentConversation(state).unconfirmed !== null);
  // The button goes with the note. Who pressed it by keyboard goes on where one writes; on a touch screen that would open the keyboard.
  const leave = (act: () => void) => (event: MouseEvent) => {
    act();
    if (event.detail === 0) chat.focusComposer();
  };
  return (
    <div class="failure">
      <Icon name="circle-alert" />
      <div>
        <p dir="auto">{failure.text}</p>
        {failure.detail && (
          <p class="detail" dir="ltr">
            {failure.detail}
          </p>
        )}
        <div class="acts">
          {failure.retry && <TextButton onClick={leave(failure.retry)}>{t("error.retry")}</TextButton>}
          {failure.offerNew && <TextButton onClick={leave(() => void chat.setThreadId(null))}>{t("error.newChat")}</TextButton>}
          {unconfirmed && (
            <TextButton look="plain" onClick={() => chat.editUnconfirmed()}>
              {t("error.edit")}
            </TextButton>
          )}
          {!failure.retry && !failure.offerNew && !unconfirmed && (
            <TextButton look="plain" onClick={leave(() => chat.dismissFailure())}>
              {t("error.dismiss")}
            </TextButton>
          )}
        </div>
      </div>
    </div>
  );
}
