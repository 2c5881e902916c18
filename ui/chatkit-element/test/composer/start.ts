import type { OpenAIChatKitElement } from "../../src/index";
import { find, type Heard, inside, mount, textOf } from "../page";
import { answer, FakeServer, thread } from "../server";

export interface Page {
  element: OpenAIChatKitElement;
  heard: Heard[];
  names: () => string[];
}

/** An element on the page that talks to `server`, with the options given. */
export function start(server: FakeServer = talkative(), options: object = {}): Page {
  const page = mount();
  const { api, ...others } = options as { api?: object };
  page.element.setOptions({ api: { url: "/chatkit", fetch: server.fetch as never, ...api }, ...others } as never);
  return page;
}

/** A server that answers whatever is said. */
export function talkative(): FakeServer {
  return new FakeServer()
    .onStream("threads.create", (stream, body) => {
      stream.send(...answer(JSON.stringify(body.params["input"]), "heard"));
      stream.end();
    })
    .on("threads.get_by_id", (body) => thread(String(body.params["thread_id"])));
}

export function field(element: Element): HTMLTextAreaElement {
  return find<HTMLTextAreaElement>(element, "textarea");
}

/** Adds text where the caret is, as a keyboard does. */
export function write(element: Element, text: string): void {
  const area = field(element);
  area.focus();
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText" }));
}

/** Takes away what `from` and `to` enclose, as a keyboard does. */
export function erase(element: Element, from: number, to: number): void {
  const area = field(element);
  area.setRangeText("", from, to, "end");
  area.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "deleteContentBackward" }));
}

export function lines(element: Element): string[] {
  return [...inside(element).querySelectorAll("[role=option]")].map((line) => line.textContent?.trim() ?? "");
}

/** The line that Enter takes. */
export function activeLine(element: Element): string | null {
  const id = field(element).getAttribute("aria-activedescendant");
  return id === null ? null : (inside(element).getElementById(id)?.textContent?.trim() ?? "nothing with that id");
}

export function note(element: Element): string {
  return inside(element).querySelector(".note") ? textOf(element, ".note") : "";
}

/** A promise that the test settles. */
export function open<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void; reject: (error: unknown) => void } {
  let resolve!: (value: Value) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<Value>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

export async function frame(): Promise<void> {
  await new Promise((resolve) => requestAnimationFrame(resolve));
}
