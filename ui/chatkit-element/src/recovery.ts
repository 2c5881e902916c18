import type { Chat } from "./chat";
import { catchUpEntries, pendingToolCall } from "./store/thread";
import { fetchThread } from "./wire/thread-pages";

/** How a thread goes on that an answer was broken off in: by a lost connection, or before this page was loaded. */
export class Recovery {
  #chat: Chat;
  #waiting = new AbortController();

  constructor(chat: Chat) {
    this.#chat = chat;
  }

  /** Says what a thread that was opened still waits for, with the way to have it. Nothing is done by itself. */
  inspect(key: string): void {
    const conversation = this.#chat.conversation(key);
    if (conversation?.phase !== "idle" || conversation.failure || conversation.unconfirmed) return;
    if (conversation.thread.status.type !== "active") return;
    const { t } = this.#chat;
    const call = pendingToolCall(conversation.thread);
    const last = conversation.thread.entries.findLast((entry) => entry.type !== "notice");
    if (call) {
      if (this.#chat.options.onClientTool) {
        this.#offer(key, t("error.toolWaits", { name: call.name }), () => this.#chat.responses.resumeTool(key, call));
      }
    } else if (last?.type === "user_message") {
      this.#offer(key, t("error.noAnswer"), () => this.#chat.retryAfter(last.id));
    }
  }

  /**
   * After a lost connection: shows what the server kept of the answer, which may be more than had arrived here. Where the server cannot
   * be reached, once the browser is online again.
   */
  async catchUp(key: string): Promise<void> {
    const { signal } = this.#waiting;
    const conversation = this.#chat.conversation(key);
    const id = conversation?.thread.id;
    // Whether a message got there at all is asked when it is sent again.
    if (!id || conversation.unconfirmed || signal.aborted) return;
    try {
      const { entries } = await fetchThread(this.#chat.api, id, signal);
      this.#chat.change(key, (one) =>
        one.phase === "idle" ? { ...one, thread: { ...one.thread, entries: catchUpEntries(one.thread.entries, entries) } } : one,
      );
    } catch {
      // What failed first is on the screen already.
      if (!signal.aborted) window.addEventListener("online", () => void this.catchUp(key), { once: true, signal });
    }
  }

  close(): void {
    this.#waiting.abort();
    this.#waiting = new AbortController();
  }

  #offer(key: string, text: string, retry: () => void): void {
    this.#chat.change(key, (one) => ({ ...one, failure: { text, detail: null, retry, offerNew: false } }));
  }
}
