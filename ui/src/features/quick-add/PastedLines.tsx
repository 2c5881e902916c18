import { Inbox } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { sentenceOf } from "../../api/error";
import { useApi } from "../../api/queries";
import type { Draft, ListInfo, TaskAdded } from "../../api/types";
import { Dot } from "../../components/Dot";
import { Icon } from "../../components/Icon";
import { Kbd } from "../../components/Kbd";
import { type Day, dueText } from "../../words/dates";
import { words } from "../../words/words";
import type { Line } from "./lines";

interface Props {
  lines: readonly Line[];
  hadBullets: boolean;
  lists: readonly ListInfo[];
  today: Day;
  /** They are added; where that is not all, the others are still here. */
  onAdded(tasks: readonly TaskAdded[], isAll: boolean): void;
  onBack(): void;
}

/** Several pasted lines, each read as a task before it becomes one. Enter adds those that are chosen, Escape goes back to the text. */
export function PastedLines({ lines: pasted, hadBullets, lists, today, onAdded, onBack }: Props) {
  const [lines, setLines] = useState(pasted);
  const { drafts, add, isAdding, problem } = useLines(lines, setLines, onAdded);
  const list = useRef<HTMLUListElement>(null);
  const chosen = lines.filter(({ isChosen }) => isChosen).length;
  const [count, from] = words.quickWindow.lines(lines.length);

  useEffect(() => list.current?.querySelector("input")?.focus(), []);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter and Escape act from wherever the focus is inside
    <div
      className="contents"
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Escape") onBack();
        else if (event.key === "Enter") void add();
        else return;
        event.preventDefault();
      }}
    >
      <p className="pasted-head">
        <b>{count}</b>
        {from}
      </p>
      <ul className="pasted" ref={list} aria-label={words.quickWindow.linesLabel} aria-busy={isAdding}>
        {lines.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and two may be the same
          <li key={at}>
            <input
              type="checkbox"
              className="pasted-box"
              aria-label={drafts[at]?.title ?? line.text}
              checked={line.isChosen}
              onChange={(event) => setLines(lines.with(at, { ...line, isChosen: event.target.checked }))}
            />
            <span className="truncate grow">{drafts[at]?.title ?? line.text}</span>
            <Understood draft={drafts[at]} lists={lists} today={today} />
          </li>
        ))}
      </ul>
      {problem ? (
        <p className="problem" role="alert">
          {problem}
        </p>
      ) : null}
      <footer>
        <span className="truncate">{hadBullets ? words.quickWindow.bulletsOut : null}</span>
        <span className="key-hints">
          <span>
            <Kbd>↵</Kbd>
            {chosen === 0 ? words.quickWindow.noneChosen : words.quickWindow.add(chosen)}
          </span>
          <span>
            <Kbd>esc</Kbd>
            {words.quickWindow.back}
          </span>
        </span>
      </footer>
    </div>
  );
}

function Understood({ draft, lists, today }: { draft: Draft | undefined; lists: readonly ListInfo[]; today: Day }) {
  if (!draft) return null;
  const list = lists.find(({ name }) => name === draft.list);
  return (
    <span className="pasted-meta">
      {draft.priority ? <span className={`tone-p${draft.priority}`}>{words.add.priority(draft.priority)}</span> : null}
      {draft.due ? <span>{dueText(draft.due, today)}</span> : null}
      <span className="pasted-list truncate">
        {draft.list ? <Dot color={list?.color} /> : <Icon of={Inbox} size={14} />}
        {draft.list ?? words.places.inbox}
      </span>
    </span>
  );
}

/** What the server understands of each line, and the adding of those that are chosen, in their order. */
function useLines(lines: readonly Line[], setLines: (lines: readonly Line[]) => void, onAdded: Props["onAdded"]) {
  const api = useApi();
  const [drafts, setDrafts] = useState<Record<number, Draft>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [isAdding, setAdding] = useState(false);
  const texts = useRef(lines.map(({ text }) => text));

  useEffect(() => {
    const stop = new AbortController();
    for (const [at, text] of texts.current.entries()) {
      // Without an answer the line stands there as it was pasted.
      api.preview(text, [], stop.signal).then(
        ({ draft }) => setDrafts((before) => ({ ...before, [at]: draft })),
        () => undefined,
      );
    }
    return () => stop.abort();
  }, [api]);

  const add = async (): Promise<void> => {
    if (isAdding || !lines.some(({ isChosen }) => isChosen)) return;
    setAdding(true);
    setProblem(null);
    const added: TaskAdded[] = [];
    const left: Line[] = [];
    let why = "";
    for (const line of lines) {
      if (!line.isChosen) continue;
      try {
        added.push(await api.quickAdd(line.text, []));
      } catch (error) {
        why = sentenceOf(error);
        left.push(line);
      }
    }
    setAdding(false);
    if (left.length > 0) {
      texts.current = left.map(({ text }) => text);
      setDrafts({});
      setLines(left);
      setProblem(words.quickWindow.someFailed(left.length, why));
    }
    onAdded(added, left.length === 0);
  };

  return { drafts, add, isAdding, problem };
}
