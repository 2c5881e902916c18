/** @jsxImportSource preact */
import { render } from "preact";
import { Chat } from "../../src/chat";
import { Surroundings } from "../../src/markdown/Markdown";
import { ChatContext } from "../../src/parts/context";
import { RootContext } from "../../src/parts/root";
import { SchemeContext } from "../../src/parts/scheme";
import { GrowingContext } from "../../src/widgets/growing";
import { WidgetView } from "../../src/widgets/WidgetView";

interface Surrounding {
  /** The widget is still being sent. */
  open?: boolean;
  imageDomains?: readonly string[] | null;
  scheme?: "light" | "dark";
}

export interface Drawn {
  widget: HTMLElement;
  /** Another state of the same widget, in the same place. */
  update: (root: unknown, surrounding?: Surrounding) => void;
  html: () => string;
}

const drawn = new Set<ShadowRoot>();

/** Takes away everything that was drawn, with what runs in it. */
export function erase(): void {
  for (const shadow of drawn) render(null, shadow as never);
  drawn.clear();
  document.body.replaceChildren();
}

/** Draws a widget without a thread around it. Clean up with `erase`. */
export function draw(root: unknown, surrounding: Surrounding = {}): Drawn {
  const host = document.createElement("div");
  const shadow = host.attachShadow({ mode: "open" });
  document.body.append(host);
  drawn.add(shadow);
  const chat = new Chat({ api: { url: "https://chat.example/api" } } as never, () => undefined);
  const update = (next: unknown, { open = false, imageDomains = null, scheme = "light" } = surrounding) => {
    render(
      <RootContext.Provider value={shadow}>
        <SchemeContext.Provider value={scheme}>
          <ChatContext.Provider value={chat}>
            <Surroundings.Provider value={{ imageDomains, onDeeplink: () => undefined }}>
              <GrowingContext.Provider value={open}>
                <WidgetView item={{ type: "widget", id: "w", thread_id: "t", created_at: "", widget: next as never }} />
              </GrowingContext.Provider>
            </Surroundings.Provider>
          </ChatContext.Provider>
        </SchemeContext.Provider>
      </RootContext.Provider>,
      shadow as never,
    );
  };
  update(root);
  const widget = shadow.querySelector<HTMLElement>(".widget");
  if (!widget) throw new Error("no widget was drawn");
  return { widget, update, html: () => widget.innerHTML };
}

/** The first element of a selector; fails loudly. */
export function part({ widget, html }: Drawn, selector: string): HTMLElement {
  const found = widget.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`nothing matches \`${selector}\` in ${html()}`);
  return found;
}

/** Numbers that look random and are the same in every run. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
