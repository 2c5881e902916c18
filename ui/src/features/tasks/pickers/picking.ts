import type { Task } from "../../../api/types";
import type { Anchor } from "../../../components/PickList";
import type { Day } from "../../../words/dates";
import type { Bulk } from "../useBulk";
import type { TaskActions } from "../useTaskActions";

/** What every menu and picker of rows gets. */
export interface Picking {
  tasks: readonly Task[];
  anchor: Anchor;
  bulk: Bulk;
  actions: TaskActions;
  today: Day;
  returnTo(): HTMLElement | null;
  onClose(): void;
}

/** Without regard to case and accents, as the server finds names. */
export function folded(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();
}

/** Those whose name holds `text`; those that begin with it first. */
export function matching<T extends { name: string }>(all: readonly T[], text: string): T[] {
  const wanted = folded(text.trim());
  const found = all.filter(({ name }) => folded(name).includes(wanted));
  const begins = ({ name }: T): boolean => folded(name).startsWith(wanted);
  return [...found.filter(begins), ...found.filter((one) => !begins(one))];
}
