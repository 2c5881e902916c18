import type { Chat } from "../chat";
import { currentConversation, currentDraft, EMPTY_DRAFT } from "../store/state";
import type { Attachment, UserMessageInput } from "../wire/protocol";
import { readContent, toContent, toDraftText } from "./content";

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

  constructor(chat: Chat) {
    this.#chat = chat;
    chat.store.patch({ modelId: chat.options.composer?.models?.find((model) => model.default)?.id ?? null });
  }

  /** Changes the parts that are given, and sends nothing. */
  async set(value: ComposerValue): Promise<void> {
    if (value.files?.length) throw new Error("uploading files is not supported yet");
    const part: Partial<typeof EMPTY_DRAFT> = {};
    if (value.content !== undefined) Object.assign(part, toDraftText(readContent(value.content)));
    else if (value.text !== undefined) Object.assign(part, { text: value.text, tags: [] });
    if (value.reply !== undefined) part.reply = value.reply;
    if (value.attachments !== undefined) part.attachments = value.attachments;
    this.#chat.drafts.change(part);
    if (value.selectedToolId !== undefined) this.selectTool(value.selectedToolId);
    if (value.selectedModelId !== undefined) this.selectModel(value.selectedModelId);
  }

  selectTool(toolId: string | null): void {
    if (this.#chat.store.state.toolId === toolId) return;
    this.#chat.store.patch({ toolId });
    this.#chat.emit("chatkit.tool.change", { toolId });
  }

  selectModel(modelId: string): void {
    this.#chat.store.patch({ modelId });
  }

  /** Sends what is written; does nothing when that is nothing, or while an answer is loading or running. */
  async submit(): Promise<void> {
    const chat = this.#chat;
    const { state } = chat.store;
    const conversation = currentConversation(state);
    const { text, tags, reply, attachments } = currentDraft(state);
    if (conversation.phase !== "idle" || (text.trim() === "" && attachments.length === 0)) return;
    const input: UserMessageInput = {
      content: toContent(text.trim(), tags),
      attachments: attachments.map((attachment) => attachment.id),
      inference_options: {},
    };
    const { toolId, modelId } = state;
    if (reply) input.quoted_text = reply;
    if (toolId) input.inference_options.tool_choice = { id: toolId };
    if (modelId) input.inference_options.model = modelId;
    chat.drafts.set(conversation.thread.id, EMPTY_DRAFT);
    chat.drafts.flush();
    if (toolId && !chat.options.composer?.tools?.find((tool) => tool.id === toolId)?.persistent) this.selectTool(null);
    await chat.send(conversation, input, attachments);
  }
}
