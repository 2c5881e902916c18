import { useCallback, useEffect, useRef, useState } from "react";
import type { Clock } from "../../api/clock";
import type { ListInfo } from "../../api/types";
import { Kbd } from "../../components/Kbd";
import { isCommand } from "../../components/keys";
import { dayOf, distance, longDay } from "../../words/dates";
import { commandKey, words } from "../../words/words";
import { Chips } from "./Chips";
import { QuickAddField } from "./QuickAddField";
import "./quick-add.css";
import { type QuickAdd, useQuickAdd } from "./useQuickAdd";

interface Props {
  /** The draft of last time. */
  draft: string;
  lists: readonly ListInfo[];
  clock: Clock;
  onText(text: string): void;
  /** The window has come to the front. */
  onShown(): void;
  /** The window is to go. */
  onHide(): void;
}

const NO_DEFAULTS = {};

/** The borderless window that takes a task from anywhere. */
export function QuickAddWindow({ draft, lists, clock, onText, onShown, onHide }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const quickAdd = useQuickAdd(draft, NO_DEFAULTS, onText);
  const [added, setAdded] = useState<string | null>(null);

  const isAwake = useRef(false);

  const wake = useCallback(() => {
    // WebKitGTK tells of one showing twice; the second time something may have been typed already.
    if (isAwake.current) return;
    isAwake.current = true;
    setAdded(null);
    field.current?.focus();
    field.current?.select();
    onShown();
  }, [onShown]);

  useEffect(() => {
    const sleep = (): void => {
      isAwake.current = false;
    };
    if (document.hasFocus()) wake();
    window.addEventListener("focus", wake);
    window.addEventListener("blur", sleep);
    return () => {
      window.removeEventListener("focus", wake);
      window.removeEventListener("blur", sleep);
    };
  }, [wake]);

  const add = async (stay: boolean): Promise<void> => {
    const task = await quickAdd.add();
    if (!task) return;
    if (stay) setAdded(task.title);
    else onHide();
    field.current?.focus();
  };

  return (
    <main className="quick-card" aria-label={words.quickAdd.name} aria-busy={quickAdd.isAdding}>
      <h1 className="sr-only">{words.quickAdd.name}</h1>
      <div className="quick-line">
        <QuickAddField
          quickAdd={quickAdd}
          label={words.quickAdd.name}
          placeholder={words.quickAdd.placeholder}
          inputRef={field}
          describedBy="quick-add-understood"
          onEnter={(event) => void add(isCommand(event))}
          onEscape={onHide}
        />
      </div>
      <div id="quick-add-understood" className="contents">
        <Chips quickAdd={quickAdd} today={clock.today} lists={lists} onDone={() => field.current?.focus()} />
        {quickAdd.problem ? (
          <p className="problem" role="alert">
            {quickAdd.problem}
          </p>
        ) : null}
      </div>
      <footer>
        <Hint quickAdd={quickAdd} clock={clock} added={quickAdd.text ? null : added} />
        <span className="key-hints">
          <span>
            <Kbd>↵</Kbd>
            {words.quickAdd.add}
          </span>
          <span>
            <Kbd>{commandKey}</Kbd>
            <Kbd>↵</Kbd>
            {words.quickAdd.stay}
          </span>
          <span>
            <Kbd>esc</Kbd>
            {words.quickAdd.draft}
          </span>
        </span>
      </footer>
    </main>
  );
}

/** What the foot says: what was just added, what a refused chip means, when it is due, or how to write. */
function Hint({ quickAdd, clock, added }: { quickAdd: QuickAdd; clock: Clock; added: string | null }) {
  if (added) return <span role="status">{words.quickAdd.added(added)}</span>;
  const refused = quickAdd.refused.at(-1);
  if (refused) return <span className="truncate">{words.quickAdd.refused(refused.text)}</span>;
  const due = quickAdd.draft?.due;
  if (!due) return <span className="truncate">{quickAdd.text ? "" : words.quickAdd.hint}</span>;
  const [before, day, away] = words.quickAdd.due(longDay(dayOf(due)), distance(dayOf(due), clock.today));
  return (
    <span className="truncate">
      {before}
      <b className="font-semibold text-strong">{day}</b>
      {away}
    </span>
  );
}
