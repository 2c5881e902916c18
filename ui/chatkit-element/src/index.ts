import { defineChatKit } from "./define";

export { defineChatKit, TAG } from "./define";
export { OpenAIChatKitElement } from "./element";
export { addCatalogue, type Catalogue, type TextKey } from "./i18n";

// Importing the package is how a page says which element it wants. `openai-chatkit-element/element` is the
// same without this.
defineChatKit();
