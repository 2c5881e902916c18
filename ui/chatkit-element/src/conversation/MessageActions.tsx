/** @jsxImportSource preact */
import type { ThreadItemActionsOption } from "@openai/chatkit";
import { IconButton } from "../parts/buttons";
import { useChat, useChatState, useT } from "../parts/context";
import { useCopy } from "../parts/copy";
import { currentConversation } from "../store/state";
import { LOCAL_ID } from "../store/thread";
import { copyText, type Turn } from "./turns";

/** What can be done with a finished answer. Only the last one can be made anew: that drops what follows. */
export function MessageActions({ turn, last, actions }: { turn: Turn; last: boolean; actions: ThreadItemActionsOption }) {
  const chat = useChat();
  const t = useT();
  const { copied, copy } = useCopy();
  const text = copyText(turn.answer);
  const ids = turn.answer.flatMap(({ entry }) => (entry.id.startsWith(LOCAL_ID) ? [] : entry.id));
  const ratings = useChatState((state) => currentConversation(state).ratings);
  const rating = ids[0] === undefined ? undefined : ratings[ids[0]];
  const message = turn.message && !turn.message.id.startsWith(LOCAL_ID) ? turn.message : null;
  const canRetry = actions.retry === true && last && message;
  const canRate = actions.feedback === true && ids.length > 0;
  if (text === "" && !canRetry && !canRate) return null;
  return (
    <div class="acts-line">
      {text !== "" && (
        <IconButton
          small
          icon={copied ? "check" : "copy"}
          label={copied ? t("message.copied") : t("message.copy")}
          onClick={() => copy(text)}
        />
      )}
      {canRate && (
        <>
          <IconButton
            small
            icon="thumbs-up"
            label={t("message.good")}
            pressed={rating === "positive"}
            onClick={() => void chat.rate(ids, "positive")}
          />
          <IconButton
            small
            icon="thumbs-down"
            label={t("message.bad")}
            pressed={rating === "negative"}
            onClick={() => void chat.rate(ids, "negative")}
          />
        </>
      )}
      {canRetry && <IconButton small icon="refresh-cw" label={t("message.retry")} onClick={() => chat.retryAfter(message.id)} />}
    </div>
  );
}
