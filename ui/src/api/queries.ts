import { type InfiniteData, type QueryClient, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useMemo } from "react";
import type { Api, TaskFilter } from "./client";
import type { AppInfo, LabelInfo, ListInfo, ListsPage, Settings, Task, TaskPage, ViewCounts } from "./types";

/** Enough for any screen at once; later pages are larger, because reading a long list again takes one request for each. */
const FIRST_PAGE = 100;
const NEXT_PAGE = 500;

export const ApiContext = createContext<Api | null>(null);

/** The server of this page. */
export function useApi(): Api {
  const api = useContext(ApiContext);
  if (!api) throw new Error("no Api above this component");
  return api;
}

export interface Tasks {
  tasks: readonly Task[];
  /** Nothing has been read yet. */
  isLoading: boolean;
  /** Why the newest reading failed, while older rows may still be shown. */
  error: unknown;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore(): void;
  reload(): void;
}

const NO_TASKS: readonly Task[] = [];
const NO_LISTS: readonly ListInfo[] = [];
const NO_LABELS: readonly LabelInfo[] = [];

/** The tasks of a filter, page by page as they are wanted. */
export function useTasks(filter: TaskFilter): Tasks {
  const api = useApi();
  const query = useInfiniteQuery({
    queryKey: ["tasks", filter],
    queryFn: ({ pageParam, signal }) =>
      api.tasks(filter, { limit: pageParam ? NEXT_PAGE : FIRST_PAGE, ...(pageParam ? { after: pageParam } : {}) }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => (page.has_more && page.after ? page.after : undefined),
  });
  const { data, fetchNextPage, refetch } = query;
  return useMemo(
    () => ({
      tasks: data ? data.pages.flatMap((page) => page.tasks) : NO_TASKS,
      isLoading: query.isPending,
      error: query.error,
      hasMore: query.hasNextPage,
      isLoadingMore: query.isFetchingNextPage,
      loadMore: () => void fetchNextPage({ cancelRefetch: false }),
      reload: () => void refetch(),
    }),
    [data, query.isPending, query.error, query.hasNextPage, query.isFetchingNextPage, fetchNextPage, refetch],
  );
}

function useListsPage(): ListsPage | undefined {
  const api = useApi();
  return useQuery({ queryKey: ["lists"], queryFn: () => api.lists() }).data;
}

export function useLists(): readonly ListInfo[] {
  return useListsPage()?.lists ?? NO_LISTS;
}

export function useLabels(): readonly LabelInfo[] {
  const api = useApi();
  return useQuery({ queryKey: ["labels"], queryFn: () => api.labels() }).data ?? NO_LABELS;
}

/** How many tasks each view holds; undefined until known. */
export function useCounts(): ViewCounts | undefined {
  return useListsPage()?.views;
}

export function useAppInfo(): AppInfo | undefined {
  const api = useApi();
  return useQuery({ queryKey: ["app"], queryFn: () => api.app() }).data;
}

export function useSettings(): Settings | undefined {
  const api = useApi();
  return useQuery({ queryKey: ["settings"], queryFn: () => api.settings() }).data;
}

/** Puts a task that the server has just answered in place of its older self, wherever it is shown. */
export function showTask(client: QueryClient, task: Task): void {
  client.setQueriesData<InfiniteData<TaskPage>>({ queryKey: ["tasks"] }, (data) => {
    if (!data) return data;
    const pages = data.pages.map((page) =>
      page.tasks.some((shown) => shown.id === task.id && shown.revision < task.revision)
        ? { ...page, tasks: page.tasks.map((shown) => (shown.id === task.id ? task : shown)) }
        : page,
    );
    return { ...data, pages };
  });
}

/** Everything about tasks is read again; resolves when it has been. */
export function useRefreshTasks(): () => Promise<void> {
  const client = useQueryClient();
  return useMemo(
    () => async () => {
      const keys = ["tasks", "lists", "labels"];
      await client.invalidateQueries({ predicate: ({ queryKey }) => keys.includes(String(queryKey[0])) });
    },
    [client],
  );
}
