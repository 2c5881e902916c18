import { QueryClient } from "@tanstack/react-query";
import { Api } from "../api/client";
import { ApiError, isUnreachable } from "../api/error";
import { filterOf, placeOf } from "../api/place";
import { labelsQuery, listsQuery, tasksQuery } from "../api/queries";
import { browserSession } from "../api/session";
import type { AppInfo, Settings } from "../api/types";
import { startUiState } from "../api/uiState";
import { languageOf, speak } from "../words/words";

const TRIES = 3;
const FIRST_PAUSE_MS = 1_000;
/** Longer than this the window does not wait for its first list: it is drawn without. */
const FIRST_LIST_MS = 150;

export interface Started {
  api: Api;
  app: AppInfo;
  settings: Settings;
}

/** What a page shows first: the tasks of the place it was left at, or only what quick add needs. */
export type First = "tasks" | "quick-add";

/** The one connection of this page. Made at once, so that the ticket leaves the address before anything else happens. */
export const api = new Api(browserSession());

/** Everything read once stays until an event says otherwise; nothing is asked for on a schedule. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      retry: (failures, error) => isUnreachable(error) && failures < 2,
      retryDelay: (failures) => 1_000 * 2 ** failures,
      networkMode: "always",
    },
    mutations: { networkMode: "always", retry: false },
  },
});

/**
 * Reads what the window needs before it can be drawn: who we are, what time it is, how the window was left. What it shows first is asked
 * for right after, so that the first drawing has its rows.
 *
 * Three tries with pauses from one second. # Errors: the last try's `ApiError`.
 */
export async function start(first: First): Promise<Started> {
  // What is said when nothing can be read, so that not even the language is known.
  void speak(languageOf("system"));
  for (let attempt = 1; ; attempt += 1) {
    try {
      const [app, settings] = await Promise.all([api.app(), api.settings()]);
      startUiState(settings.ui_state, (state, keepalive) => api.patchUiState(state, keepalive));
      queries.setQueryData(["app"], app);
      queries.setQueryData(["settings"], settings);
      await Promise.all([speak(languageOf(settings.ui_state.language)), Promise.race([readFirst(first, settings), pause(FIRST_LIST_MS)])]);
      return { api, app, settings };
    } catch (error) {
      const isTransient = isUnreachable(error) || (error instanceof ApiError && error.status === 503);
      if (!isTransient || attempt === TRIES) throw error;
      await pause(FIRST_PAUSE_MS * 2 ** (attempt - 1));
    }
  }
}

/** Asks for what is drawn first. What cannot be read is told by whoever shows it. */
async function readFirst(first: First, { ui_state }: Settings): Promise<void> {
  const lists = queries.prefetchQuery(listsQuery(api));
  if (first === "quick-add") return lists;
  const tasks = queries.prefetchInfiniteQuery(tasksQuery(api, filterOf(placeOf(ui_state.view))));
  await Promise.all([lists, tasks, queries.prefetchQuery(labelsQuery(api))]);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
