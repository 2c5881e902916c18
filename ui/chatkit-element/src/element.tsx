/** @jsxImportSource preact */
import { render } from "preact";
import { App } from "./App";
import { Chat, type SendParams } from "./chat";
import type { ComposerValue } from "./composer/writing";
import { directionOf, languageOfTexts, translator } from "./i18n";
import { localeOf, type Options, readOptions, refusal } from "./options";
import { RootContext } from "./parts/root";
import { SchemeContext } from "./parts/scheme";
import { sheets } from "./styles/sheets";
import { Fonts } from "./theme/fonts";
import { appearance } from "./theme/theme";

/** After this, start-up events are sent whether anybody listens or not. */
const HEARD_TIMEOUT_MS = 250;

/**
 * `<openai-chatkit>`: a chat for the ChatKit self-hosted protocol, with the methods and events of the
 * `OpenAIChatKit` type of `@openai/chatkit`. It begins with the first `setOptions` after it is on a page.
 */
export class OpenAIChatKitElement extends HTMLElement {
  #root: HTMLDivElement;
  #chat: Chat | null = null;
  #options: Options | null = null;
  #waiting: ((chat: Chat) => void)[] = [];
  #systemDark = matchMedia("(prefers-color-scheme: dark)");
  #properties = new Set<string>();
  #fonts = new Fonts((failure) => this.#emit("chatkit.log", { name: "font.failed", data: failure }));
  /** Events that came before the page could listen; null once they need not wait any more. */
  #held: (() => void)[] | null = null;
  #heard = false;
  /** It was taken off the page, and not just moved on it. */
  #left = false;
  #releaseTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = sheets();
    this.#root = document.createElement("div");
    this.#root.className = "root";
    shadow.append(this.#root);
  }

  /** Replaces all options; nothing is merged. Never throws: what cannot be used is a `chatkit.error`. */
  setOptions(options: Options): void {
    try {
      this.#take(options);
    } catch (error) {
      this.#emit("chatkit.error", { error });
    }
  }

  focusComposer(): Promise<void> {
    return this.#with((chat) => chat.focusComposer());
  }

  setThreadId(threadId: string | null): Promise<void> {
    return this.#with((chat) => chat.setThreadId(threadId));
  }

  sendUserMessage(params: SendParams): Promise<void> {
    return this.#with((chat) => chat.sendUserMessage(params));
  }

  setComposerValue(params: ComposerValue): Promise<void> {
    return this.#with((chat) => chat.setComposerValue(params));
  }

  fetchUpdates(): Promise<void> {
    return this.#with((chat) => chat.fetchUpdates());
  }

  sendCustomAction(action: { type: string; payload?: Record<string, unknown> }, itemId?: string): Promise<void> {
    return this.#with((chat) => chat.sendCustomAction(action, itemId));
  }

  showHistory(): Promise<void> {
    return this.#with((chat) => chat.history.show());
  }

  hideHistory(): Promise<void> {
    return this.#with((chat) => chat.history.hide());
  }

