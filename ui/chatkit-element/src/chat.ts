import { readContent } from "./composer/content";
import { type ComposerValue, Writing } from "./composer/writing";
import { Drafts } from "./drafts";
import { History } from "./history/history";
import { type Translate, translator } from "./i18n";
import { localeOf, type Options } from "./options";
import { Recovery } from "./recovery";
import { Responses } from "./responses";
import { asError, failureFrom } from "./store/failure";
import { type ChatState, type Conversation, currentConversation, initialState } from "./store/state";
import { Store } from "./store/store";
import { dropAfter, isUnconfirmed, LOCAL_ID, settle } from "./store/thread";
import { Threads } from "./threads";
import { Api, RequestError } from "./wire/api";
import { normalizeItem } from "./wire/normalize";
import type { ActionConfig, Attachment, UserMessageInput, WidgetNode } from "./wire/protocol";

export type Emit = (name: string, detail?: unknown) => void;

export interface SendParams {
  text?: string;
  content?: unknown;
  reply?: string;
  attachments?: Attachment[];
  newThread?: boolean;
  toolChoice?: { id: string };
  model?: string;
}

/**
 * One chat: what the element's methods and its views do. Holds the state, talks to the server, tells the
 * page through `emit`. Knows nothing of the DOM.
 */
export class Chat {
  readonly store: Store<ChatState>;
  readonly api: Api;
  readonly drafts: Drafts;
  readonly history: History;
  readonly recovery: Recovery;
  readonly responses: Responses;
  readonly threads: Threads;
  readonly writing: Writing;
  readonly emit: Emit;
  #localIds = 0;
  #interrupted = false;

  constructor(options: Options, emit: Emit) {
    this.store = new Store(initialState(options));
    this.emit = emit;
    this.api = new Api(() => ({ ...this.options.api, locale: localeOf(this.options) }));
    const log = (name: string, data: object) => emit("chatkit.log", { name, data });
    this.drafts = new Drafts(
      this.store,
      (threadId, text) => log("composer.change", { threadId, text }),
      (threadId, files) => log("composer.files", { threadId, files }),
    );
    this.history = new History(this);
    this.recovery = new Recovery(this);
    this.responses = new Responses(this);
    this.threads = new Threads(this);
    this.drafts.seed(options.composer?.initialDrafts);
    this.writing = new Writing(this);
  }

  get options(): Options {
    return this.store.state.options;
  }

  get t(): Translate {
    return translator(localeOf(this.options));
  }

  /** The thread on the screen; null for one that is yet to be. */
  get shownThread(): string | null {
    return currentConversation(this.store.state).thread.id;
  }

  /** Replaces the options; the thread, the draft and a running answer stay. */
  setOptions(options: Options): void {
    this.store.patch({ options });
  }

  /** Shows the first thread. Not reported as a change: the page asked for it. */
  start(): void {
    const { initialThread } = this.options;
    if (initialThread) void this.threads.open(initialThread).catch(() => undefined);
  }

  /** Ends every request. What is on the screen stays. */
  close(): void {
    this.#interrupted = this.responses.running || this.threads.loading !== null;
    this.drafts.flush();
    this.responses.abortAll();
    this.recovery.close();
    this.threads.abort();
    this.history.abort();
    this.writing.close();
  }

