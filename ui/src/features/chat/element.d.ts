/** `openai-chatkit-element` as this project sees it: importing it registers `<openai-chatkit>`. It has checks of its own. */
export {};
