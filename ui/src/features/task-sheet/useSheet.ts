import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useMemo } from "react";
import type { Api, TaskPatch } from "../../api/client";
import type { Clock } from "../../api/clock";
import { sentenceOf } from "../../api/error";
import { ownChange } from "../../api/live";
import { showTask, useApi, useRefreshTasks } from "../../api/queries";
import type { Task } from "../../api/types";
import { notify, speak } from "../../components/notices";
import { dayOf, shortDay } from "../../words/dates";
import { words } from "../../words/words";
import { type Field, Outbox, type TextField, type Unsaved, unsavedOf, useUnsaved } from "./outbox";

/** What every part of the sheet knows. */
export interface Sheet {
  /** The task as it will be when everything typed is saved. */
  task: Task;
  /** The task as the server says it. */
  server: Task;
  clock: Clock;
  /** First day of the week: 0 Sunday … 6 Saturday. */
  weekStart: 0 | 1 | 2 | 3 | 4 | 5 | 6;
  /** In the trash: to look at. */
  isReadOnly: boolean;
  unsaved: ReadonlyMap<Field, Unsaved>;
  outbox: Outbox;
  actions: SheetActions;
}

export const SheetContext = createContext<Sheet | null>(null);

export function useSheet(): Sheet {
  const sheet = useContext(SheetContext);
  if (!sheet) throw new Error("no sheet above this component");
  return sheet;
}

/** Saves one field of the task in the sheet. */
export function usePut(): (field: Field, patch: TaskPatch) => void {
  const { outbox, server } = useSheet();
  return (field, patch) => outbox.put(server.id, field, patch);
}

const outboxes = new WeakMap<Api, Outbox>();

/** The one outbox of a connection: it outlives the sheet. */
export function useOutbox(): Outbox {
  const api = useApi();
  const client = useQueryClient();
  return useMemo(() => outboxOf(api, client), [api, client]);
}

function outboxOf(api: Api, client: QueryClient): Outbox {
  let outbox = outboxes.get(api);
  if (!outbox) {
    outbox = new Outbox(api, client);
    outboxes.set(api, outbox);
  }
  return outbox;
}

export function useUnsavedOf(id: string): ReadonlyMap<Field, Unsaved> {
  const tasks = useUnsaved((state) => state.tasks);
  return unsavedOf(tasks, id);
}

/**
 * The server's task with what is on its way laid over it. A value that was refused is not shown as if it counted; a text is, because it is
 * still being written. Repeats and reminders wait for the server, which says them in words and names them.
 */
export function withUnsaved(task: Task, unsaved: ReadonlyMap<Field, Unsaved>): Task {
  let shown = task;
  for (const [field, { patch, base, state }] of unsaved) {
    if (base === null && state === "refused") continue;
    if (state === "saved" && base !== task[field as TextField]) continue;
    if (field === "repeat" || field === "reminders" || field === "list") continue;
    const { repeat: _repeat, reminders: _reminders, ...plain } = patch;
    shown = { ...shown, ...plain };
  }
  return shown;
}

export interface SheetActions {
  toggle(task: Task): void;
  remove(task: Task): void;
  restore(task: Task): void;
  undo(changeSets: readonly string[]): void;
  /** Undoes the last change, whatever it was of. */
  undoLast(): void;
}

/** What can be done to a task as a whole, with what is said afterwards. */
export function useSheetActions(clock: Clock): SheetActions {
  const api = useApi();
  const client = useQueryClient();
  const refresh = useRefreshTasks();
  return useMemo(() => {
    const failed = (error: unknown): void => notify({ tone: "mind", text: sentenceOf(error) });
    const undo = async (changeSets: readonly (string | undefined)[]): Promise<void> => {
      try {
        for (const changeSet of changeSets) {
          const { tasks } = await ownChange(api.undo(changeSet));
          for (const task of tasks) showTask(client, task);
        }
        speak(words.toast.undone);
      } catch (error) {
        failed(error);
      } finally {
        await refresh();
      }
    };
    const way = (changeSet: string | null): { action?: { label: string; run(): void } } =>
      changeSet ? { action: { label: words.toast.undo, run: () => void undo([changeSet]) } } : {};
    return {
      async toggle(task) {
        try {
          if (task.status === "done") {
            showTask(client, await ownChange(api.reopen(task.id)));
            return;
          }
          const { task: done, next, change_set: set } = await ownChange(api.complete(task.id));
          showTask(client, done);
          const text = next?.due ? words.sheet.completedNext(shortDay(dayOf(next.due), clock.today)) : words.sheet.completed;
          notify({ tone: "good", subject: task.title, text, ...way(set) });
        } catch (error) {
          failed(error);
        }
      },
      remove(task) {
        ownChange(api.remove(task.id)).then((gone) => {
          showTask(client, gone);
          notify({ tone: "good", subject: task.title, text: words.toast.trashed, ...way(gone.change_set) });
        }, failed);
      },
      restore(task) {
        ownChange(api.restore(task.id)).then((back) => {
          showTask(client, back);
          speak(words.sheet.restored);
        }, failed);
      },
      undo: (changeSets) => void undo(changeSets),
      undoLast: () => void undo([undefined]),
    };
  }, [api, client, refresh, clock.today]);
}
