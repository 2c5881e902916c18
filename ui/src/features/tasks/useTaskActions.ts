import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Beside, TaskPatch } from "../../api/client";
import { sentenceOf } from "../../api/error";
import { ownChange } from "../../api/live";
import { showTask, useApi, useRefreshTasks } from "../../api/queries";
import type { Priority, Task } from "../../api/types";
import { notify, speak } from "../../components/notices";
import { type Day, dayOf, longDay } from "../../words/dates";
import { words } from "../../words/words";
import { dueOn } from "./due";
import { hasLeft, leave, stay, useLeaving } from "./leaving";
import { type ListChoice, withLabel } from "./useBulk";
import { useUndo } from "./useUndo";

export interface TaskActions {
  /** `above`: id of the task in the row above, so that the row stays where it is while it can be undone. */
  complete(task: Task, above: string | null): void;
  reopen(task: Task): void;
  rename(task: Task, title: string): void;
  setPriority(task: Task, priority: Priority): void;
  /** Moves to another day and keeps the time; null takes the date away. */
  setDay(task: Task, day: Day | null): void;
  setList(task: Task, list: ListChoice): void;
  setLabel(task: Task, label: string, isOn: boolean): void;
  putBeside(task: Task, beside: Beside): void;
  remove(task: Task): void;
  restore(task: Task): void;
}

/** What can be done to a task, with what is said when it cannot. */
export function useTaskActions(): TaskActions {
  const api = useApi();
  const client = useQueryClient();
  const refresh = useRefreshTasks();
  const { undo } = useUndo();
  return useMemo(() => {
    const failed = (error: unknown): void => notify({ tone: "mind", text: sentenceOf(error) });
    const patch = (task: Task, fields: TaskPatch): void => {
      ownChange(api.patchTask(task.id, fields)).then((changed) => showTask(client, changed), failed);
    };
    const backTo = (set: string | null) => (set ? { action: { label: words.toast.undo, run: () => undo(set) } } : {});
    return {
      async complete(task, above) {
        leave(task, above);
        speak(words.toast.completed(task.title));
        try {
          const { task: done, next, change_set: set } = await ownChange(api.complete(task.id));
          // Somebody else had completed it: there is nothing of ours to undo.
          if (set) hasLeft(done, set);
          else stay(task.id);
          if (next?.due) {
            notify({ tone: "good", subject: task.title, text: words.undoing.next(longDay(dayOf(next.due))), ...backTo(set) });
          }
        } catch (error) {
          stay(task.id);
          failed(error);
        }
      },
      reopen(task) {
        const changeSet = useLeaving.getState().rows.get(task.id)?.changeSet;
        if (changeSet) takeBack(changeSet);
        else ownChange(api.reopen(task.id)).then((open) => showTask(client, open), failed);
      },
      rename(task, title) {
        const trimmed = title.trim();
        if (trimmed && trimmed !== task.title) patch(task, { title: trimmed });
      },
      setPriority(task, priority) {
        if (task.priority !== priority) patch(task, { priority });
      },
      setDay: (task, day) => patch(task, dueOn(task, day)),
      setList: (task, list) => patch(task, { list: list === null ? null : "id" in list ? list.id : list.name }),
      setLabel: (task, label, isOn) => patch(task, { labels: withLabel(task, label, isOn) }),
      putBeside(task, beside) {
        ownChange(api.putBeside(task.id, beside)).then(() => void refresh(), failed);
      },
      remove(task) {
        ownChange(api.remove(task.id)).then(({ change_set: set }) => {
          stay(task.id);
          notify({ tone: "good", subject: task.title, text: words.toast.trashed, ...backTo(set) });
        }, failed);
      },
      restore(task) {
        ownChange(api.restore(task.id)).then(() => speak(words.toast.restored), failed);
      },
    };

    /** By the row's own button: the eye sees it, the voice says it. */
    function takeBack(changeSet: string): void {
      ownChange(api.undo(changeSet)).then(({ tasks }) => {
        for (const task of tasks) {
          stay(task.id);
          showTask(client, task);
        }
        speak(words.toast.undone);
      }, failed);
    }
  }, [api, client, refresh, undo]);
}
