import type { LucideIcon } from "lucide-react";
import type { Place } from "../../api/place";
import type { LabelInfo, ListInfo, Task } from "../../api/types";
import { holdsAll } from "../../components/marks";
import { words } from "../../words/words";

/** Something the window can do, with its keys. */
export interface Command {
  id: string;
  name: string;
  icon: LucideIcon;
  keys: readonly string[];
  run(): void;
}

export type Entry =
  | { kind: "task"; key: string; name: string; task: Task }
  | { kind: "place"; key: string; name: string; place: Place; color?: string; open: number | undefined }
  | { kind: "command"; key: string; name: string; command: Command };

export interface EntryGroup {
  title: string;
  items: Entry[];
}

/** So many tasks are found as one types; a search finds them all. */
export const MOST_TASKS = 8;
const MOST_PLACES = 6;

const VIEWS = ["inbox", "today", "upcoming", "all", "done", "trash"] as const;

/** Every place one can go to. */
export function placesOf(lists: readonly ListInfo[], labels: readonly LabelInfo[]): Entry[] {
  return [
    ...VIEWS.map((kind): Entry => ({ kind: "place", key: kind, name: words.places[kind], place: { kind }, open: undefined })),
    ...lists.map(
      ({ id, name, color, open_count }): Entry => ({ kind: "place", key: id, name, color, open: open_count, place: { kind: "list", id } }),
    ),
    ...labels.map(
      ({ id, name, open_count }): Entry => ({ kind: "place", key: `@${id}`, name, open: open_count, place: { kind: "label", name } }),
    ),
  ];
}

/** What a text finds: tasks as the server found them, then places and commands whose names hold all of its words. `>` asks for commands alone. */
export function entriesOf(
  text: string,
  tasks: readonly Task[],
  places: readonly Entry[],
  commands: readonly Command[],
  made: readonly Command[],
): EntryGroup[] {
  const isCommands = text.startsWith(">");
  const wanted = text.replace(/^[>@#]/, "").trim();
  const asEntry = (command: Command): Entry => ({ kind: "command", key: command.id, name: command.name, command });
  const found = commands.filter(({ name }) => isNamed(name, wanted)).map(asEntry);
  if (isCommands) return found.length > 0 ? [{ title: words.palette.commands, items: found }] : [];
  const groups: EntryGroup[] = [
    { title: words.palette.tasks, items: byTitle(tasks, wanted).map((task) => ({ kind: "task", key: task.id, name: task.title, task })) },
    {
      title: words.palette.places,
      items: wanted ? places.filter(({ name }) => isNamed(name, wanted)).slice(0, MOST_PLACES) : [...places],
    },
    { title: words.palette.commands, items: [...found, ...(wanted ? made.map(asEntry) : [])] },
  ];
  // Tasks that hold the letters only inside of words or in their notes stand behind what is called by them.
  const isNamedElsewhere = [...(groups[1]?.items ?? []), ...found].some(({ name }) => isNamed(name, wanted));
  if (wanted && isNamedElsewhere && !tasks.some(({ title }) => isNamed(title, wanted))) groups.push(...groups.splice(0, 1));
  return groups.filter(({ items }) => items.length > 0);
}

/** Those first whose title is called by the words, then those that hold them in it, then those that hold them in their notes. */
function byTitle(tasks: readonly Task[], wanted: string): Task[] {
  const rank = ({ title }: Task): number => (isNamed(title, wanted) ? 0 : holdsAll(title, wanted) ? 1 : 2);
  return tasks.toSorted((a, b) => Number(a.status === "done") - Number(b.status === "done") || rank(a) - rank(b));
}

/** Whether each word of `wanted` begins a word of the name, without regard to case and accents. */
export function isNamed(name: string, wanted: string): boolean {
  const parts = plain(name).split(/[^\p{L}\p{N}]+/u);
  return plain(wanted)
    .split(/\s+/u)
    .every((word) => parts.some((part) => part.startsWith(word)) || plain(name).startsWith(word));
}

function plain(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();
}
