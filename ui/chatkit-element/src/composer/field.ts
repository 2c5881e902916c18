import type { Entity } from "@openai/chatkit";
import type { Chat } from "../chat";
import { currentDraft } from "../store/state";
import { tagOf } from "./content";
import { endOf } from "./tags";

/**
 * Replaces a stretch of the field as if it were typed, so that undo takes it back. Only this old command reaches the undo list of a field;
 * where it does not work, the text is set and an `input` event says so.
 */
export function replaceText(area: HTMLTextAreaElement, from: number, to: number, text: string): void {
  area.focus();
  area.setSelectionRange(from, to);
  if (from === to && text === "") return;
  const asTyped = text === "" ? document.execCommand?.("delete") : document.execCommand?.("insertText", false, text);
  if (asTyped) return;
  area.setRangeText(text, from, to, "end");
  area.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true, inputType: text === "" ? "deleteContent" : "insertText" }));
}

/** Puts text at the caret, apart from the words around it. */
export function insertApart(area: HTMLTextAreaElement, text: string): void {
  const { value, selectionStart: from, selectionEnd: to } = area;
  const before = from > 0 && !/\s/.test(value[from - 1] ?? " ") ? " " : "";
  const after = to < value.length && !/[\s.,;:!?)]/.test(value[to] ?? " ") ? " " : "";
  replaceText(area, from, to, `${before}${text}${after}`);
}

/** Puts a tag in the place of a stretch of the field. */
export function putTag(chat: Chat, area: HTMLTextAreaElement, from: number, to: number, entity: Entity): void {
  const tag = tagOf(entity);
  const { tags } = currentDraft(chat.store.state);
  chat.drafts.change({ tags: [...tags.filter((one) => one.id !== tag.id || one.text !== tag.text), tag] });
  const space = /^\s/.test(area.value.slice(to)) ? "" : " ";
  replaceText(area, from, to, `@${tag.text}${space}`);
  // Which of two tags of one name was meant is known here only.
  const one = { at: from, tag };
  const { placed } = currentDraft(chat.store.state);
  const others = placed.filter((other) => endOf(other) <= from || other.at >= endOf(one));
  chat.drafts.change({ placed: [...others, one].sort((a, b) => a.at - b.at) });
}
