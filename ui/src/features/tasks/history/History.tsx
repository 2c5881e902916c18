import type { Clock } from "../../../api/clock";
import { sentenceOf } from "../../../api/error";
import { openTask } from "../../../api/openTask";
import { useChanges } from "../../../api/queries";
import type { HistoryEntry } from "../../../api/types";
import { addDays, clockTime, type Day, dayInZone, longDay, momentInZone } from "../../../words/dates";
import { words } from "../../../words/words";
import { useUndo } from "../useUndo";
import { sayChanges } from "./sayChanges";
import "./history.css";

/** All change sets, newest first: when, who, what, and the way back of each. */
export function History({ clock }: { clock: Clock }) {
  const { entries, isLoading, error, hasMore, isLoadingMore, loadMore, reload } = useChanges();
  const days = byDay(entries, clock.zone);
  if (entries.length === 0 && !isLoading) {
    return (
      <div className="task-scroll">
        <div className="list-state" {...(error ? { role: "alert" } : {})}>
          <p className="text-muted">{error ? `${words.history.failed} ${sentenceOf(error)}` : words.history.empty}</p>
          {error ? (
            <button type="button" className="button" onClick={reload}>
              {words.list.retry}
            </button>
          ) : null}
        </div>
      </div>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard
    <section className="task-scroll" aria-label={words.history.list} tabIndex={0}>
      <div className="task-list">
        {[...days].map(([day, changes]) => (
          <section key={day}>
            <h2 className="history-day">{dayName(day, clock.today)}</h2>
            <ul>
              {changes.map((entry) => (
                <Change key={entry.change_set} entry={entry} zone={clock.zone} />
              ))}
            </ul>
          </section>
        ))}
        {hasMore ? (
          <button type="button" className="button plain history-more" disabled={isLoadingMore} onClick={loadMore}>
            {isLoadingMore ? words.list.loadingMore : words.history.more}
          </button>
        ) : null}
      </div>
    </section>
  );
}

function byDay(entries: readonly HistoryEntry[], zone: string): Map<Day, HistoryEntry[]> {
  const days = new Map<Day, HistoryEntry[]>();
  for (const entry of entries) {
    const day = dayInZone(entry.at, zone);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return days;
}

function dayName(day: Day, today: Day): string {
  if (day === today) return words.groups.today;
  return day === addDays(today, -1) ? words.groups.yesterday : longDay(day);
}

function Change({ entry, zone }: { entry: HistoryEntry; zone: string }) {
  const said = sayEntry(entry);
  const task =
    entry.changes.length === 1 && entry.changes[0]?.record === "task" && entry.changes[0].what !== "removed" ? entry.changes[0].id : null;
  return (
    <li className="history-row" data-undone={entry.undone || undefined}>
      <time dateTime={entry.at}>{clockTime(momentInZone(entry.at, zone).slice(11))}</time>
      <span className="history-actor">{words.history.actors[entry.actor as keyof typeof words.history.actors] ?? entry.actor}</span>
      {task ? (
        <button type="button" className="history-what" onClick={() => openTask(task)}>
          {said}
        </button>
      ) : (
        <span className="history-what">{said}</span>
      )}
      <WayBack entry={entry} said={said} />
    </li>
  );
}

/** Undo of what holds, Redo of what was undone by it; of what does not hold any more, that it was undone. */
function WayBack({ entry, said }: { entry: HistoryEntry; said: string }) {
  const { undo, redo } = useUndo();
  const { change_set: set, kind, undone, purged } = entry;
  if (undone) return <span className="history-state">{words.history.undone}</span>;
  if (purged) return <span className="history-state">{words.history.purged}</span>;
  const isUndo = kind === "undo";
  return (
    <button
      type="button"
      className="button plain small"
      aria-label={isUndo ? words.history.redoOf(said) : words.history.undoOf(said)}
      onClick={() => (isUndo ? redo(set) : undo(set))}
    >
      {isUndo ? words.history.redo : words.history.undo}
    </button>
  );
}

/** An undo is told by what it did, which is what was done, the other way round. */
function sayEntry(entry: HistoryEntry): string {
  const said = sayChanges(entry);
  if (entry.kind === "do") return said;
  return entry.kind === "undo" ? words.history.byUndo(said) : words.history.byRedo(said);
}
