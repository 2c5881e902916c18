import { Cloud, LockKeyhole } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { Clock } from "../../api/clock";
import type { AssistantInfo, ListInfo, Span, TaskAdded } from "../../api/types";
import { Icon } from "../../components/Icon";
import { Kbd } from "../../components/Kbd";
import { isCommand } from "../../components/keys";
import { dayOf, distance, longDay } from "../../words/dates";
import { commandKey, words } from "../../words/words";
import { Chips } from "./Chips";
import { linesOf } from "./lines";
import { PastedLines } from "./PastedLines";
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
  /** They were added, and the window goes. */
  onAdded(tasks: readonly TaskAdded[]): void;
  /** Who answers a question. */
  assistant: AssistantInfo;
  /** Puts a question to the assistant, in the chat; answers why that is not possible. */
  onAsk(question: string): Promise<string | null>;
}

const NO_DEFAULTS = {};

/** The borderless window that takes a task from anywhere. */
export function QuickAddWindow({ draft, lists, clock, onText, onShown, onHide, onAdded, assistant, onAsk }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const quickAdd = useQuickAdd(draft, NO_DEFAULTS, onText);
  const [added, setAdded] = useState<string | null>(null);
  const [pasted, setPasted] = useState<ReturnType<typeof linesOf> | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const question = questionIn(quickAdd.text);

  useWaking(() => {
    setAdded(null);
    field.current?.focus();
    field.current?.select();
    onShown();
  });

  const enter = async (stay: boolean): Promise<void> => {
    if (question !== null) return ask();
    const task = await quickAdd.add();
    if (!task) return;
    if (stay) setAdded(task.title);
    else {
      onHide();
      onAdded([task]);
    }
    field.current?.focus();
  };

  const ask = async (): Promise<void> => {
    if (!question) return;
    const why = await onAsk(question);
    setProblem(why);
    if (why) return;
    quickAdd.setText("");
    onHide();
  };

  const back = (): void => {
    setPasted(null);
    requestAnimationFrame(() => field.current?.focus());
  };

  if (pasted) {
    return (
      <main className="quick-card" aria-label={words.quickAdd.name}>
        <h1 className="sr-only">{words.quickAdd.name}</h1>
        <PastedLines
          {...pasted}
          lists={lists}
          today={clock.today}
          onBack={back}
          onAdded={(tasks, isAll) => {
            if (isAll) {
              back();
              quickAdd.setText("");
              onHide();
            }
            if (tasks.length > 0) onAdded(tasks);
          }}
        />
      </main>
    );
  }

  return (
    <main className="quick-card" aria-label={words.quickAdd.name} aria-busy={quickAdd.isAdding}>
      <h1 className="sr-only">{words.quickAdd.name}</h1>
      <div className="quick-line">
        <QuickAddField
          quickAdd={question === null ? quickAdd : { ...quickAdd, spans: QUESTION_MARK, chips: [] }}
          label={words.quickAdd.name}
          placeholder={words.quickAdd.placeholder}
          inputRef={field}
          describedBy="quick-add-understood"
          onEnter={(event) => void enter(isCommand(event))}
          onEscape={onHide}
          onLines={(text) => {
            const found = linesOf(text);
            if (found.lines.length > 1) setPasted(found);
          }}
        />
      </div>
      <div id="quick-add-understood" className="contents">
        {question === null ? <Chips quickAdd={quickAdd} today={clock.today} lists={lists} onDone={() => field.current?.focus()} /> : null}
        {(quickAdd.problem ?? problem) ? (
          <p className="problem" role="alert">
            {quickAdd.problem ?? problem}
          </p>
        ) : null}
      </div>
      {question === null ? <LineFoot quickAdd={quickAdd} clock={clock} added={added} /> : <QuestionFoot assistant={assistant} />}
    </main>
  );
}

/** Does `wake` each time the window comes to the front, once a showing. */
function useWaking(wake: () => void): void {
  const latest = useRef(wake);
  latest.current = wake;
  const isAwake = useRef(false);
  useEffect(() => {
    const onFocus = (): void => {
      // WebKitGTK tells of one showing twice; the second time something may have been typed already.
      if (isAwake.current) return;
      isAwake.current = true;
      latest.current();
    };
    const onBlur = (): void => {
      isAwake.current = false;
    };
    if (document.hasFocus()) onFocus();
    window.addEventListener("focus", onFocus);
    window.addEventListener("blur", onBlur);
    return () => {
      window.removeEventListener("focus", onFocus);
      window.removeEventListener("blur", onBlur);
    };
  }, []);
}

/** The first sign of a question. */
const QUESTION_MARK: Span[] = [{ start: 0, end: 1, kind: "due", text: "?" }];

/** What is asked of the assistant: a text that starts with `?`. Null where it is a task. */
function questionIn(text: string): string | null {
  return text.startsWith("?") ? text.slice(1).trim() : null;
}

/** Where a question goes, before it does. */
function QuestionFoot({ assistant: { provider, host, model, leaves_computer } }: { assistant: AssistantInfo }) {
  const who = provider === "openai" ? "OpenAI" : (model ?? host ?? "");
  const sentence =
    provider === "rules"
      ? words.quickWindow.builtIn
      : leaves_computer
        ? words.quickWindow.goesTo(host ?? who)
        : words.quickWindow.staysHere(who);
  return (
    <footer>
      <span className={`question-where truncate ${leaves_computer ? "" : "stays"}`}>
        <Icon of={leaves_computer ? Cloud : LockKeyhole} size={14} />
        {sentence}
      </span>
      <span className="key-hints">
        <span>
          <Kbd>↵</Kbd>
          {words.quickWindow.ask}
        </span>
      </span>
    </footer>
  );
}

/** How to go on with a task. */
function LineFoot({ quickAdd, clock, added }: { quickAdd: QuickAdd; clock: Clock; added: string | null }) {
  return (
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