  /** After `close`, when the element is back on a page: fetches what a broken-off answer left on the server. */
  resume(): void {
    if (!this.#interrupted) return;
    this.#interrupted = false;
    void this.fetchUpdates().catch(() => undefined);
  }

  // ---- conversations

  conversation(key: string): Conversation | undefined {
    return this.store.state.conversations[key];
  }

  change(key: string, change: (conversation: Conversation) => Conversation): void {
    this.store.update((state) => {
      const before = state.conversations[key];
      if (!before) return state;
      return { ...state, conversations: { ...state.conversations, [key]: change(before) } };
    });
  }

  /** Loads a thread, or shows a new one for `null`. */
  setThreadId(threadId: string | null): Promise<void> {
    return this.threads.show(threadId);
  }

  /** Reads the thread on the screen and the list of threads again; waits for a running answer first. */
  async fetchUpdates(): Promise<void> {
    const { loaded } = this.store.state.history;
    await Promise.all([loaded ? this.history.reload() : undefined, this.threads.refresh()]);
  }

  // ---- messages

  /**
   * Sends a message. Resolves when the server has taken it; the answer may still be running.
   *
   * # Errors
   * When an answer is running in this thread, and when the request fails (which is also on the screen).
   */
  async sendUserMessage(params: SendParams): Promise<void> {
    const content = params.content === undefined ? [] : readContent(params.content);
    if (params.text !== undefined) content.push({ type: "input_text", text: params.text });
    if (content.length === 0 && !params.attachments?.length) throw new TypeError("a message needs `text` or `content`");
    const input: UserMessageInput = {
      content,
      attachments: (params.attachments ?? []).map((attachment) => attachment.id),
      inference_options: {},
    };
    if (params.reply !== undefined) input.quoted_text = params.reply;
    if (params.toolChoice) input.inference_options.tool_choice = params.toolChoice;
    if (params.model !== undefined) input.inference_options.model = params.model;
    if (params.newThread) {
      if (currentConversation(this.store.state).thread.id !== null) this.emit("chatkit.thread.change", { threadId: null });
      this.threads.begin();
    }
    if (this.store.state.view === "history") this.history.hide();
    await this.threads.loading;
    return this.send(currentConversation(this.store.state), input, params.attachments ?? []);
  }

  /** Shows a message and sends it. */
  send(conversation: Conversation, input: UserMessageInput, attachments: readonly Attachment[]): Promise<void> {
    if (conversation.phase === "running") return Promise.reject(new Error("an answer is still running"));
    const { key, thread } = conversation;
    this.emit("chatkit.log", { name: "composer.submit", data: { threadId: thread.id } });
    this.change(key, (one) => ({
      ...one,
      failure: null,
      unconfirmed: input,
      thread: {
        ...one.thread,
        error: null,
        entries: [
          // A message that was never taken makes room for the next one.
          ...one.thread.entries.filter((entry) => !isUnconfirmed(entry)),
          {
            type: "user_message" as const,
            id: `${LOCAL_ID}${++this.#localIds}`,
            thread_id: thread.id ?? "",
            created_at: new Date().toISOString(),
            content: input.content,
            attachments: [...attachments],
            ...(input.quoted_text === undefined ? {} : { quoted_text: input.quoted_text }),
            inference_options: input.inference_options,
          },
        ],
      },
    }));
    this.store.update((state) => ({ ...state, sent: state.sent + 1 }));
    return this.responses.send(key, input);
  }

  /** Takes a message that the server has not got back into the composer. */
  editUnconfirmed(): void {
    const { key, unconfirmed, thread } = currentConversation(this.store.state);
    if (!unconfirmed) return;
    this.responses.takeBack(key, unconfirmed, thread.id);
    this.focusComposer();
  }

  /** Has the answer to this message made anew. */
  retryAfter(itemId: string): void {
    const { key, thread, phase } = currentConversation(this.store.state);
    if (phase !== "idle" || !thread.id) return;
    this.change(key, (one) => ({ ...one, failure: null, thread: dropAfter(one.thread, itemId) }));
    this.responses.run(key, { type: "threads.retry_after_item", params: { thread_id: thread.id, item_id: itemId } }).catch(() => undefined);
  }

  stop(): void {
    this.responses.stop(this.store.state.current);
  }

  /** Rates the items of one turn; taken back on the screen if the server does not take it. */
  async rate(itemIds: string[], kind: "positive" | "negative"): Promise<void> {
    const { key, thread, ratings } = currentConversation(this.store.state);
    const turn = itemIds[0];
    if (!thread.id || turn === undefined || ratings[turn] === kind) return;
    this.change(key, (one) => ({ ...one, ratings: { ...one.ratings, [turn]: kind } }));
    try {
      await this.api.json({ type: "items.feedback", params: { thread_id: thread.id, item_ids: itemIds, kind } });
    } catch (error) {
      this.change(key, (one) => {
        const { [turn]: _, ...rest } = one.ratings;
        return { ...one, ratings: rest };
      });
      this.report(error);
    }
  }

  // ---- composer

  setComposerValue(value: ComposerValue): Promise<void> {
    return this.writing.set(value);
  }

  focusComposer(): void {
    this.store.update((state) => ({ ...state, focusRequests: state.focusRequests + 1 }));
  }

  // ---- actions

  /** `sendCustomAction`: needs a thread, since the request does. */
  async sendCustomAction(action: { type: string; payload?: Record<string, unknown> }, itemId?: string): Promise<void> {
    return this.responses.act(this.store.state.current, action, itemId);
  }

  /**
   * An action inside a widget. Resolves with whether it worked, as far as can be seen from here: a streamed
   * one has been taken then. Never rejects.
   */
  async dispatch(config: ActionConfig, item: { id: string; widget: WidgetNode }): Promise<boolean> {
    const action = config.payload === undefined ? { type: config.type } : { type: config.type, payload: config.payload };
    const { key, thread } = currentConversation(this.store.state);
    try {
      if (config.handler === "client") {
        await this.options.widgets?.onAction?.(action, item as never);
      } else if (config.streaming === false) {
        if (!thread.id) return false;
        const params = { thread_id: thread.id, item_id: item.id, action };
        const answer = await this.api.json({ type: "threads.sync_custom_action", params });
        const updated = normalizeItem((answer as { updated_item?: unknown } | null)?.updated_item);
        if (updated) this.responses.receive(key, { type: "thread.item.replaced", item: updated });
      } else {
        await this.responses.act(key, action, item.id);
      }
      return true;
    } catch (error) {
      // A streamed action puts its own failure on the screen.
      if (config.streaming !== false && config.handler !== "client") return false;
      const retry = error instanceof RequestError ? () => void this.dispatch(config, item) : null;
      const failure = failureFrom(error, this.t, retry);
      this.change(key, (one) => ({ ...one, failure }));
      this.announce(failure.text);
      this.emit("chatkit.error", { error: asError(error) });
      return false;
    }
  }

  // ---- small things

  announce(text: string): void {
    this.store.update((state) => ({ ...state, announcement: { id: state.announcement.id + 1, text } }));
  }

  /** Tells the page and says it; for failures that have no place of their own on the screen. */
  report(error: unknown): void {
    const failure = failureFrom(error, this.t, null);
    this.announce(failure.text);
    this.emit("chatkit.error", { error: asError(error) });
  }

  dismissFailure(): void {
    this.change(this.store.state.current, (one) => ({ ...one, failure: null }));
  }

  /** Leaves nothing half open, as after a stop. */
  settle(key: string): void {
    this.change(key, (one) => ({ ...one, phase: "idle", thread: settle(one.thread) }));
  }
}
