import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import type { Clock } from "../../api/clock";
import { ApiError, sentenceOf } from "../../api/error";
import { closeTask, useOpenTask } from "../../api/openTask";
import { useTask } from "../../api/queries";
import type { Task } from "../../api/types";
import { useUiState } from "../../api/uiState";
import { isCommand } from "../../components/keys";
import { dayInZone, shortDay } from "../../words/dates";
import { words } from "../../words/words";
import { GoneTask } from "./GoneTask";
import { History } from "./History";
import { Notes } from "./Notes";
import { Properties } from "./Properties";
import { SheetFoot } from "./SheetFoot";
import { ParentLink, SheetHead } from "./SheetHead";
import { Subtasks } from "./Subtasks";
import { Title } from "./Title";
import { SheetContext, useOutbox, useSheetActions, useUnsavedOf, withUnsaved } from "./useSheet";
import "./notes.css";
import "./property-editors.css";
import "./task-sheet.css";

/** The opened task, where one is. Closing it gives the focus back to its row. */
export function TaskSheet({ clock }: { clock: Clock }) {
  const { id, asked } = useOpenTask();
  const last = useRef<string | null>(null);
  useEffect(() => {
    if (id === null && last.current !== null) focusRow(last.current);
    last.current = id;
  }, [id]);
  return id === null ? null : <OpenTask key={id} id={id} asked={asked} clock={clock} />;
}

/** The row of a task, else the row that is the list's tab stop. Whoever has taken the focus meanwhile keeps it. */
function focusRow(id: string): void {
  if (document.activeElement && document.activeElement !== document.body) return;
  const row =
    document.querySelector<HTMLElement>(`[role=row][data-task="${CSS.escape(id)}"]`) ??
    document.querySelector<HTMLElement>("[role=row][data-task][tabindex='0']");
  row?.focus();
}

function OpenTask({ id, asked, clock }: { id: string; asked: number; clock: Clock }) {
  const { task, error, reload } = useTask(id);
  const self = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for again, it takes the focus again
  useEffect(() => self.current?.focus(), [asked]);
  // Written once read: what of the task is in the cache then counts as its newest.
  if (error instanceof ApiError && error.code === "TASK_NOT_FOUND")
    return <Frame ref={self} label={task?.title ?? ""} content={<GoneTask id={id} />} />;
  if (task) return <Loaded ref={self} server={task} clock={clock} />;
  return (
    <Frame
      ref={self}
      label=""
      content={
        error ? (
          <div className="sheet-state" role="alert">
            <p>
              {words.sheet.failed} {sentenceOf(error)}
            </p>
            <button type="button" className="button" onClick={reload}>
              {words.sheet.retry}
            </button>
            <button type="button" className="button" onClick={closeTask}>
              {words.sheet.close}
            </button>
          </div>
        ) : (
          <div className="sheet-state" aria-busy="true">
            <span className="sr-only">{words.sheet.loading}</span>
          </div>
        )
      }
    />
  );
}

interface FrameProps {
  ref: React.RefObject<HTMLElement | null>;
  label: string;
  content: ReactNode;
  onKeyDown?(event: KeyboardEvent): void;
}

/** The sheet's outside. Not modal: the list and the chat beside it go on. Its Escape closes it. */
function Frame({ ref, label, content, onKeyDown }: FrameProps) {
  return (
    <section
      ref={ref}
      role="dialog"
      aria-label={words.sheet.label(label)}
      tabIndex={-1}
      className="task-sheet"
      onKeyDown={(event) => {
        // A menu or popover of the sheet is no part of it in the page, and has an Escape of its own.
        if (!(event.target instanceof Node) || !event.currentTarget.contains(event.target) || event.defaultPrevented) return;
        if (event.key === "Escape" && !event.nativeEvent.isComposing) {
          event.stopPropagation();
          closeTask();
          return;
        }
        onKeyDown?.(event);
      }}
    >
      {content}
    </section>
  );
}

function Loaded({ ref, server, clock }: { ref: React.RefObject<HTMLElement | null>; server: Task; clock: Clock }) {
  const outbox = useOutbox();
  const unsaved = useUnsavedOf(server.id);
  const actions = useSheetActions(clock);
  const weekStart = useUiState((state) => state.week_start ?? 1);
  const isReadOnly = server.deleted_at !== null;
  const task = withUnsaved(server, unsaved);

  // What could not be saved while it was in the trash is sent when it is out again.
  useEffect(() => {
    if (!isReadOnly) outbox.retry(server.id);
  }, [isReadOnly, outbox, server.id]);
  useEffect(
    () => () => {
      outbox.leave(server.id, "title");
      outbox.leave(server.id, "notes");
    },
    [outbox, server.id],
  );

  const content = (
    <SheetContext value={{ task, server, clock, weekStart, isReadOnly, unsaved, outbox, actions }}>
      <SheetHead />
      <div className="sheet-body">
        {server.parent ? <ParentLink id={server.parent} /> : null}
        {server.deleted_at ? (
          <p className="sheet-banner" role="status">
            {words.sheet.trashed(shortDay(dayInZone(server.deleted_at, clock.zone), clock.today))}
          </p>
        ) : null}
        <Title />
        <Properties />
        <Notes />
        {server.parent ? null : <Subtasks />}
        <History />
      </div>
      <SheetFoot />
    </SheetContext>
  );
  return (
    <Frame
      ref={ref}
      label={server.title}
      content={content}
      onKeyDown={(event) => {
        if (event.key !== "z" || event.shiftKey || !isCommand(event) || isText(event.target)) return;
        event.preventDefault();
        actions.undoLast();
      }}
    />
  );
}

function isText(target: EventTarget): boolean {
  return target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;
}
