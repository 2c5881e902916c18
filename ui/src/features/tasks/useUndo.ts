import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Api } from "../../api/client";
import { ApiError, sentenceOf } from "../../api/error";
import { ownChange } from "../../api/live";
import { showTask, useApi, useRefreshTasks } from "../../api/queries";
import type { HistoryEntry } from "../../api/types";
import { notify, overtake } from "../../components/notices";
import { words } from "../../words/words";
import { sayChanges } from "./history/sayChanges";
import { stay } from "./leaving";

/** How far back it is looked for what was undone, to say it in words. */
const LOOK_BACK = 100;

export interface Undo {
  /** Takes a change set back, the last one where none is named. */
  undo(changeSet?: string): void;
  /** Takes the last undo back, or that of a change set. */
  redo(changeSet?: string): void;
}

/** Undo and redo, as often as there is something, with a sentence for each. */
export function useUndo(): Undo {
  const api = useApi();
  const client = useQueryClient();
  const refresh = useRefreshTasks();
  return useMemo(() => {
    const go = async (way: "undo" | "redo", changeSet?: string): Promise<void> => {
      try {
        const done = await ownChange(way === "undo" ? api.undo(changeSet) : api.redo(changeSet));
        for (const task of done.tasks) {
          stay(task.id);
          showTask(client, task);
        }
        void refresh();
        overtake();
        const back = way === "undo" ? { label: words.undoing.redo, run: () => void go("redo", done.change_set) } : null;
        const again = { label: words.toast.undo, run: () => void go("undo", done.change_set) };
        notify({ tone: "good", text: await sentence(api, way, done), action: back ?? again });
      } catch (error) {
        notify({ tone: "mind", text: reason(error) });
      }
    };
    return { undo: (changeSet) => void go("undo", changeSet), redo: (changeSet) => void go("redo", changeSet) };
  }, [api, client, refresh]);
}

/** What was taken back or done again, in words; the plain word where the history cannot be read. */
async function sentence(api: Api, way: "undo" | "redo", done: { undone: string; change_set: string }): Promise<string> {
  const of = way === "undo" ? done.undone : done.change_set;
  const plain = way === "undo" ? words.toast.undone : words.undoing.redone;
  const found = await api.history({ limit: LOOK_BACK }).then(
    ({ entries }): HistoryEntry | undefined => entries.find((entry) => entry.change_set === of),
    () => undefined,
  );
  if (!found) return plain;
  const said = sayChanges(found);
  return way === "undo" ? words.history.taken(said) : words.history.again(said);
}

function reason(error: unknown): string {
  const code = error instanceof ApiError ? error.code : "";
  if (code === "NOTHING_TO_UNDO") return words.toast.nothingToUndo;
  if (code === "NOTHING_TO_REDO") return words.undoing.nothingToRedo;
  return sentenceOf(error);
}
