export { defineChatKit } from "./define";
export { OpenAIChatKitElement } from "./element";
