import type { ChatKitEvents, ChatKitOptions, FileUploadStrategy, OpenAIChatKit } from "@openai/chatkit";

/** What `api` may be here: with `getClientSecret` a bearer for `url`, asked for again on 401. */
export interface ElementApi {
  url: string;
  fetch?: typeof fetch;
  /** How files get to the server; needed where `composer.attachments` is enabled. */
  uploadStrategy?: FileUploadStrategy;
  getClientSecret?: (currentClientSecret: string | null) => Promise<string>;
  /** Taken for the sake of the official type, and ignored. */
  domainKey?: string;
}

type ThemeObject = Exclude<ChatKitOptions["theme"], string | undefined>;
type ColorScheme = "light" | "dark" | "system";

/**
 * The options this element adds to `ChatKitOptions`. With the React binding cast them, since its types know
 * only the official ones: `useChatKit({ ...options } as UseChatKitOptions)`.
 */
export interface ElementOptions extends Omit<ChatKitOptions, "api" | "theme" | "composer"> {
  api: ElementApi;
  theme?: ColorScheme | (Omit<ThemeObject, "colorScheme"> & { colorScheme?: ColorScheme });
  composer?: ChatKitOptions["composer"] & {
    /** Drafts to start with, by thread id; `""` is the new thread's. Read once. */
    initialDrafts?: Record<string, string>;
  };
}

/** The class behind `<openai-chatkit>`. */
export declare class OpenAIChatKitElement extends HTMLElement {
  /** Replaces all options; nothing is merged. Never throws: what cannot be used is a `chatkit.error`, or passed over. */
  setOptions(options: ElementOptions): void;
  focusComposer(): Promise<void>;
  setThreadId(threadId: string | null): Promise<void>;
  sendUserMessage(params: Parameters<OpenAIChatKit["sendUserMessage"]>[0]): Promise<void>;
  setComposerValue(params: Parameters<OpenAIChatKit["setComposerValue"]>[0]): Promise<void>;
  fetchUpdates(): Promise<void>;
  sendCustomAction(action: { type: string; payload?: Record<string, unknown> }, itemId?: string): Promise<void>;
  showHistory(): Promise<void>;
  hideHistory(): Promise<void>;
  addEventListener<Name extends keyof ChatKitEvents>(
    type: Name,
    listener: (event: ChatKitEvents[Name]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
}

/** The tag: `openai-chatkit`. */
export declare const TAG: string;

/**
 * Registers `<openai-chatkit>`, once; importing the package has done it already, importing
 * `openai-chatkit-element/element` has not. Leaves a tag alone that somebody else has registered, and answers
 * whether the tag is this element.
 */
export declare function defineChatKit(): boolean;

/** The keys of the element's texts. */
export type TextKey = import("./src/i18n/en").TextKey;

/**
 * The texts of one language. `{name}` stands for a value. A text that depends on `{count}` has its plural forms side by side, divided by
 * `|`, in the order zero, one, two, few, many, other, as far as the language has them (`Intl.PluralRules`).
 */
export type Catalogue = Readonly<Record<TextKey, string>>;

/**
 * Adds a language, or changes texts of one; call it before the elements that shall use it. What is missing comes from English.
 * Throws a `RangeError` when `tag` is no language tag.
 */
export declare function addCatalogue(tag: string, texts: Partial<Catalogue>): void;
