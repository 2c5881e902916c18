import { useMemo } from "react";
import type { TaskFilter } from "../../api/client";
import { filterOf, type Place } from "../../api/place";
import { type Tasks, useTasks } from "../../api/queries";

/** The tasks of a place. A search looks at open ones, done ones and the trash, one behind the other. */
export function usePlaceTasks(place: Place): Tasks {
  const isSearch = place.kind === "search";
  const isWide = isSearch && !place.openOnly;
  const open = useTasks(filterOf(place), { keeps: isSearch });
  const done = useTasks(inView(place, "done"), { keeps: true, isOff: !isWide });
  const trash = useTasks(inView(place, "trash"), { keeps: true, isOff: !isWide });
  return useMemo(() => (isWide ? oneBehindTheOther([open, done, trash]) : open), [isWide, open, done, trash]);
}

function inView(place: Place, view: TaskFilter["view"]): TaskFilter {
  return { ...filterOf(place), view };
}

function oneBehindTheOther(parts: readonly Tasks[]): Tasks {
  const next = parts.find((part) => part.hasMore);
  return {
    tasks: parts.flatMap(({ tasks }) => tasks),
    partCounts: Object.assign({}, ...parts.map(({ partCounts }) => partCounts)),
    isLoading: parts.some(({ isLoading }) => isLoading),
    isOld: parts.some(({ isOld }) => isOld),
    error: parts.find(({ error }) => error)?.error ?? null,
    hasMore: next !== undefined,
    isLoadingMore: parts.some(({ isLoadingMore }) => isLoadingMore),
    loadMore: () => next?.loadMore(),
    reload: () => {
      for (const part of parts) part.reload();
    },
  };
}
