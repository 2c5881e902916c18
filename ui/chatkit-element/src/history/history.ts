import type { Chat } from "../chat";
import { asError, failureFrom } from "../store/failure";
import { currentConversation, type HistoryState } from "../store/state";
import { normalizePage, normalizeThread } from "../wire/normalize";
import type { Thread } from "../wire/protocol";

const PAGE = 30;

/** The list of threads: opening, paging, renaming, deleting. */
export class History {
  #chat: Chat;
  #request: AbortController | null = null;

  constructor(chat: Chat) {
    this.#chat = chat;
  }

  show(): void {
    const { store } = this.#chat;
    if (store.state.view === "history") return;
    store.patch({ view: "history" });
    this.#chat.emit("chatkit.history.open");
    void this.reload();
  }

  hide(): void {
    const { store } = this.#chat;
    if (store.state.view !== "history") return;
    store.patch({ view: "thread" });
    this.#chat.emit("chatkit.history.close");
  }

  /** Reads the first page again; what is shown stays until it has come. */
  async reload(): Promise<void> {
    await this.#read(null);
  }

  async more(): Promise<void> {
    const { after, loading } = this.#chat.store.state.history;
    if (after && !loading) await this.#read(after);
  }

  abort(): void {
    this.#request?.abort();
  }

  /** Renames on the screen at once; back again if the server does not take it. */
  async rename(threadId: string, title: string): Promise<void> {
    const wanted = title.trim();
    const before = this.#find(threadId);
    if (!before || wanted === "" || wanted === before.title) return;
    this.#setTitle(threadId, wanted);
    try {
      const answer = await this.#chat.api.json({
        type: "threads.update",
        params: { thread_id: threadId, title: wanted },
      });
      const thread = normalizeThread(answer);
      if (thread?.title) this.#setTitle(threadId, thread.title);
    } catch (error) {
      this.#setTitle(threadId, before.title);
      this.#chat.report(error);
    }
  }

  /** Deletes a thread; the one on the screen gives way to a new chat. */
  async remove(threadId: string): Promise<void> {
    const { store } = this.#chat;
    const before = store.state.history.threads;
    this.#patch({ threads: before.filter((thread) => thread.id !== threadId) });
    try {
      await this.#chat.api.json({ type: "threads.delete", params: { thread_id: threadId } });
    } catch (error) {
      this.#patch({ threads: before });
      this.#chat.report(error);
      return;
    }
    if (currentConversation(store.state).thread.id !== threadId) return;
    await this.#chat.responses.abort(store.state.current);
    this.#chat.threads.begin(store.state.view);
    this.#chat.emit("chatkit.thread.change", { threadId: null });
  }

  /** A stream told of a thread: the list has it too, a new one on top. */
  noteThread(thread: Thread): void {
    const { threads, loaded } = this.#chat.store.state.history;
    if (!loaded) return;
    const known = threads.some((one) => one.id === thread.id);
    this.#patch({
      threads: known ? threads.map((one) => (one.id === thread.id ? thread : one)) : [thread, ...threads],
    });
  }

  async #read(after: string | null): Promise<void> {
    this.#request?.abort();
    const request = new AbortController();
    this.#request = request;
    this.#patch({ loading: true, failure: null });
    try {
      const params = { limit: PAGE, order: "desc" as const, ...(after ? { after } : {}) };
      const answer = await this.#chat.api.json({ type: "threads.list", params }, request.signal);
      const page = normalizePage(answer, normalizeThread);
      const before = after ? this.#chat.store.state.history.threads : [];
      const seen = new Set(before.map((thread) => thread.id));
      this.#patch({
        threads: [...before, ...page.data.filter((thread) => !seen.has(thread.id))],
        after: page.after ?? null,
        loaded: true,
        loading: false,
      });
    } catch (error) {
      if (request.signal.aborted) {
        if (this.#request === request) this.#patch({ loading: false });
        return;
      }
      const retry = () => void this.#read(after);
      this.#patch({ loading: false, failure: failureFrom(error, this.#chat.t, retry) });
      this.#chat.emit("chatkit.error", { error: asError(error) });
    }
  }

  #find(threadId: string): Thread | undefined {
    return this.#chat.store.state.history.threads.find((thread) => thread.id === threadId);
  }

  #setTitle(threadId: string, title: string | undefined): void {
    const retitle = (thread: Thread): Thread => {
      const { title: _, ...rest } = thread;
      return title === undefined ? rest : { ...rest, title };
    };
    const { threads } = this.#chat.store.state.history;
    this.#patch({ threads: threads.map((thread) => (thread.id === threadId ? retitle(thread) : thread)) });
    const { key, thread } = currentConversation(this.#chat.store.state);
    if (thread.id !== threadId) return;
    this.#chat.change(key, (one) => ({ ...one, thread: { ...one.thread, title: title ?? null } }));
  }

  #patch(part: Partial<HistoryState>): void {
    this.#chat.store.update((state) => ({ ...state, history: { ...state.history, ...part } }));
  }
}
