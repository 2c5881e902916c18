import { type Api, RequestError } from "./api";
import { normalizeItem, normalizePage, normalizeThread } from "./normalize";
import type { Thread, ThreadItem } from "./protocol";

const PAGE = 50;

export interface LoadedThread {
  thread: Thread;
  /** Oldest first. */
  entries: ThreadItem[];
  /** Cursor of the page before; null when this is the beginning. */
  older: string | null;
}

/**
 * A thread from its end. `threads.get_by_id` gives the first items; where there are more, the newest page
 * is what a person wants to see, and earlier ones are read on demand.
 *
 * # Errors
 * `RequestError`; also when the answer is not a thread.
 */
export async function fetchThread(api: Api, threadId: string, signal: AbortSignal): Promise<LoadedThread> {
  const thread = normalizeThread(await api.json({ type: "threads.get_by_id", params: { thread_id: threadId } }, signal));
  if (!thread) throw new RequestError("format", "threads.get_by_id");
  if (!thread.items.has_more) return { thread, entries: thread.items.data, older: null };
  const { entries, older } = await fetchOlder(api, threadId, null, signal);
  return { thread, entries, older };
}

/** The page before `after`, oldest first. Pages may be empty while there is more: goes on until one is not. */
export async function fetchOlder(
  api: Api,
  threadId: string,
  after: string | null,
  signal?: AbortSignal,
): Promise<{ entries: ThreadItem[]; older: string | null }> {
  let cursor = after;
  for (;;) {
    const params = { thread_id: threadId, limit: PAGE, order: "desc" as const, ...(cursor ? { after: cursor } : {}) };
    const page = normalizePage(await api.json({ type: "items.list", params }, signal), normalizeItem);
    const next = page.after ?? null;
    if (page.data.length > 0 || next === null || next === cursor) {
      return { entries: page.data.reverse(), older: next === cursor ? null : next };
    }
    cursor = next;
  }
}
