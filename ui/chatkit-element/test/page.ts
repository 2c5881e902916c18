import { vi } from "vitest";
import { defineChatKit, type OpenAIChatKitElement } from "../src/unregistered";
import { EVENTS } from "./events";

export interface Heard {
  name: string;
  detail: unknown;
}

/** Puts an element on the page and listens to everything it says. */
export function mount(): { element: OpenAIChatKitElement; heard: Heard[]; names: () => string[] } {
  defineChatKit();
  const element = document.createElement("openai-chatkit") as OpenAIChatKitElement;
  const heard = listen(element);
  document.body.append(element);
  return { element, heard, names: () => heard.map((one) => one.name).filter((name) => name !== "log") };
}

/** The same with options: the server answers at `/chatkit`, unless the options say otherwise. */
export function start(server: { fetch: unknown }, options: object = {}): ReturnType<typeof mount> {
  const page = mount();
  page.element.setOptions({ api: { url: "/chatkit", fetch: server.fetch }, ...options } as never);
  return page;
}

export function listen(element: Element): Heard[] {
  const heard: Heard[] = [];
  for (const name of EVENTS) {
    element.addEventListener(`chatkit.${name}`, (event) => heard.push({ name, detail: (event as CustomEvent).detail }));
  }
  return heard;
}

export function inside(element: Element): ShadowRoot {
  if (!element.shadowRoot) throw new Error("no shadow root");
  return element.shadowRoot;
}

/** What is on the screen, without what only a screen reader gets. */
export function textOf(element: Element, selector = ".frame"): string {
  const part = inside(element).querySelector(selector)?.cloneNode(true) as Element | undefined;
  for (const unseen of part?.querySelectorAll(".unseen") ?? []) unseen.remove();
  return (part?.textContent ?? "").replace(/\s+/g, " ").trim();
}

export function find<Kind extends Element = HTMLElement>(element: Element, selector: string): Kind {
  const found = inside(element).querySelector<Kind>(selector);
  if (!found) throw new Error(`nothing matches \`${selector}\` in ${inside(element).innerHTML.slice(0, 2000)}`);
  return found;
}

/** A button by the name a screen reader says. */
export function button(element: Element, name: string): HTMLButtonElement {
  const all = [...inside(element).querySelectorAll("button")];
  const found = all.find((one) => (one.getAttribute("aria-label") ?? one.textContent ?? "").trim() === name);
  if (!found)
    throw new Error(`no button \`${name}\` among ${all.map((one) => one.getAttribute("aria-label") ?? one.textContent).join(" | ")}`);
  return found;
}

export function type(element: Element, text: string): HTMLTextAreaElement {
  const area = find<HTMLTextAreaElement>(element, "textarea");
  area.value = text;
  area.dispatchEvent(new Event("input", { bubbles: true }));
  return area;
}

export function press(target: Element, key: string, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, composed: true, cancelable: true, ...more });
  target.dispatchEvent(event);
  return event;
}

/** Waits until the check passes. */
export function until(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 8000, interval: 5 });
}
