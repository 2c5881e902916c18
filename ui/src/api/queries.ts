import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { createContext, useContext, useMemo } from "react";
import type { Api, TaskFilter } from "./client";
import type { AppInfo, HistoryEntry, LabelInfo, ListInfo, ListsPage, PartCount, Settings, Task, TaskPage, ViewCounts } from "./types";

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
  /** How many parts they have, by id; nothing of those that have none. */
  partCounts: Readonly<Record<string, PartCount>>;
  /** Nothing has been read yet. */
  isLoading: boolean;
  /** What is shown is of the filter before, until that of this one has come. */
  isOld: boolean;
  /** Why the newest reading failed, while older rows may still be shown. */
  error: unknown;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore(): void;
  reload(): void;
}

const NO_TASKS: readonly Task[] = [];
const NO_PARTS: Tasks["partCounts"] = {};
const NO_LISTS: readonly ListInfo[] = [];
const NO_LABELS: readonly LabelInfo[] = [];

interface Reading {
  /** Shows what it had while another filter is read, so that a search does not blink at each letter. */
  keeps?: boolean;
  /** Reads nothing, and has nothing. */
  isOff?: boolean;
}

// How things are read, for the start too, which asks for them before anything is drawn.

export function tasksQuery(api: Api, filter: TaskFilter) {
  return infiniteQueryOptions({
    queryKey: ["tasks", filter],
    queryFn: ({ pageParam, signal }) =>
      api.tasks(filter, { limit: pageParam ? NEXT_PAGE : FIRST_PAGE, ...(pageParam ? { after: pageParam } : {}) }, signal),
    initialPageParam: "",
    getNextPageParam: (page: TaskPage) => (page.has_more && page.after ? page.after : undefined),
  });
}

export const listsQuery = (api: Api) => queryOptions({ queryKey: ["lists"], queryFn: () => api.lists() });

export const labelsQuery = (api: Api) => queryOptions({ queryKey: ["labels"], queryFn: () => api.labels() });

/** The tasks of a filter, page by page as they are wanted. */
export function useTasks(filter: TaskFilter, { keeps = false, isOff = false }: Reading = {}): Tasks {
  const api = useApi();
  const query = useInfiniteQuery({
    ...tasksQuery(api, filter),
    enabled: !isOff,
    ...(keeps ? { placeholderData: keepPreviousData } : {}),
  });
  const { data: read, fetchNextPage, refetch } = query;
  const data = isOff ? undefined : read;
  const isLoading = query.isPending && !isOff;
  return useMemo(
    () => ({
      tasks: data ? data.pages.flatMap((page) => page.tasks) : NO_TASKS,
      partCounts: data ? Object.assign({}, ...data.pages.map((page) => page.parts)) : NO_PARTS,
      isLoading,
      isOld: query.isPlaceholderData,
      error: query.error,
      hasMore: query.hasNextPage,
      isLoadingMore: query.isFetchingNextPage,
      loadMore: () => void fetchNextPage({ cancelRefetch: false }),
      reload: () => void refetch(),
    }),
    [data, isLoading, query.isPlaceholderData, query.error, query.hasNextPage, query.isFetchingNextPage, fetchNextPage, refetch],
  );
}

/** The key under which a task is kept. */
export const taskKey = (id: string): readonly [string, string] => ["task", id];

/** A task, live: what a list has read of it until it is read itself. */
export function useTask(id: string): { task: Task | undefined; error: unknown; reload(): void } {
  const api = useApi();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: taskKey(id),
    // An answer that was on its way while a newer one came does not take its place.
    queryFn: async ({ signal }) => newer(client.getQueryData<Task>(taskKey(id)), await api.task(id, signal)),
    placeholderData: () => shownTask(client, id),
  });
  return { task: data, error, reload: () => void refetch() };
}

function newer(kept: Task | undefined, read: Task): Task {
  return kept && kept.revision > read.revision ? kept : read;
}

/** A task as some list shows it. */
function shownTask(client: QueryClient, id: string): Task | undefined {
  for (const [, data] of client.getQueriesData<InfiniteData<TaskPage>>({ queryKey: ["tasks"] })) {
    const found = data?.pages.flatMap((page) => page.tasks).find((task) => task.id === id);
    if (found) return found;
  }
  return undefined;
}

/** Most parts of a task that are shown. */
const MOST_PARTS = 500;

/** The parts of a task, open and done, in their order; undefined until known. */
export function useSubtasks(id: string): { subtasks: readonly Task[] | undefined; error: unknown } {
  const api = useApi();
  const { data, error } = useQuery({
    queryKey: ["subtasks", id],
    queryFn: async ({ signal }) => {
      const of = (view: "all" | "done") => api.tasks({ view, parent: id }, { limit: MOST_PARTS }, signal);
      const [open, done] = await Promise.all([of("all"), of("done")]);
      return [...open.tasks, ...done.tasks].sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
    },
  });
  return { subtasks: data, error };
}

/** Enough to see what happened lately; the rest is asked for. */
const HISTORY_PAGE = 8;

export interface TaskHistory {
  entries: readonly HistoryEntry[];
  error: unknown;
  hasMore: boolean;
  loadMore(): void;
}

/** What was done to a task, newest first. */
export function useTaskHistory(id: string): TaskHistory {
  const api = useApi();
  const query = useInfiniteQuery({
    queryKey: ["history", { task: id }],
    queryFn: ({ pageParam, signal }) => api.taskHistory(id, { limit: HISTORY_PAGE, ...(pageParam ? { after: pageParam } : {}) }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => (page.has_more && page.after ? page.after : undefined),
  });
  return {
    entries: query.data ? query.data.pages.flatMap((page) => page.entries) : [],
    error: query.error,
    hasMore: query.hasNextPage,
    loadMore: () => void query.fetchNextPage({ cancelRefetch: false }),
  };
}

function useListsPage(): ListsPage | undefined {
  const api = useApi();
  return useQuery(listsQuery(api)).data;
}

export function useLists(): readonly ListInfo[] {
  return useListsPage()?.lists ?? NO_LISTS;
}

export function useLabels(): readonly LabelInfo[] {
  const api = useApi();
  return useQuery(labelsQuery(api)).data ?? NO_LABELS;
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

/** Enough for a screen or two. */
const CHANGES_PAGE = 50;

export interface Changes {
  entries: readonly HistoryEntry[];
  isLoading: boolean;
  error: unknown;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore(): void;
  reload(): void;
}

/** Everything that was changed, newest first. */
export function useChanges(): Changes {
  const api = useApi();
  const query = useInfiniteQuery({
    queryKey: ["history", "all"],
    queryFn: ({ pageParam, signal }) => api.history({ limit: CHANGES_PAGE, ...(pageParam ? { after: pageParam } : {}) }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => (page.has_more && page.after ? page.after : undefined),
  });
  return {
    entries: query.data ? query.data.pages.flatMap((page) => page.entries) : [],
    isLoading: query.isPending,
    error: query.error,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage({ cancelRefetch: false }),
    reload: () => void query.refetch(),
  };
}

/** Puts a task that the server has just answered in place of its older self, wherever it is shown. */
export function showTask(client: QueryClient, task: Task): void {
  client.setQueryData<Task>(taskKey(task.id), (kept) => (kept ? newer(kept, task) : kept));
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
      const keys = ["tasks", "task", "subtasks", "history", "lists", "labels"];
      await client.invalidateQueries({ predicate: ({ queryKey }) => keys.includes(String(queryKey[0])) });
    },
    [client],
  );
}
