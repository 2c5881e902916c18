import { useCallback } from "react";
import type { Clock } from "../api/clock";
import { tint } from "../api/live";
import type { Place } from "../api/place";
import type { Task, TaskAdded } from "../api/types";
import { notify, speak } from "../components/notices";
import { useUndo } from "../features/tasks/useUndo";
import { dayOf } from "../words/dates";
import { words } from "../words/words";

/** What is said after a task was added: where one sees its row, the row is tinted; where not, a notice says what became of it. */
export function useAdded(place: Place, clock: Clock): (task: TaskAdded) => void {
  const { undo } = useUndo();
  return useCallback(
    (task) => {
      if (belongs(task, place, clock)) {
        tint([task.id]);
        speak(words.toast.added(task.title));
        return;
      }
      notify({
        tone: "good",
        subject: task.title,
        text: task.understood,
        action: { label: words.toast.undo, run: () => undo(task.change_set) },
      });
    },
    [place, clock, undo],
  );
}

/** Whether a place shows a task. */
function belongs(task: Task, place: Place, clock: Clock): boolean {
  switch (place.kind) {
    case "all":
      return true;
    case "inbox":
      return task.list === null;
    case "today":
      return task.due !== null && dayOf(task.due) <= clock.today;
    case "upcoming":
      return task.due !== null && dayOf(task.due) > clock.today;
    case "list":
      return task.list === place.id;
    case "label":
      return task.labels.includes(place.name);
    case "done":
    case "trash":
    case "search":
      return false;
  }
}
