import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { TaskPatch, TaskStep } from "../../api/client";
import { sentenceOf } from "../../api/error";
import { ownChange } from "../../api/live";
import { showTask, useApi, useRefreshTasks } from "../../api/queries";
import type { ListInfo, Priority, Task } from "../../api/types";
import { notify } from "../../components/notices";
import { type Day, longDay } from "../../words/dates";
import { words } from "../../words/words";
import { dueOn } from "./due";
import { stay } from "./leaving";
import { clearSelection } from "./selection";
import { useUndo } from "./useUndo";

/** As many tasks as one change set takes. */
export const MOST_AT_ONCE = 1_000;

/** What is answered of so many is put into what is shown; of more, everything is read again. */
const MOST_SHOWN = 50;

/** A list that is there, one to be made, or the Inbox. */
export type ListChoice = ListInfo | { name: string } | null;

/** What can be done to several tasks: one change set, one toast, one undo. */
export interface Bulk {
  complete(tasks: readonly Task[]): void;
  reopen(tasks: readonly Task[]): void;
  restore(tasks: readonly Task[]): void;
  remove(tasks: readonly Task[]): void;
  setDay(tasks: readonly Task[], day: Day | null): void;
  setPriority(tasks: readonly Task[], priority: Priority): void;
  setList(tasks: readonly Task[], list: ListChoice): void;
  /** On all of them, or off all of them. */
  setLabel(tasks: readonly Task[], label: string, isOn: boolean): void;
}

/** What is done, and what is said of it, of `n` tasks. */
interface Doing {
  steps: TaskStep[];
  say(n: number): string;
  /** The tasks leave the view for good, and so the selection. */
  ends?: boolean;
}

export function useBulk(): Bulk {
  const api = useApi();
  const client = useQueryClient();
  const refresh = useRefreshTasks();
  const { undo } = useUndo();
  return useMemo(() => {
    const run = async (tasks: readonly Task[], { steps, say, ends }: Doing): Promise<void> => {
      if (tasks.length > MOST_AT_ONCE) return notify({ tone: "mind", text: words.selection.most(MOST_AT_ONCE) });
      try {
        const done = await ownChange(api.changeTasks(steps));
        if (ends) clearSelection();
        for (const { id } of tasks) if (ends) stay(id);
        const set = done.change_set;
        if (set) notify({ tone: "good", text: say(tasks.length), action: { label: words.toast.undo, run: () => undo(set) } });
        else notify({ tone: "mind", text: words.selection.nothing });
        if (ends || tasks.length > MOST_SHOWN) await refresh();
        else for (const task of done.tasks) showTask(client, task);
      } catch (error) {
        notify({ tone: "mind", text: sentenceOf(error) });
        // One of them is not what it was: what is shown is not true any more.
        void refresh();
      }
    };
    return bulkOf((tasks, doing) => void run(tasks, doing));
  }, [api, client, refresh, undo]);
}

function bulkOf(run: (tasks: readonly Task[], doing: Doing) => void): Bulk {
  const all = (tasks: readonly Task[], what: "complete" | "reopen" | "delete" | "restore"): TaskStep[] =>
    tasks.map(({ id }) => ({ id, do: what }));
  const edit = (tasks: readonly Task[], patch: (task: Task) => TaskPatch): TaskStep[] =>
    tasks.map((task) => ({ id: task.id, do: "edit", patch: patch(task) }));
  return {
    complete: (tasks) => run(tasks, { steps: all(tasks, "complete"), say: (n) => words.selection.done.complete(n), ends: true }),
    reopen: (tasks) => run(tasks, { steps: all(tasks, "reopen"), say: (n) => words.selection.done.reopen(n), ends: true }),
    restore: (tasks) => run(tasks, { steps: all(tasks, "restore"), say: (n) => words.selection.done.restore(n), ends: true }),
    remove: (tasks) => run(tasks, { steps: all(tasks, "delete"), say: (n) => words.selection.done.remove(n), ends: true }),
    setDay: (tasks, day) =>
      run(tasks, {
        steps: edit(tasks, (task) => dueOn(task, day)),
        say: (n) => (day ? words.selection.done.due(n, longDay(day)) : words.selection.done.noDue(n)),
      }),
    setPriority: (tasks, priority) =>
      run(tasks, { steps: edit(tasks, () => ({ priority })), say: (n) => words.selection.done.priority(n, priority) }),
    setList: (tasks, list) =>
      run(tasks, {
        steps: edit(tasks, () => ({ list: list === null ? null : "id" in list ? list.id : list.name })),
        say: (n) => words.selection.done.list(n, list?.name ?? words.places.inbox),
      }),
    setLabel: (tasks, label, isOn) =>
      run(tasks, {
        steps: edit(tasks, (task) => ({ labels: withLabel(task, label, isOn) })),
        say: (n) => (isOn ? words.selection.done.label(n, label) : words.selection.done.noLabel(n, label)),
      }),
  };
}

/** The labels of a task with one more, or without it. */
export function withLabel(task: Task, label: string, isOn: boolean): string[] {
  const others = task.labels.filter((name) => name.toLowerCase() !== label.toLowerCase());
  return isOn ? [...others, label] : others;
}
