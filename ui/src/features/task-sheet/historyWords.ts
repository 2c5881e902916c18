import type { Clock } from "../../api/clock";
import type { FieldChange, HistoryEntry, ListInfo, RecordChange } from "../../api/types";
import { clockTime, dayOf, dueText, momentInZone, shortDay } from "../../words/dates";
import { words } from "../../words/words";

/** What a line of the history shows. */
export interface HistoryLine {
  key: string;
  when: string;
  /** For readers and the tooltip: the day and the time. */
  at: string;
  text: string;
  /** Change sets that Undo takes back, the newest first; empty where nothing can be taken back. */
  undo: readonly string[];
}

/** How long apart two savings of the notes may be to count as one: writing goes on over pauses. */
const ONE_WRITING_MS = 30 * 60_000;

/** The history in words, newest first. Savings of the notes that follow one another are one line; only the newest that can be undone can. */
export function linesOf(entries: readonly HistoryEntry[], lists: readonly ListInfo[], clock: Clock): HistoryLine[] {
  const groups: HistoryEntry[][] = [];
  for (const entry of entries) {
    const last = groups.at(-1)?.at(-1);
    if (last && isOneWriting(last, entry)) groups.at(-1)?.push(entry);
    else groups.push([entry]);
  }
  let isUndoTaken = false;
  return groups.map((group) => {
    const [newest] = group as [HistoryEntry];
    const canUndo = !isUndoTaken && newest.kind === "do" && !newest.undone && !newest.purged && !isAdding(newest);
    isUndoTaken ||= canUndo || (newest.kind === "do" && !newest.undone);
    const moment = momentInZone(newest.at, clock.zone);
    const [day, time] = [shortDay(dayOf(moment), clock.today), clockTime(moment.slice(11))];
    return {
      key: newest.change_set,
      when: dayOf(moment) === clock.today ? time : day,
      at: words.dates.time(day, time),
      text: textOf(newest, lists, clock),
      undo: canUndo ? group.map(({ change_set }) => change_set) : [],
    };
  });
}

function isOneWriting(newer: HistoryEntry, older: HistoryEntry): boolean {
  const isWriting = (entry: HistoryEntry): boolean => {
    const fields = entry.changes.flatMap((change) => (change.what === "changed" ? change.fields : [])).filter(isWorthSaying);
    return entry.kind === "do" && !entry.undone && !entry.purged && fields.length > 0 && fields.every(({ field }) => field === "notes");
  };
  const apart = Date.parse(newer.at) - Date.parse(older.at);
  return isWriting(newer) && isWriting(older) && newer.actor === older.actor && apart < ONE_WRITING_MS;
}

/** Undoing it would take away the task that one looks at. */
function isAdding({ changes }: HistoryEntry): boolean {
  return changes.some(({ what }) => what === "added");
}

function textOf(entry: HistoryEntry, lists: readonly ListInfo[], clock: Clock): string {
  const { history } = words.sheet;
  const what =
    entry.changes
      .map((change) => changeInWords(change, entry.actor, lists, clock))
      .filter(Boolean)
      .join("; ") || history.something;
  if (entry.kind === "undo") return history.took(lowered(what));
  if (entry.kind === "redo") return history.again(lowered(what));
  const said = history.by[entry.actor as keyof typeof history.by]?.(what) ?? what;
  return entry.undone ? history.undone(said) : said;
}

/** As part of a sentence. A name in it keeps its letters. */
function lowered(text: string): string {
  return text.charAt(0).toLocaleLowerCase(words.language) + text.slice(1);
}

function changeInWords(change: RecordChange, actor: string, lists: readonly ListInfo[], clock: Clock): string {
  const { history } = words.sheet;
  if (change.what === "removed") return history.removed;
  if (change.what === "added") {
    const isNext = change.fields.some(({ field, after }) => field === "source" && after !== actor) && actor === "ui";
    return isNext ? history.addedAgain : actor === "quick_add" ? history.addedWith : history.added;
  }
  const of = (name: string): FieldChange | undefined => change.fields.find(({ field }) => field === name);
  const parts = [
    statusInWords(of),
    textInWords(of),
    ...change.fields.filter(isWorthSaying).map((field) => fieldInWords(field, lists, clock)),
  ];
  return parts.filter((part) => part !== "").join("; ");
}

