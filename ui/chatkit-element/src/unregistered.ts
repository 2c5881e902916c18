export { defineChatKit, TAG } from "./define";
export { OpenAIChatKitElement } from "./element";
export { addCatalogue, type Catalogue, type TextKey } from "./i18n";
