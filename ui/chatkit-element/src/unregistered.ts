export { defineChatKit, TAG } from "./define";
export { OpenAIChatKitElement } from "./element";
