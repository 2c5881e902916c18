import type { Api, Said } from "../../api/client";
import { words } from "../../words/words";

/** What a message and the whole summary may have, in characters: enough to go on from, and short enough for any model. */
const MESSAGE_CHARS = 240;
const SUMMARY_CHARS = 2_400;

/** What is used of the chat element; OpenAI's and the built-in one have it. */
interface ChatElement {
  setThreadId(id: string | null): Promise<void>;
  setComposerValue(value: { text: string }): Promise<void>;
  focusComposer(): Promise<void>;
}

function element(): (HTMLElement & ChatElement) | null {
  return document.querySelector<HTMLElement & ChatElement>("openai-chatkit");
}

/** Begins a conversation. The one before stays in the history. */
export async function newChat(): Promise<void> {
  const chat = element();
  await chat?.setThreadId(null);
  await chat?.focusComposer();
}

/** Begins a conversation with what was said before, in short, in its composer: one sees what the model will read, and sends it oneself. */
export async function newChatFromSummary(api: Api, threadId: string | null): Promise<void> {
  const messages = threadId ? await api.conversation(threadId) : [];
  const chat = element();
  await chat?.setThreadId(null);
  await chat?.setComposerValue({ text: summaryOf(messages) });
  await chat?.focusComposer();
}

/** The newest of what was said, each in one shortened line, oldest first. */
export function summaryOf(messages: readonly Said[]): string {
  const lines: string[] = [];
  let left = SUMMARY_CHARS;
  for (const { role, content } of messages.toReversed()) {
    const text = content.replace(/\s+/g, " ").trim();
    if (!text) continue;
    const short = text.length > MESSAGE_CHARS ? `${text.slice(0, MESSAGE_CHARS - 1).trimEnd()}…` : text;
    const line = role === "user" ? words.connections.saidByUser(short) : words.connections.saidByAssistant(short);
    left -= line.length;
    if (left < 0) break;
    lines.unshift(line);
  }
  return words.connections.summary(lines.join("\n"));
}
