import { OpenAIChatKitElement } from "./element";

export const TAG = "openai-chatkit";

/**
 * Registers `<openai-chatkit>`, once. Leaves a tag alone that somebody else has registered, and answers
 * whether the tag is this element.
 */
export function defineChatKit(): boolean {
  const there = customElements.get(TAG);
  if (!there) customElements.define(TAG, OpenAIChatKitElement);
  return !there || there === OpenAIChatKitElement;
}
