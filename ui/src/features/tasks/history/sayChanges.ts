import type { FieldChange, HistoryEntry, RecordChange } from "../../../api/types";
import { clockTime, dayOf, longDay, timeOf } from "../../../words/dates";
import { words } from "../../../words/words";

/** What a change set did, in one sentence without its full stop: `Completed Pay rent`, `Moved 3 tasks to the trash`. */
export function sayChanges({ changes, more_changes: more }: Pick<HistoryEntry, "changes" | "more_changes">): string {
  const tasks = changes.filter(({ record }) => record === "task");
  const told = tasks.length > 0 ? tasks : changes;
  const [first] = told;
  if (!first) return words.history.didMany.changed(more);
  if (told.length + more === 1) return sayChange(first);
  // What a repeating task was replaced by, and the parts that went along, are not what was done.
  const kinds = new Map<Kind, RecordChange[]>();
  for (const change of told) kinds.set(kindOf(change), [...(kinds.get(kindOf(change)) ?? []), change]);
  const completed = kinds.get("completed");
  if (completed && kinds.size === 2 && kinds.get("added")?.length) return sayMany("completed", completed, more);
  const [only] = kinds;
  if (only && kinds.size === 1) return sayMany(only[0], only[1], more);
  return words.history.didMany.changed(told.length + more);
}

type Kind = "added" | "completed" | "reopened" | "trashed" | "restored" | "changed";

function sayMany(kind: Kind, changes: readonly RecordChange[], more: number): string {
  const [first] = changes;
  if (first && changes.length + more === 1) return sayChange(first);
  return words.history.didMany[kind](changes.length + more);
}

/** What happened to one record. */
export function sayChange(change: RecordChange): string {
  const { record, what, name } = change;
  const { did } = words.history;
  if (record === "list") return what === "added" ? did.listAdded(name) : what === "removed" ? did.listRemoved(name) : did.listChanged(name);
  if (record === "label") {
    return what === "added" ? did.labelAdded(name) : what === "removed" ? did.labelRemoved(name) : did.labelChanged(name);
  }
  if (what === "removed") return did.removed(name);
  const kind = kindOf(change);
  return kind === "changed" ? sayFields(change) : did[kind](name);
}

function kindOf({ what, fields }: RecordChange): Kind {
  if (what === "added") return "added";
  const of = (name: string): FieldChange | undefined => fields.find(({ field }) => field === name);
  const deleted = of("deleted_at");
  if (deleted) return deleted.after === null ? "restored" : "trashed";
  const status = of("status");
  if (status) return status.after === "done" ? "completed" : "reopened";
  return "changed";
}

/** The most telling of the fields that changed. */
function sayFields({ name, fields }: RecordChange): string {
  const { did } = words.history;
  const of = (field: string): FieldChange | undefined => fields.find((change) => change.field === field);
  const title = of("title");
  if (title) return did.renamed(String(title.before), name);
  const due = of("due");
  if (due) {
    if (due.after === null) return did.undated(name);
    return due.before === null ? did.dated(name, when(due.after)) : did.due(name, when(due.before), when(due.after));
  }
  const priority = of("priority");
  if (priority) return did.priority(name, Number(priority.before), Number(priority.after));
  if (of("list")) return did.listed(name);
  const labels = of("labels");
  if (labels) return did.labels(name, names(labels.before), names(labels.after));
  if (of("notes")) return did.notes(name);
  return of("position") && fields.length === 1 ? did.moved(name) : did.changed(name);
}

function when(due: unknown): string {
  const text = String(due);
  const time = timeOf(text);
  return time ? words.dates.time(longDay(dayOf(text)), clockTime(time)) : longDay(dayOf(text));
}

function names(labels: unknown): string {
  const all = Array.isArray(labels) ? labels.map((label) => `@${String(label)}`) : [];
  return all.length > 0 ? all.join(" ") : words.history.did.noLabels;
}
