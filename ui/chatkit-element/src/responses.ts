import type { Chat } from "./chat";
import { toDraftText } from "./composer/content";
import { asError, failureFrom } from "./store/failure";
import { type Conversation, currentConversation, type Failure } from "./store/state";
import { applyEvent, isUnconfirmed, lastUserMessage, pendingToolCall, settle } from "./store/thread";
import { RequestError } from "./wire/api";
import { normalizeEvent } from "./wire/normalize";
import type { Answers, ClientToolCallItem, StreamEvent, StreamRequest, StructuredInputItem, UserMessageInput } from "./wire/protocol";
import { fetchOlder } from "./wire/thread-pages";

interface Run {
  abort: AbortController;
  done: Promise<void>;
  /** The server has begun to answer. */
  accepted: boolean;
  /** A person stopped it, which is not a failure. */
  stopped: boolean;
  /** Client tools that were asked for in it: those of an earlier answer are not its business. */
  calls: Set<string>;
  /** The connection was lost after the server had begun. */
  broken: boolean;
}

/** A page can ask for this many rounds of client tools in one answer; a server that wants more is stuck. */
const MAX_TOOL_ROUNDS = 50;

/** The streaming side of a chat: at most one answer a thread, several threads at a time. */
export class Responses {
  #chat: Chat;
  #runs = new Map<string, Run>();

  constructor(chat: Chat) {
    this.#chat = chat;
  }

  get running(): boolean {
    return this.#runs.size > 0;
  }

  /** Resolves when no answer runs in this conversation. Never rejects. */
  async finished(key: string): Promise<void> {
    await this.#runs.get(key)?.done;
  }

  /** Sends a message; `threads.create` while the thread has no id. */
  send(key: string, input: UserMessageInput): Promise<void> {
    const threadId = this.#chat.conversation(key)?.thread.id ?? null;
    const request: StreamRequest =
      threadId === null
        ? { type: "threads.create", params: { input } }
        : { type: "threads.add_user_message", params: { thread_id: threadId, input } };
    return this.run(key, request);
  }

  /**
   * Sends a custom action and shows what comes back.
   *
   * # Errors
   * Without a thread, while an answer is running, and when the request fails.
   */
  async act(key: string, action: { type: string; payload?: unknown }, itemId?: string): Promise<void> {
    const conversation = this.#chat.conversation(key);
    if (!conversation?.thread.id) throw new Error("a custom action needs a thread");
    if (conversation.phase !== "idle")
      throw new Error(conversation.phase === "loading" ? "the thread is still loading" : "an answer is still running");
    const params = { thread_id: conversation.thread.id, action, ...(itemId === undefined ? {} : { item_id: itemId }) };
    return this.run(key, { type: "threads.custom_action", params });
  }

