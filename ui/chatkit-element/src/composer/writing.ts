import type { UserMessageContent } from "@openai/chatkit";
import type { Chat, SendParams } from "../chat";
import { asError } from "../store/failure";
import { currentConversation, currentDraft, type Draft, type DraftFile, EMPTY_DRAFT } from "../store/state";
import type { Attachment, UserMessageInput } from "../wire/protocol";
import { chosenModel } from "./choices";
import { readContent, toContent, toDraftText } from "./content";
import type { Uploads } from "./uploads";

/** What `setComposerValue` takes. */
export interface ComposerValue {
  text?: string;
  content?: unknown;
  reply?: string;
  attachments?: Attachment[];
  files?: File[];
  selectedToolId?: string | null;
  selectedModelId?: string;
}

/** What is in the composer of the thread on the screen: setting it, choosing tool and model, sending it. */
export class Writing {
  #chat: Chat;
  #uploads: Promise<Uploads> | null = null;
  #keys = 0;

  constructor(chat: Chat) {
    this.#chat = chat;
  }

  /**
   * Changes the parts that are given, and sends nothing. Resolves when files that were given have arrived.
   *
   * # Errors
   * When files are given that are refused or do not arrive; what went wrong is in the composer as well.
   */
  async set(value: ComposerValue): Promise<void> {
    const part: Partial<Draft> = {};
    if (value.content !== undefined) Object.assign(part, toDraftText(readContent(value.content)));
    else if (value.text !== undefined) Object.assign(part, { text: value.text, tags: [], placed: [] });
    if (value.reply !== undefined) part.reply = value.reply === "" ? null : value.reply;
    if (value.attachments !== undefined) {
      this.#forget(currentDraft(this.#chat.store.state).files);
      part.files = this.filesOf(value.attachments);
    }
    this.#chat.drafts.change(part);
    if (value.selectedToolId !== undefined) this.selectTool(value.selectedToolId);
    if (value.selectedModelId !== undefined) this.selectModel(value.selectedModelId);
    if (value.files?.length) await this.attach(value.files);
  }

  /** Attachments that the server has, as files of a draft. */
  filesOf(attachments: readonly Attachment[]): DraftFile[] {
    return attachments.map((attachment) => ({
      key: this.newKey(),
      name: attachment.name,
      isImage: attachment.type === "image",
      size: null,
      progress: 1,
      attachment,
      failure: null,
      preview: attachment.preview_url ?? null,
    }));
  }

  newKey(): string {
    return `file-${++this.#keys}`;
  }

  /**
   * Uploads files into the draft on the screen. Resolves when all have arrived.
   *
   * # Errors
   * When one is refused or does not arrive. The composer says so as well.
   */
  async attach(files: readonly File[]): Promise<void> {
    if (!this.#chat.options.composer?.attachments?.enabled) throw new Error("option `composer.attachments` is not enabled");
    const threadId = currentConversation(this.#chat.store.state).thread.id;
    this.#chat.drafts.change({ note: null });
    await (await this.uploads()).add(files, threadId);
  }

  /** The side of the composer that uploads: loaded when there is something to upload. */
  uploads(): Promise<Uploads> {
    this.#uploads ??= import("./uploads").then(({ Uploads }) => new Uploads(this.#chat));
    this.#uploads.catch(() => {
      this.#uploads = null;
    });
    return this.#uploads;
  }

  /** Ends uploads that are under way; they can be retried. */
  close(): void {
    void this.#uploads?.then((uploads) => uploads.stop());
  }

  selectTool(toolId: string | null): void {
    if (this.#chat.store.state.toolId === toolId) return;
    this.#chat.store.patch({ toolId });
    this.#chat.emit("chatkit.tool.change", { toolId });
  }

  selectModel(modelId: string): void {
    this.#chat.store.patch({ modelId });
  }

  /** Says in the composer what is wrong, and to a screen reader. */
  note(note: string, threadId = currentConversation(this.#chat.store.state).thread.id): void {
    this.#chat.drafts.set(threadId, { note });
    this.#chat.announce(note);
  }

  /** A failure of something the composer tried: said in it, with what the page may want to know. */
  fail(note: string, error: unknown): void {
    this.note(note);
    this.#chat.emit("chatkit.error", { error: asError(error) });
  }

  /** Sends what is written; does nothing when that is nothing, or while an answer is loading or running. */
  async submit(): Promise<void> {
    const chat = this.#chat;
    const { state } = chat.store;
    const conversation = currentConversation(state);
    const draft = currentDraft(state);
    const { text, placed, reply, files } = draft;
    if (conversation.phase !== "idle" || conversation.thread.status.type !== "active" || isEmpty(draft)) return;
    const missing = files.find((file) => !file.attachment);
    if (missing) return this.note(chat.t(missing.failure ? "composer.fileFailed" : "composer.fileWaits", { name: missing.name }));
    const attachments = files.flatMap((file) => file.attachment ?? []);
    const input: UserMessageInput = {
      content: toContent(text, placed),
      attachments: attachments.map((attachment) => attachment.id),
      inference_options: {},
    };
    const { toolId } = state;
    const modelId = chosenModel(state);
    if (reply) input.quoted_text = reply;
    if (toolId) input.inference_options.tool_choice = { id: toolId };
    if (modelId) input.inference_options.model = modelId;
    this.#forget(files);
    chat.drafts.set(conversation.thread.id, EMPTY_DRAFT);
    chat.drafts.flush();
    this.#letGoOfTool();
    await chat.send(conversation, input, attachments);
  }

  /** Sends a prompt of the start screen, as if it had been written: with the tool and the model that are shown. */
  async sendPrompt(prompt: string | UserMessageContent[]): Promise<void> {
    const { state } = this.#chat.store;
    const model = chosenModel(state);
    const message: SendParams = typeof prompt === "string" ? { text: prompt } : { content: prompt };
    if (state.toolId) message.toolChoice = { id: state.toolId };
    if (model) message.model = model;
    this.#letGoOfTool();
    await this.#chat.sendUserMessage(message);
  }

  /** After a message; a persistent tool stays. */
  #letGoOfTool(): void {
    const { options, store } = this.#chat;
    const tool = options.composer?.tools?.find(({ id }) => id === store.state.toolId);
    if (!tool?.persistent) this.selectTool(null);
  }

  /** Files that leave the draft are not uploaded any further. */
  #forget(files: readonly DraftFile[]): void {
    if (files.length > 0) void this.#uploads?.then((uploads) => uploads.forget(files));
  }
}

/** Whether there is nothing to send. */
export function isEmpty(draft: Draft): boolean {
  return draft.text.trim() === "" && draft.files.length === 0;
}
