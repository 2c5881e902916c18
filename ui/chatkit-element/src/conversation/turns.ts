import type { Entry } from "../store/thread";
import type { AssistantMessageItem, UserMessageItem } from "../wire/protocol";

/** What a person said and what came of it. The first turn of a page may lack the message. */
export interface Turn {
  key: string;
  message: UserMessageItem | null;
  answer: Entry[];
}

export function turnsOf(entries: readonly Entry[]): Turn[] {
  const turns: Turn[] = [];
  for (const entry of entries) {
    if (entry.type === "user_message") {
      turns.push({ key: entry.id, message: entry, answer: [] });
      continue;
    }
    const last = turns.at(-1);
    if (last) last.answer.push(entry);
    else turns.push({ key: entry.id, message: null, answer: [entry] });
  }
  return turns;
}

/** What "copy" puts on the clipboard: the texts of the answer, and those of its widgets that have one. */
export function copyText(answer: readonly Entry[]): string {
  return answer
    .flatMap((entry) => {
      if (entry.type === "assistant_message") return messageText(entry);
      return entry.type === "widget" && entry.copy_text ? entry.copy_text : [];
    })
    .filter((text) => text.trim() !== "")
    .join("\n\n");
}

export function messageText(message: AssistantMessageItem): string {
  return message.content.map((part) => part.text).join("\n\n");
}
