import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { TaskPatch } from "../../api/client";
import { ApiError, sentenceOf } from "../../api/error";
import { ownChange } from "../../api/live";
import { showTask, useApi } from "../../api/queries";
import type { Priority, Task } from "../../api/types";
import { notify, speak } from "../../components/notices";
import { type Day, timeOf } from "../../words/dates";
import { words } from "../../words/words";
import { hasLeft, leave, stay, useLeaving } from "./leaving";

export interface TaskActions {
  /** `above`: id of the task in the row above, so that the row stays where it is while it can be undone. */
  complete(task: Task, above: string | null): void;
  reopen(task: Task): void;
  rename(task: Task, title: string): void;
  setPriority(task: Task, priority: Priority): void;
  /** Moves to another day and keeps the time; null takes the date away. */
  setDay(task: Task, day: Day | null): void;
  remove(task: Task): void;
  restore(task: Task): void;
  /** Undoes a change set, the last one where none is named. */
  undo(changeSet?: string): void;
}

/** What can be done to a task, with what is said when it cannot. */
export function useTaskActions(): TaskActions {
  const api = useApi();
  const client = useQueryClient();
  return useMemo(() => {
    const failed = (error: unknown): void => notify({ tone: "mind", text: sentenceOf(error) });
    const patch = (task: Task, fields: TaskPatch): void => {
      ownChange(api.patchTask(task.id, fields)).then((changed) => showTask(client, changed), failed);
    };
    const undo = async (changeSet?: string): Promise<void> => {
      try {
        const { tasks } = await ownChange(api.undo(changeSet));
        for (const task of tasks) {
          stay(task.id);
          showTask(client, task);
        }
        if (!changeSet) notify({ tone: "good", text: words.toast.undone });
        else speak(words.toast.undone);
      } catch (error) {
        const nothing = error instanceof ApiError && error.code === "NOTHING_TO_UNDO";
        if (nothing) notify({ tone: "mind", text: words.toast.nothingToUndo });
        else failed(error);
      }
    };
    return {
      async complete(task, above) {
        leave(task, above);
        speak(words.toast.completed(task.title));
        try {
          const done = await ownChange(api.complete(task.id));
          // Somebody else had completed it: there is nothing of ours to undo.
          if (done.change_set) hasLeft(done.task, done.change_set);
          else stay(task.id);
        } catch (error) {
          stay(task.id);
          failed(error);
        }
      },
      reopen(task) {
        const changeSet = useLeaving.getState().rows.get(task.id)?.changeSet;
        if (changeSet) void undo(changeSet);
        else ownChange(api.reopen(task.id)).then((open) => showTask(client, open), failed);
      },
      rename(task, title) {
        const trimmed = title.trim();
        if (trimmed && trimmed !== task.title) patch(task, { title: trimmed });
      },
      setPriority(task, priority) {
        if (task.priority !== priority) patch(task, { priority });
      },
      setDay(task, day) {
        const time = task.due && timeOf(task.due);
        if (day && time) patch(task, { due: `${day}T${time}`, due_zone: task.due_zone });
        else patch(task, { due: day, due_zone: null });
      },
      remove(task) {
        ownChange(api.remove(task.id)).then(({ change_set: set }) => {
          stay(task.id);
          notify({
            tone: "good",
            subject: task.title,
            text: words.toast.trashed,
            ...(set ? { action: { label: words.toast.undo, run: () => void undo(set) } } : {}),
          });
        }, failed);
      },
      restore(task) {
        ownChange(api.restore(task.id)).then(() => speak(words.toast.restored), failed);
      },
      undo: (changeSet) => void undo(changeSet),
    };
  }, [api, client]);
}