/** Fields that say nothing of their own: they come with another, or only count. */
function isWorthSaying({ field }: FieldChange): boolean {
  return !["due_zone", "occurrence", "completed_at", "created_at", "updated_at", "revision", "source"].includes(field);
}

type Find = (name: string) => FieldChange | undefined;

function statusInWords(of: Find): string {
  const { history } = words.sheet;
  const [status, deleted] = [of("status"), of("deleted_at")];
  const parts = [];
  if (status) parts.push(status.after === "done" ? history.completed : history.reopened);
  if (deleted) parts.push(deleted.after ? history.trashed : history.restored);
  return parts.join("; ");
}

function textInWords(of: Find): string {
  const { history } = words.sheet;
  const [title, notes] = [of("title"), of("notes")];
  const parts = [];
  if (title) parts.push(history.renamed(String(title.before), String(title.after)));
  if (notes) parts.push(!notes.before ? history.notesAdded : !notes.after ? history.notesRemoved : history.notesChanged);
  return parts.join("; ");
}

function fieldInWords({ field, before, after }: FieldChange, lists: readonly ListInfo[], clock: Clock): string {
  const { history, due, start, repeat, priority } = words.sheet;
  const day = (value: unknown): string => dueText(String(value), clock.today);
  switch (field) {
    case "due":
      return fromTo(due, before && day(before), after && day(after), history.moved);
    case "start":
      return fromTo(start, before && day(before), after && day(after), history.moved);
    case "repeat":
      return fromTo(repeat, repeatText(before), repeatText(after), history.changed);
    case "priority":
      return after === 4 ? history.cleared(priority, String(before)) : history.set(priority, String(after));
    case "duration_min":
      return fromTo(
        history.duration,
        before && words.add.duration(Number(before)),
        after && words.add.duration(Number(after)),
        history.changed,
      );
    case "labels":
      return labelsInWords(names(before), names(after));
    case "list":
      return history.list(listName(before, lists), listName(after, lists));
    case "parent":
      return after ? history.parentSet : history.parentCleared;
    case "position":
      return history.order;
    case "reminders":
      return remindersText(after, clock);
    default:
      return "";
  }
}

type Text = string | null | undefined | unknown;

function fromTo(name: string, before: Text, after: Text, both: (name: string, from: string, to: string) => string): string {
  const { history } = words.sheet;
  if (!before) return history.set(name, String(after));
  return after ? both(name, String(before), String(after)) : history.cleared(name, String(before));
}

function repeatText(value: unknown): string | null {
  if (typeof value !== "object" || value === null) return null;
  if ("text" in value && typeof value.text === "string") return value.text;
  return "rrule" in value ? String(value.rrule) : null;
}

function names(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function labelsInWords(before: string[], after: string[]): string {
  const { history } = words.sheet;
  const [added, removed] = [after.filter((name) => !before.includes(name)), before.filter((name) => !after.includes(name))];
  return [added.length ? history.labelsAdded(added.join(", ")) : "", removed.length ? history.labelsRemoved(removed.join(", ")) : ""]
    .filter(Boolean)
    .join("; ");
}

function listName(id: unknown, lists: readonly ListInfo[]): string {
  if (!id) return words.places.inbox;
  return lists.find((list) => list.id === id)?.name ?? words.sheet.history.goneList;
}

function remindersText(value: unknown, clock: Clock): string {
  const { history, reminder } = words.sheet;
  const said = (Array.isArray(value) ? value : []).map((one: { at?: string; before_due_min?: number }) => {
    if (one.at) return dueText(one.at, clock.today);
    return one.before_due_min ? reminder.before(one.before_due_min) : reminder.atDue;
  });
  return said.length > 0 ? history.remindersSet(said.join(", ")) : history.remindersCleared;
}
