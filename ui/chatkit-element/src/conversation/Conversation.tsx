/** @jsxImportSource preact */
import { useMemo } from "preact/hooks";
import { Icon } from "../icons/Icon";
import { useAfter } from "../parts/after";
import { TextButton } from "../parts/buttons";
import { useChat, useChatState, useT } from "../parts/context";
import { currentConversation } from "../store/state";
import { FailureNote } from "./FailureNote";
import { StartScreen } from "./StartScreen";
import { useScroll } from "./scroll";
import { TurnGroup } from "./TurnGroup";
import { Turns } from "./turns";
import { useWindow } from "./window";

/** The thread on the screen: turns, what is going on, what went wrong. */
export function Conversation() {
  const chat = useChat();
  const t = useT();
  const conversation = useChatState(currentConversation);
  const { key, thread, phase, failure, older, loadingOlder } = conversation;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation is read anew
  const turns = useMemo(() => new Turns(), [key]);
  const groups = turns.read(thread);
  const { look, isDrawn, heightOf, keep } = useWindow(groups);
  const { body, atEnd, toEnd } = useScroll(conversation, () => look(body.current));
  const isNew = thread.id === null && groups.length === 0 && !failure;
  const busy = phase === "running" || failure !== null;
  return (
    <div class="thread">
      <div class="scroll" ref={body} tabIndex={0} role="log" aria-live="off" aria-label={t("thread.label")}>
        <div class="content">
          {isNew && phase === "idle" && <StartScreen />}
          {older && (
            <div class="older">
              <TextButton look="plain" onClick={() => void chat.threads.older()}>
                {loadingOlder ? t("thread.loading") : t("thread.older")}
              </TextButton>
            </div>
          )}
          {phase === "loading" && groups.length === 0 && <Skeleton />}
          {groups.map((group, i) => {
            const last = i === groups.length - 1;
            const drawn = isDrawn(i);
            const height = drawn ? 0 : heightOf(group);
            return <TurnGroup key={group.key} group={group} drawn={drawn} height={height} last={last} busy={last && busy} keep={keep} />;
          })}
          {phase === "running" && <Progress />}
          {failure && <FailureNote failure={failure} />}
        </div>
      </div>
      {!atEnd && (
        <button type="button" class="latest" aria-label={t("thread.latest")} title={t("thread.latest")} onClick={toEnd}>
          <Icon name="arrow-down" />
        </button>
      )}
    </div>
  );
}

/** Says that something goes on while nothing else shows it: a still caret, a line, after ten seconds a sentence. */
function Progress() {
  const t = useT();
  const progress = useChatState((state) => currentConversation(state).thread.progress);
  const since = useChatState((state) => currentConversation(state).since);
  const silent = useChatState((state) => {
    const last = currentConversation(state).thread.entries.at(-1);
    return !last || last.type === "user_message";
  });
  const late = useAfter(10_000, since);
  if (progress) {
    return (
      <p class="tool runs">
        <Icon name={progress.icon ?? "loader"} size={14} />
        <span dir="auto">{progress.text}</span>
      </p>
    );
  }
  if (!silent) return null;
  return (
    <p class="waiting">
      <span class="caret" />
      {late && <span>{t("thread.waiting")}</span>}
    </p>
  );
}

function Skeleton() {
  const t = useT();
  const shown = useAfter(300, 0);
  const late = useAfter(10_000, 0);
  if (!shown) return null;
  return (
    <div class="skeleton" role="status">
      <span class="unseen">{t("thread.loading")}</span>
      <i />
      <i />
      <i />
      {late && <p>{t("thread.loading")}</p>}
    </div>
  );
}