  /**
   * Frameworks attach their listeners after `setOptions` (React: in an effect that runs later), so start-up
   * events wait for the listener of `chatkit.ready`.
   */
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void {
    super.addEventListener(type, listener as EventListener, options);
    if (type !== "chatkit.ready") return;
    this.#heard = true;
    if (this.#held) this.#releaseSoon(0);
  }

  connectedCallback(): void {
    this.#systemDark.addEventListener("change", this.#paint);
    this.addEventListener("keydown", this.#onKeyDown);
    window.addEventListener("pagehide", this.#onPageHide);
    if (!this.#options) return;
    const returns = this.#chat !== null && this.#left;
    this.#left = false;
    if (returns) this.#holdUntilHeard();
    // Options may have come while it was away.
    if (!this.#chat || this.#chat.options !== this.#options) this.#use(this.#options);
    if (returns) this.#begin(this.#chat as Chat);
  }

  disconnectedCallback(): void {
    this.#systemDark.removeEventListener("change", this.#paint);
    this.removeEventListener("keydown", this.#onKeyDown);
    window.removeEventListener("pagehide", this.#onPageHide);
    // Being moved is a disconnect and a connect at once, and must not break an answer off.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#left = true;
      this.#release();
      this.#chat?.close();
      this.#fonts.show([]);
      render(null, this.#root);
    });
  }

  #take(given: Options): void {
    const reason = refusal(given);
    if (reason) {
      this.#holdUntilHeard();
      this.#emit("chatkit.error", { error: new Error(reason) });
      if (!this.#chat) this.#sayMisconfigured(reason, given);
      return;
    }
    const dropped: string[] = [];
    this.#options = readOptions(given, dropped);
    if (this.isConnected) this.#use(this.#options);
    if (dropped.length > 0) this.#emit("chatkit.log", { name: "options.ignored", data: { paths: dropped } });
  }

  #use(options: Options): void {
    if (!this.#chat) {
      this.#start(options);
    } else if (this.#chat.options.api.url !== options.api.url) {
      this.#restart(options);
    } else {
      this.#chat.setOptions(options);
      this.#paint();
    }
  }

  #start(options: Options): void {
    this.#holdUntilHeard();
    const chat = new Chat(options, (name, detail) => this.#emit(name, detail));
    this.#chat = chat;
    this.#begin(chat);
    chat.start();
    for (const resolve of this.#waiting.splice(0)) resolve(chat);
  }

  /** Another server is another chat. */
  #restart(options: Options): void {
    const shown = this.#chat?.shownThread ?? null;
    const first = options.initialThread ?? null;
    this.#chat?.close();
    render(null, this.#root);
    const chat = new Chat(options, (name, detail) => this.#emit(name, detail));
    this.#chat = chat;
    if (shown !== first) this.#emit("chatkit.thread.change", { threadId: first });
    this.#paint();
    chat.start();
  }

  /** Once per connection. */
  #begin(chat: Chat): void {
    this.#holdUntilHeard();
    this.#emitFirst("chatkit.ready");
    this.#paint();
    chat.resume();
  }

  #with<Result>(act: (chat: Chat) => Result | Promise<Result>): Promise<Result> {
    const chat = this.#chat ? Promise.resolve(this.#chat) : new Promise<Chat>((resolve) => this.#waiting.push(resolve));
    return chat.then(act);
  }

  #paint = (): void => {
    const chat = this.#chat;
    if (!chat) return;
    const scheme = this.#dress(chat.options);
    render(
      <RootContext.Provider value={this.shadowRoot}>
        <SchemeContext.Provider value={scheme}>
          <App key={chat} chat={chat} />
        </SchemeContext.Provider>
      </RootContext.Provider>,
      this.#root,
    );
  };

  /** Puts theme, language and direction of writing on the root; answers the colour scheme. */
  #dress(options: Options): "light" | "dark" {
    const { theme } = options;
    this.#fonts.show((typeof theme === "object" && theme.typography?.fontSources) || []);
    const { scheme, radius, density, properties } = appearance(options, this.#systemDark.matches);
    Object.assign(this.#root.dataset, { scheme, radius, density });
    for (const name of this.#properties) if (!(name in properties)) this.#root.style.removeProperty(name);
    for (const [name, value] of Object.entries(properties)) this.#root.style.setProperty(name, value);
    this.#properties = new Set(Object.keys(properties));
    const locale = localeOf(options);
    this.#root.lang = languageOfTexts(locale);
    this.#root.dir = directionOf(locale);
    return scheme;
  }

  #sayMisconfigured(reason: string, given: unknown): void {
    // It is the address that is missing; the rest says how the sentence is to look.
    const options = readOptions({ ...(typeof given === "object" ? given : {}), api: { url: "" } } as Options, []);
    this.#dress(options);
    const t = translator(localeOf(options));
    render(<p class="misconfigured">{t("error.options", { reason })}</p>, this.#root);
  }

  #onKeyDown = (event: Event): void => {
    const { key, isComposing, defaultPrevented } = event as KeyboardEvent;
    if (key !== "Escape" || isComposing || defaultPrevented || !this.#chat) return;
    const { state } = this.#chat.store;
    if (state.view === "history") this.#chat.history.hide();
    else if (state.conversations[state.current]?.phase === "running") this.#chat.stop();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #onPageHide = (): void => this.#chat?.drafts.flush();

  #emit(name: string, detail: unknown = null): void {
    const send = () => this.dispatchEvent(new CustomEvent(name, { detail }));
    if (this.#held) this.#held.push(send);
    else send();
  }

  #emitFirst(name: string): void {
    this.#held?.unshift(() => this.dispatchEvent(new CustomEvent(name)));
  }

  #holdUntilHeard(): void {
    if (this.#held) return;
    this.#held = [];
    this.#releaseSoon(this.#heard ? 0 : HEARD_TIMEOUT_MS);
  }

  #releaseSoon(delayMs: number): void {
    clearTimeout(this.#releaseTimer);
    this.#releaseTimer = setTimeout(() => this.#release(), delayMs);
  }

  #release(): void {
    clearTimeout(this.#releaseTimer);
    const held = this.#held ?? [];
    this.#held = null;
    for (const send of held) send();
  }
}
