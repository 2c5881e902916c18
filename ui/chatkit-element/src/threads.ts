import type { Chat } from "./chat";
import { asError, failureFrom } from "./store/failure";
import { type Conversation, currentConversation, newConversation } from "./store/state";
import { mergeEntries, withThread } from "./store/thread";
import { fetchOlder, fetchThread } from "./wire/thread-pages";

/** Which thread is on the screen: opening, reading, going back in it. */
export class Threads {
  #chat: Chat;
  #load: { key: string; abort: AbortController; done: Promise<void> } | null = null;
  #keys = 0;

  constructor(chat: Chat) {
    this.#chat = chat;
  }

  /** Resolves when what is being read has come or failed; null when nothing is. */
  get loading(): Promise<void> | null {
    return this.#load?.done.catch(() => undefined) ?? null;
  }

  abort(): void {
    this.#load?.abort.abort();
  }

  /** Goes to a thread, or to a new one for `null`, and reports the change. */
  async show(threadId: string | null): Promise<void> {
    const chat = this.#chat;
    const { state } = chat.store;
    const current = currentConversation(state);
    if (state.view === "history") chat.history.hide();
    const isBroken = current.failure !== null && current.thread.entries.length === 0;
    if (current.thread.id === threadId && !isBroken) {
      if (threadId !== null) return this.#load?.key === current.key ? this.#load.done : undefined;
      // A new thread whose first message is under way is a thread already.
      if (current.thread.entries.length === 0) return chat.focusComposer();
    }
    if (threadId === null) {
      this.begin();
      chat.emit("chatkit.thread.change", { threadId: null });
      return chat.focusComposer();
    }
    chat.emit("chatkit.thread.change", { threadId });
    const running = Object.values(state.conversations).find((one) => one.thread.id === threadId && one.phase === "running");
    if (running) return this.#show(running);
    return this.open(threadId);
  }

  /** A new thread on the screen, or behind the list of threads. */
  begin(view: "thread" | "history" = "thread"): void {
    this.abort();
    this.#show(this.#blank(), view);
  }

  /** Reads a thread and shows it. */
  open(threadId: string): Promise<void> {
    this.abort();
    const blank = this.#blank();
    this.#show({ ...blank, phase: "loading", thread: { ...blank.thread, id: threadId } });
    return this.#read(blank.key, threadId).then(() => this.#chat.recovery.inspect(blank.key));
  }

  /** Reads the thread on the screen again, after what is being read or answered. */
  async refresh(): Promise<void> {
    await this.loading;
    await this.#chat.responses.finished(this.#chat.store.state.current);
    const { key, thread } = currentConversation(this.#chat.store.state);
    if (thread.id) await this.#read(key, thread.id);
  }

  /** Reads the page of messages before those on the screen. */
  async older(): Promise<void> {
    const chat = this.#chat;
    const { key, older, loadingOlder, thread } = currentConversation(chat.store.state);
    if (!older || !thread.id || loadingOlder) return;
    chat.change(key, (one) => ({ ...one, loadingOlder: true }));
    try {
      const page = await fetchOlder(chat.api, thread.id, older);
      chat.change(key, (one) => {
        const known = new Set(one.thread.entries.map((entry) => entry.id));
        return {
          ...one,
          older: page.older,
          thread: { ...one.thread, entries: [...page.entries.filter((entry) => !known.has(entry.id)), ...one.thread.entries] },
        };
      });
    } catch (error) {
      chat.report(error);
    } finally {
      chat.change(key, (one) => ({ ...one, loadingOlder: false }));
    }
  }

  /** A background answer is finished: its conversation can be read again from the server. */
  forgetIfHidden(key: string): void {
    this.#chat.store.update((state) => {
      if (state.current === key || !state.conversations[key]) return state;
      const { [key]: _, ...conversations } = state.conversations;
      return { ...state, conversations };
    });
  }

  #blank(): Conversation {
    return newConversation(`new-${++this.#keys}`);
  }

  /** Shows a conversation and forgets those where nothing goes on. */
  #show(conversation: Conversation, view: "thread" | "history" = "thread"): void {
    const { store, responses, drafts } = this.#chat;
    const left = currentConversation(store.state);
    // A message that the server never took is not lost with its bubble.
    if (left.unconfirmed && left.phase === "idle") responses.takeBack(left.key, left.unconfirmed, left.thread.id);
    drafts.flush();
    store.update((state) => {
      const kept = Object.entries(state.conversations).filter(([key, other]) => other.phase === "running" && key !== conversation.key);
      return {
        ...state,
        view,
        current: conversation.key,
        conversations: { ...Object.fromEntries(kept), [conversation.key]: conversation },
      };
    });
  }

  #read(key: string, threadId: string): Promise<void> {
    const abort = new AbortController();
    const done = this.#readInto(key, threadId, abort.signal).finally(() => {
      if (this.#load?.abort === abort) this.#load = null;
    });
    this.#load = { key, abort, done };
    return done;
  }

  async #readInto(key: string, threadId: string, signal: AbortSignal): Promise<void> {
    const chat = this.#chat;
    chat.emit("chatkit.thread.load.start", { threadId });
    try {
      const { thread, entries, older } = await fetchThread(chat.api, threadId, signal);
      chat.change(key, (one) => {
        const state = withThread(one.thread, thread);
        // An answer that began meanwhile knows better.
        if (one.phase === "running") return { ...one, thread: state };
        const merged = mergeEntries(one.thread.entries, entries);
        // Earlier pages that stay keep their own cursor.
        const hasEarlier = merged.findIndex((entry) => entry.id === entries[0]?.id) > 0;
        return {
          ...one,
          phase: "idle",
          failure: one.unconfirmed ? one.failure : null,
          older: hasEarlier ? one.older : older,
          thread: { ...state, entries: merged },
        };
      });
    } catch (error) {
      if (signal.aborted) {
        chat.change(key, (one) => (one.phase === "loading" ? { ...one, phase: "idle" } : one));
        return;
      }
      this.#fail(key, threadId, error);
      throw error;
    } finally {
      chat.emit("chatkit.thread.load.end", { threadId });
    }
  }

  #fail(key: string, threadId: string, error: unknown): void {
    const chat = this.#chat;
    const retry = () => {
      chat.change(key, (one) => ({ ...one, phase: "loading", failure: null }));
      void this.#read(key, threadId).catch(() => undefined);
    };
    const failure = failureFrom(error, chat.t, retry);
    chat.change(key, (one) => (one.phase === "running" ? one : { ...one, phase: "idle", failure }));
    chat.announce(failure.text);
    chat.emit("chatkit.error", { error: asError(error) });
  }
}
