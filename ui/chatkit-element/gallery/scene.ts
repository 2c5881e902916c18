import type { OpenAIChatKitElement } from "../src/index";
import type { Options } from "../src/options";
import type { Script } from "./server";

/** One element of the gallery: what the server says, how the element is set up, what is done with it at first. */
export interface Scene {
  /** Also the `?scene=` that shows it alone. */
  id: string;
  title: string;
  note?: string;
  /** Pixels; without it as high as its content. */
  height?: number;
  /** Pixels; for what must be seen narrower than a column. */
  width?: number;
  script?: Script;
  options?: Partial<Options>;
  /** Through the element's own methods only; what needs a hand is done by `photos.mjs`. */
  begin?: (element: OpenAIChatKitElement) => Promise<unknown>;
  /** Shown alone only: it has a menu or a dialog to open, which closes as soon as another one opens. */
  alone?: boolean;
}

/** Sends a message and so starts the scripted answer. */
export const ask = (text: string) => (element: OpenAIChatKitElement) => element.sendUserMessage({ text });
