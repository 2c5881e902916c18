/** @jsxImportSource preact */
import { Icon } from "../icons/Icon";
import { useAfter } from "../parts/after";
import { TextButton } from "../parts/buttons";
import { useChat, useChatState, useOptions, useT } from "../parts/context";
import { currentConversation } from "../store/state";
import { LOCAL_ID } from "../store/thread";
import { AnswerEntry } from "./AnswerEntry";
import { FailureNote } from "./FailureNote";
import { MessageActions } from "./MessageActions";
import { StartScreen } from "./StartScreen";
import { useScroll } from "./scroll";
import { type Turn, turnsOf } from "./turns";
import { UserMessage } from "./UserMessage";

/** The thread on the screen: turns, what is going on, what went wrong. */
export function Conversation() {
  const chat = useChat();
  const t = useT();
  const conversation = useChatState(currentConversation);
  const { thread, phase, failure, older, loadingOlder } = conversation;
  const { body, atEnd, toEnd } = useScroll(conversation);
  const turns = turnsOf(thread.entries);
  const isNew = thread.id === null && turns.length === 0 && !failure;
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
          {phase === "loading" && turns.length === 0 && <Skeleton />}
          {turns.map((turn, i) => (
            <TurnView key={turn.key} turn={turn} last={i === turns.length - 1} />
          ))}
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

function TurnView({ turn, last }: { turn: Turn; last: boolean }) {
  const { threadItemActions } = useOptions();
  const running = useChatState((state) => currentConversation(state).phase === "running");
  const open = useChatState((state) => currentConversation(state).thread.open);
  const timings = useChatState((state) => currentConversation(state).thread.timings);
  const failed = useChatState((state) => currentConversation(state).failure !== null);
  // What went wrong brings its own ways out.
  const finished = turn.answer.length > 0 && !(last && (running || failed));
  return (
    <div class="turn">
      {turn.message && <UserMessage message={turn.message} unconfirmed={turn.message.id.startsWith(LOCAL_ID)} />}
      {turn.answer.length > 0 && (
        <div class="answer">
          {turn.answer.map((entry) => (
            <AnswerEntry key={entry.id} entry={entry} open={open.has(entry.id)} timing={timings[entry.id]} />
          ))}
          {finished && <MessageActions turn={turn} last={last} actions={threadItemActions ?? {}} />}
        </div>
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
