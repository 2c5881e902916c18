import { expect } from "vitest";
import { inside, mount, until } from "../page";
import { FakeServer, thread, userItem } from "../server";

/** A widget in a thread, as the server sends it. */
export const widgetItem = (root: object, id = "msg_w") => ({ type: "widget", id, thread_id: "thr_1", created_at: "", widget: root });

export const card = (...children: object[]) => ({ type: "Card", children });
export const form = (...children: object[]) => ({ type: "Form", onSubmitAction: { type: "send", streaming: false }, children });
export const submit = { type: "Button", label: "Send", submit: true };

/** A promise that the test keeps. */
export function promised<Value = unknown>() {
  let keep!: (value: Value) => void;
  const promise = new Promise<Value>((resolve) => {
    keep = resolve;
  });
  return { promise, keep };
}

export type Stage = Awaited<ReturnType<typeof show>>;

/** Opens a thread with this widget in it, and waits until every control of it is what it will be. */
export async function show(root: object, server = new FakeServer(), options: object = {}) {
  server.on("threads.get_by_id", () => thread("thr_1", { items: { data: [userItem("show"), widgetItem(root)], has_more: false } }));
  const page = mount();
  page.element.setOptions({
    api: { url: "/chatkit", fetch: server.fetch as never },
    initialThread: "thr_1",
    locale: "en",
    ...options,
  } as never);
  const { element } = page;
  const all = <Kind extends Element = HTMLElement>(selector: string) => [...inside(element).querySelectorAll<Kind>(selector)];
  await until(() => expect(all(".widget")).not.toHaveLength(0));
  // A list to search in is the browser's own until its code is there.
  await until(() => expect(all("select.pick")).toHaveLength(0));
  const get = <Kind extends Element = HTMLElement>(selector: string): Kind => {
    const found = all<Kind>(selector);
    if (found[0] === undefined) throw new Error(`nothing matches \`${selector}\` in ${all(".widget")[0]?.innerHTML}`);
    return found[0];
  };
  /** Writes into a field as a person does. */
  const write = (selector: string, text: string) => {
    const field = get<HTMLInputElement>(selector);
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return field;
  };
  /** The actions that have reached the server, in order. */
  const actions = () =>
    server.requests.filter(({ body }) => body.type.endsWith("custom_action")).map(({ body }) => body.params["action"] as object);
  /** The server sends the widget anew. */
  const replace = async (next: object) => {
    server.on("threads.get_by_id", () => thread("thr_1", { items: { data: [userItem("show"), widgetItem(next)], has_more: false } }));
    await element.fetchUpdates();
  };
  const errors = () => page.heard.filter(({ name }) => name === "error").map(({ detail }) => (detail as { error: Error }).error.message);
  return { ...page, server, all, get, write, actions, replace, errors };
}
