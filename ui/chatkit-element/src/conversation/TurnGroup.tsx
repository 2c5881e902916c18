/** @jsxImportSource preact */
import { useCallback } from "preact/hooks";
import { useOptions, useT } from "../parts/context";
import { memo } from "../parts/memo";
import { type Entry, LOCAL_ID } from "../store/thread";
import { AnswerEntry } from "./AnswerEntry";
import { MessageActions } from "./MessageActions";
import type { Group, Turn } from "./turns";
import { UserMessage } from "./UserMessage";

interface TurnGroupProps {
  group: Group;
  /** False for one far from the view: a box of this height stands for it. */
  drawn: boolean;
  height: number;
  /** The last turn of the thread is in it. */
  last: boolean;
  /** The last turn has something going on, or wrong, that brings its own ways out. */
  busy: boolean;
  keep: (key: string, box: HTMLElement | null) => void;
}

/** Some turns, drawn again only when one of them is another. */
export const TurnGroup = memo(function TurnGroup({ group, drawn, height, last, busy, keep }: TurnGroupProps) {
  const { key, turns } = group;
  const box = useCallback((element: HTMLElement | null) => keep(key, element), [key, keep]);
  if (!drawn) return <div class="group" ref={box} style={{ blockSize: `${height}px` }} />;
  return (
    <div class="group" ref={box}>
      {turns.map((turn, i) => {
        const isLast = last && i === turns.length - 1;
        return <TurnView key={turn.key} turn={turn} last={isLast} busy={isLast && busy} />;
      })}
    </div>
  );
});

/** What is no answer by itself. */
const UNSEEN = new Set<Entry["type"]>(["client_tool_call", "end_of_turn", "notice"]);

const TurnView = memo(function TurnView({ turn, last, busy }: { turn: Turn; last: boolean; busy: boolean }) {
  const { threadItemActions } = useOptions();
  const t = useT();
  const { message, answer } = turn;
  // One heading for all of an answer, whatever it begins with: titles of widgets and of its text are below it.
  const says = answer.some(({ entry }) => !UNSEEN.has(entry.type));
  return (
    <div class="turn">
      {message && <UserMessage message={message} unconfirmed={message.id.startsWith(LOCAL_ID)} />}
      {answer.length > 0 && (
        <div class="answer">
          {says && <h3 class="unseen">{t("thread.answer")}</h3>}
          {answer.map(({ entry, open, timing }) => (
            <AnswerEntry key={entry.id} entry={entry} open={open} timing={timing} />
          ))}
          {!busy && <MessageActions turn={turn} last={last} actions={threadItemActions ?? {}} />}
        </div>
      )}
    </div>
  );
});