  /**
   * Answers or skips the questions of an item.
   *
   * # Errors
   * While an answer is running, and when the request fails.
   */
  async answer(item: StructuredInputItem, status: "answered" | "skipped", answers: Answers): Promise<void> {
    const { key, thread, phase } = currentConversation(this.#chat.store.state);
    if (!thread.id || phase !== "idle") throw new Error("an answer is still running");
    const params = { thread_id: thread.id, item_id: item.id, input: { status, answers } };
    return this.run(key, { type: "threads.add_structured_input", params });
  }

  /**
   * Runs one answer from its first request to the end of its last stream, client tools included. Resolves
   * as soon as the server begins to answer.
   *
   * # Errors
   * When the request fails before that. The failure is on the screen as well.
   */
  run(key: string, request: StreamRequest): Promise<void> {
    return this.#begin(key, async () => request);
  }

  #begin(key: string, first: (signal: AbortSignal) => Promise<StreamRequest>): Promise<void> {
    return new Promise((resolve, reject) => {
      const run: Run = {
        abort: new AbortController(),
        done: Promise.resolve(),
        accepted: false,
        stopped: false,
        calls: new Set(),
        broken: false,
      };
      const accept = () => {
        run.accepted = true;
        resolve();
      };
      this.#runs.set(key, run);
      this.#chat.change(key, (one) => ({
        ...one,
        phase: "running",
        since: Date.now(),
        failure: null,
        thread: { ...one.thread, error: null, progress: null, allowCancel: null },
      }));
      this.#chat.emit("chatkit.response.start");
      run.done = this.#answer(key, first, run, accept)
        .catch((error) => {
          if (!run.accepted) reject(asError(error));
        })
        .then(() => {
          if (run.stopped) resolve();
        });
    });
  }

  async #answer(key: string, first: (signal: AbortSignal) => Promise<StreamRequest>, run: Run, accept: () => void): Promise<void> {
    let request: StreamRequest | null = null;
    try {
      request = await first(run.abort.signal);
      for (let round = 0; round < MAX_TOOL_ROUNDS; round++) {
        await this.#stream(key, request, run, accept);
        const call = this.#nextTool(key);
        if (!call || !run.calls.has(call.id)) break;
        request = await this.#runTool(call, run.abort.signal);
      }
      this.#finish(key);
    } catch (error) {
      if (run.abort.signal.aborted) {
        if (!run.accepted) this.#giveBack(key);
        return;
      }
      this.#fail(key, error, request, run);
      throw error;
    } finally {
      this.#runs.delete(key);
      this.#chat.settle(key);
      this.#chat.threads.forgetIfHidden(key);
      this.#chat.emit("chatkit.response.end");
      if (run.broken) void this.#chat.recovery.catchUp(key);
    }
  }

  async #stream(key: string, request: StreamRequest, run: Run, accept: () => void): Promise<void> {
    let spoke = false;
    for await (const raw of this.#chat.api.stream(request, run.abort.signal)) {
      spoke = true;
      accept();
      const event = normalizeEvent(raw);
      if (event?.type === "thread.item.done" && event.item.type === "client_tool_call") run.calls.add(event.item.id);
      if (event) this.receive(key, event);
      else if (raw === null) this.#chat.emit("chatkit.error", { error: new Error("a frame of the stream is not JSON") });
    }
    // Not a word, though a message was sent: something else than the server has answered, the sign-in page of a network for example.
    if (!spoke && this.#chat.conversation(key)?.unconfirmed) throw this.#chat.api.unreadable();
    accept();
    const thread = this.#chat.conversation(key)?.thread;
    // WebKit lets a body that broke off end like any other: what began and was never finished tells them apart.
    if (thread && !thread.error && thread.open.size > 0) throw this.#chat.api.brokenOff();
  }

  /** Applies one event, and does what it asks of the page. */
  receive(key: string, event: StreamEvent): void {
    const chat = this.#chat;
    const before = chat.conversation(key);
    if (!before) return;
    try {
      chat.change(key, (one) => {
        const thread = applyEvent(one.thread, event, performance.now());
        const confirmed = event.type === "thread.item.done" && event.item.type === "user_message";
        return { ...one, thread, unconfirmed: confirmed ? null : one.unconfirmed };
      });
    } catch (error) {
      // One bad event must not end the answer.
      chat.emit("chatkit.error", { error: asError(error) });
    }
    if (event.type === "client_effect") chat.emit("chatkit.effect", { name: event.name, data: event.data ?? {} });
    if (event.type === "notice") chat.announce(event.title ? `${event.title}. ${event.message}` : event.message);
    if (event.type === "progress_update") chat.announce(event.text);
    if (event.type !== "thread.created" && event.type !== "thread.updated") return;
    chat.history.noteThread(event.thread);
    if (before.thread.id !== null || chat.store.state.current !== key) return;
    chat.drafts.adopt(event.thread.id);
    chat.emit("chatkit.thread.change", { threadId: event.thread.id });
  }

  /** Stops the answer; its text stays, and `response.end` comes. */
  stop(key: string): void {
    const run = this.#runs.get(key);
    if (!run || this.#chat.conversation(key)?.thread.allowCancel === false) return;
    run.stopped = true;
    this.#chat.announce(this.#chat.t("thread.stopped"));
    run.abort.abort(new DOMException("stopped", "AbortError"));
  }

  /** Ends the answer whether or not the server lets people stop it: nobody will read it. */
  async abort(key: string): Promise<void> {
    const run = this.#runs.get(key);
    if (!run) return;
    run.stopped = true;
    run.abort.abort(new DOMException("closed", "AbortError"));
    await run.done;
  }

  abortAll(): void {
    for (const key of this.#runs.keys()) void this.abort(key);
  }

  #nextTool(key: string): ClientToolCallItem | null {
    const thread = this.#chat.conversation(key)?.thread;
    return thread && !thread.error ? pendingToolCall(thread) : null;
  }

  /** Has the page do what is asked for; a stop does not wait for it. What cannot be told to the server is a failure of the tool. */
  async #runTool(call: ClientToolCallItem, signal: AbortSignal): Promise<StreamRequest> {
    const { onClientTool } = this.#chat.options;
    try {
      if (!onClientTool) throw new Error(`no handler for client tool \`${call.name}\``);
      const given = Promise.resolve().then(() => onClientTool({ name: call.name, params: call.arguments ?? {} }));
      const result: unknown = JSON.parse(JSON.stringify(await Promise.race([given, whenAborted(signal)])) ?? "null");
      return { type: "threads.add_client_tool_output", params: { thread_id: call.thread_id, result: result ?? {} } };
    } catch (cause) {
      throw signal.aborted ? signal.reason : new ToolFailure(call.name, cause);
    }
  }

  /** The answer is whole: an `error` event is put in words, or the text is said once. */
  #finish(key: string): void {
    const chat = this.#chat;
    const conversation = chat.conversation(key);
    if (!conversation) return;
    const { error } = conversation.thread;
    if (error) {
      const retry = error.allowRetry ? this.#retryAnswer(key) : null;
      const text = error.message ?? chat.t("error.stream");
      this.#show(key, { text, detail: null, retry, offerNew: false });
      chat.emit("chatkit.error", { error: Object.assign(new Error(text), { code: error.code }) });
      return;
    }
    const said = spoken(conversation);
    if (said && chat.store.state.current === key) chat.announce(chat.t("thread.answered", { text: said }));
  }

  #fail(key: string, error: unknown, request: StreamRequest | null, run: Run): void {
    const chat = this.#chat;
    const cause = error instanceof ToolFailure ? error.cause : error;
    const retry = this.#retry(key, error, request, run);
    const failure = failureFrom(cause, chat.t, retry);
    if (error instanceof ToolFailure) failure.text = chat.t("error.tool", { name: error.tool });
    this.#show(key, failure);
    chat.emit("chatkit.error", { error: asError(cause) });
    run.broken = run.accepted && cause instanceof RequestError;
  }

  #show(key: string, failure: Failure): void {
    this.#chat.change(key, (one) => ({ ...one, failure }));
    if (this.#chat.store.state.current === key) this.#chat.announce(failure.text);
  }

  /** How to go on after a failure: from what the server is known to have. */
  #retry(key: string, error: unknown, request: StreamRequest | null, run: Run): (() => void) | null {
    const again = (next: StreamRequest) => () => void this.run(key, next).catch(() => undefined);
    if (error instanceof ToolFailure) {
      const call = this.#nextTool(key);
      return call && (() => this.resumeTool(key, call));
    }
    if (this.#chat.conversation(key)?.unconfirmed) {
      // A status means that the server refused it; otherwise it may have arrived, and must not arrive twice.
      const refused = error instanceof RequestError && error.reason === "status";
      return () => void (refused ? this.#resend(key) : this.#recover(key)).catch(() => undefined);
    }
    switch (request?.type) {
      case undefined:
        return null;
      case "threads.custom_action":
        // What an action did is not known once it had begun: look, do not repeat.
        return run.accepted ? () => void this.#chat.fetchUpdates().catch(() => undefined) : again(request);
      case "threads.retry_after_item":
        return again(request);
      case "threads.add_client_tool_output":
      case "threads.add_structured_input":
        return run.accepted ? this.#retryAnswer(key) : again(request);
      case "threads.create":
      case "threads.add_user_message":
        return this.#retryAnswer(key);
    }
  }

  #retryAnswer(key: string): (() => void) | null {
    return () => {
      const conversation = this.#chat.conversation(key);
      const message = conversation && lastUserMessage(conversation.thread);
      if (message && this.#chat.store.state.current === key) this.#chat.retryAfter(message.id);
    };
  }

  /** Runs the tool that the thread waits for, as part of an answer that can be stopped. */
  resumeTool(key: string, call: ClientToolCallItem): void {
    this.#begin(key, (signal) => this.#runTool(call, signal)).catch(() => undefined);
  }

  #resend(key: string): Promise<void> {
    const input = this.#chat.conversation(key)?.unconfirmed;
    return input ? this.send(key, input) : Promise.resolve();
  }

  /** Asks the server whether the message got there before sending it once more. */
  async #recover(key: string): Promise<void> {
    const conversation = this.#chat.conversation(key);
    const threadId = conversation?.thread.id;
    if (!conversation?.unconfirmed || !threadId) return this.#resend(key);
    const known = new Set(conversation.thread.entries.map((entry) => entry.id));
    try {
      const { entries } = await fetchOlder(this.#chat.api, threadId, null);
      const stored = entries.findLast((entry) => entry.type === "user_message" && !known.has(entry.id));
      if (!stored) return await this.#resend(key);
      this.receive(key, { type: "thread.item.done", item: stored });
      await this.run(key, { type: "threads.retry_after_item", params: { thread_id: threadId, item_id: stored.id } });
    } catch (error) {
      if (this.#runs.has(key) || this.#chat.conversation(key)?.failure) return;
      this.#show(
        key,
        failureFrom(error, this.#chat.t, () => void this.#recover(key)),
      );
    }
  }

  /** Stopped before the server took the message: the words go back to where they were written. */
  #giveBack(key: string): void {
    const conversation = this.#chat.conversation(key);
    if (conversation?.unconfirmed) this.takeBack(key, conversation.unconfirmed, conversation.thread.id);
  }

  takeBack(key: string, input: UserMessageInput, threadId: string | null): void {
    const chat = this.#chat;
    const draft = chat.store.state.drafts[threadId ?? ""];
    // Never over something written since.
    if (!draft?.text) {
      const sent = chat.conversation(key)?.thread.entries.find(isUnconfirmed);
      const files = [...chat.writing.filesOf(sent?.type === "user_message" ? sent.attachments : []), ...(draft?.files ?? [])];
      chat.drafts.set(threadId, { ...toDraftText(input.content), reply: input.quoted_text ?? null, files });
    }
    chat.change(key, (one) => ({
      ...one,
      unconfirmed: null,
      failure: null,
      thread: settle({
        ...one.thread,
        entries: one.thread.entries.filter((entry) => !isUnconfirmed(entry)),
      }),
    }));
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

class ToolFailure extends Error {
  readonly tool: string;

  constructor(tool: string, cause: unknown) {
    super(`client tool \`${tool}\` failed`, { cause });
    this.tool = tool;
  }
}

const SPOKEN_CHARACTERS = 1200;

/** The text of the last answer without its marks, short enough to be listened to. */
function spoken(conversation: Conversation): string {
  const { entries } = conversation.thread;
  const from = entries.findLastIndex((entry) => entry.type === "user_message");
  return entries
    .slice(from + 1)
    .flatMap((entry) => (entry.type === "assistant_message" ? entry.content.map((part) => part.text) : []))
    .join(" ")
    .replace(/[*_`#>|~]+/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, SPOKEN_CHARACTERS);
}
