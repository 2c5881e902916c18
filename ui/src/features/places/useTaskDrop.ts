import { dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { Place } from "../../api/place";
import type { Task } from "../../api/types";
import { asTarget, draggedOf } from "../../components/drag";
import { words } from "../../words/words";

/** What a place does with tasks that are dropped on it; null where it takes none. */
export function hintOf(place: Place, name: string): string | null {
  switch (place.kind) {
    case "inbox":
      return words.drag.toInbox;
    case "today":
      return words.drag.toToday;
    case "trash":
      return words.drag.toTrash;
    case "list":
      return words.drag.toList(name);
    case "label":
      return words.drag.toLabel(name);
    case "upcoming":
    case "all":
    case "done":
    case "search":
      return null;
  }
}

/** Whether a drop would change anything: at least one of the tasks is not there yet. */
export function takes(place: Place, tasks: readonly Task[]): boolean {
  switch (place.kind) {
    case "inbox":
      return tasks.some((task) => task.list !== null);
    case "list":
      return tasks.some((task) => task.list !== place.id);
    case "label":
      return tasks.some((task) => !task.labels.some((label) => label.toLowerCase() === place.name.toLowerCase()));
    case "today":
      return tasks.every((task) => task.status === "open");
    case "trash":
      return true;
    case "upcoming":
    case "all":
    case "done":
    case "search":
      return false;
  }
}

/** Makes a row of the sidebar take tasks. Answers whether some are held over it that it would take. */
export function useTaskDrop(element: RefObject<HTMLElement | null>, place: Place, name: string): boolean {
  const [isOver, setOver] = useState(false);
  const latest = useRef({ place, name });
  latest.current = { place, name };
  useEffect(() => {
    if (!element.current) return;
    return dropTargetForElements({
      element: element.current,
      canDrop({ source }) {
        const dragged = draggedOf(source);
        return dragged?.kind === "tasks" && takes(latest.current.place, dragged.tasks);
      },
      getData: () =>
        asTarget({ kind: "place", place: latest.current.place, hint: hintOf(latest.current.place, latest.current.name) ?? "" }),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    });
  }, [element]);
  return isOver;
}
