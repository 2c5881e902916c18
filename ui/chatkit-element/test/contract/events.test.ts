import { afterEach, describe, expect, it } from "vitest";
import { button, type Heard, inside, mount, press, start, textOf, type, until } from "../page";
import { answer, delta, FakeServer, type Stream, thread } from "../server";
import type { EventName, Table } from "./official";

afterEach(() => document.body.replaceChildren());

const half = (stream: Stream) => stream.send(...answer("hi", "").slice(0, 4), delta("half "));
const whole = (stream: Stream) => stream.send(...answer("hi", "one")).end();
const list = () => ({ data: [thread("thr_1", { title: "First" })], has_more: false });
const of = (heard: Heard[], name: string) => heard.filter((one) => one.name === name).map((one) => one.detail);
const silent = () => new FakeServer().on("threads.list", list);

const events: Table<EventName> = {
  "chatkit.ready": async () => {
    const { heard, element } = start(silent());
    await until(() => expect(of(heard, "ready")).toEqual([null]));
    element.setOptions({ api: { url: "/chatkit" }, theme: "dark" });
    element.setOptions({ api: { url: "/other" } });
    await element.setComposerValue({ selectedToolId: "x" });
    expect(of(heard, "ready")).toEqual([null]);
  },
  "chatkit.error": async () => {
    const { heard, element } = start(new FakeServer().on("threads.create", () => new Response(null, { status: 503 })));
    await expect(element.sendUserMessage({ text: "hi" })).rejects.toThrow();
    await until(() => expect(of(heard, "error")).toEqual([{ error: expect.any(Error) }]));
    expect((of(heard, "error")[0] as { error: Error }).error).toMatchObject({ status: 503, message: expect.stringContaining("/chatkit") });
  },
  "chatkit.effect": async () => {
    const server = silent().onStream("threads.create", (stream) => {
      stream.send({ type: "client_effect", name: "highlight", data: { id: 7 } }, { type: "client_effect", name: "bare" }).end();
    });
    const { heard, element } = start(server);
    await element.sendUserMessage({ text: "hi" });
    await until(() =>
      expect(of(heard, "effect")).toEqual([
        { name: "highlight", data: { id: 7 } },
        { name: "bare", data: {} },
      ]),
    );
  },
  "chatkit.deeplink": async () => {
    const text = "[open it](chatkit-link://task?id=7&x=a%20b) and [that](chatkit-link://plain)";
    const { heard, element } = start(silent().onStream("threads.create", (stream) => stream.send(...answer("hi", text)).end()));
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(button(element, "that")).toBeTruthy());
    button(element, "open it").click();
    button(element, "that").click();
    expect(of(heard, "deeplink")).toEqual([
      { name: "task", data: { id: "7", x: "a b" } },
      { name: "plain", data: {} },
    ]);
    expect(inside(element).querySelector("a[href^='chatkit']")).toBeNull();
  },
  "chatkit.response.start": async () => {
    const { heard, names, element } = start(silent().onStream("threads.create", half));
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(of(heard, "response.start")).toEqual([null]));
    expect(names()).not.toContain("response.end");
  },
  "chatkit.response.end": async () => {
    const { heard, element } = start(silent().onStream("threads.create", whole));
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(of(heard, "response.end")).toEqual([null]));
  },
  "chatkit.history.open": async () => {
    const { heard, element } = start(silent());
    button(element, "Chat history").click();
    await until(() => expect(of(heard, "history.open")).toEqual([null]));
  },
  "chatkit.history.close": async () => {
    const { heard, names, element } = start(silent().on("threads.get_by_id", () => thread()));
    await element.showHistory();
    await until(() => expect(button(element, "Back to the chat")).toBeTruthy());
    button(element, "Back to the chat").click();
    await element.showHistory();
    await element.setThreadId("thr_1");
    await element.showHistory();
    await until(() => expect(textOf(element)).toContain("First"));
    press(inside(element).querySelector(".history") as Element, "Escape");
    await until(() => expect(of(heard, "history.close")).toEqual([null, null, null]));
    expect(names().filter((name) => name === "history.open")).toHaveLength(3);
  },
  "chatkit.thread.change": async () => {
    const server = silent()
      .onStream("threads.create", whole)
      .on("threads.get_by_id", () => thread("thr_2"));
    const { heard, names, element } = start(server);
    await element.setThreadId(null);
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(names()).toContain("response.end"));
    await element.setThreadId("thr_2");
    await element.setThreadId("thr_2");
    await element.setThreadId(null);
    await element.setThreadId(null);
    expect(of(heard, "thread.change")).toEqual([{ threadId: "thr_1" }, { threadId: "thr_2" }, { threadId: null }]);
  },
  "chatkit.thread.load.start": async () => {
    const { heard, names, element } = start(silent().on("threads.get_by_id", () => new Promise<never>(() => undefined)));
    void element.setThreadId("thr_1");
    await until(() => expect(of(heard, "thread.load.start")).toEqual([{ threadId: "thr_1" }]));
    expect(names()).not.toContain("thread.load.end");
  },
  "chatkit.thread.load.end": async () => {
    const server = silent().on("threads.get_by_id", (body) =>
      body.params["thread_id"] === "thr_1" ? thread("thr_1") : new Response(null, { status: 404 }),
    );
    const { heard, element } = start(server);
    await element.setThreadId("thr_1");
    await expect(element.setThreadId("thr_gone")).rejects.toThrow();
    await until(() => expect(of(heard, "thread.load.end")).toEqual([{ threadId: "thr_1" }, { threadId: "thr_gone" }]));
    expect(of(heard, "thread.load.start")).toEqual(of(heard, "thread.load.end"));
  },
  "chatkit.tool.change": async () => {
    const { heard, element } = start(silent());
    await element.setComposerValue({ selectedToolId: "web" });
    await element.setComposerValue({ selectedToolId: "web" });
    await element.setComposerValue({ text: "x" });
    await element.setComposerValue({ selectedToolId: null });
    await until(() => expect(of(heard, "tool.change")).toEqual([{ toolId: "web" }, { toolId: null }]));
  },
  "chatkit.log": async () => {
    const { heard, element } = start(silent().onStream("threads.create", whole));
    type(element, "ha");
    type(element, "half");
    window.dispatchEvent(new Event("pagehide"));
    await until(() => expect(of(heard, "log")).toEqual([{ name: "composer.change", data: { threadId: null, text: "half" } }]));
    press(inside(element).querySelector("textarea") as Element, "Enter");
    await until(() => expect(of(heard, "log")).toContainEqual({ name: "composer.submit", data: { threadId: null } }));
  },
};

describe("event", () => {
  for (const [name, check] of Object.entries(events)) it(name, check);
});

describe("events", () => {
  it("come in this order for a first message", async () => {
    const server = new FakeServer().onStream("threads.create", (stream) => {
      stream.send(...answer("hi", "one"), { type: "client_effect", name: "highlight", data: { id: 7 } }).end();
    });
    const { element, names } = start(server);
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(names()).toEqual(["ready", "response.start", "thread.change", "effect", "response.end"]));
  });

  it("of the initial thread: it is loaded and not reported as a change; a start without one reports nothing", async () => {
    const first = start(
      new FakeServer().on("threads.get_by_id", () => thread("thr_1")),
      { initialThread: "thr_1" },
    );
    await until(() => expect(first.names()).toEqual(["ready", "thread.load.start", "thread.load.end"]));
    const second = start(new FakeServer(), { initialThread: null });
    await until(() => expect(second.names()).toEqual(["ready"]));
  });

  it("of one element are no business of another", async () => {
    const one = start(new FakeServer());
    const other = mount();
    await one.element.setComposerValue({ selectedToolId: "x" });
    await until(() => expect(one.names()).toEqual(["ready", "tool.change"]));
    expect(other.names()).toEqual([]);
  });
});

describe("response.end comes once for each response.start", () => {
  it.each(["stop", "Esc", "error", "break", "refuse", "disconnect", "address", "delete"] as const)("after: %s", async (finish) => {
    const server = silent()
      .onStream("threads.create", half)
      .on("threads.delete", () => ({}));
    if (finish === "refuse") server.on("threads.create", () => new Response(null, { status: 503 }));
    const { element, names } = start(server);
    await element.sendUserMessage({ text: "hi" }).catch(() => undefined);
    await finishBy(finish, element, server);
    await until(() => expect(names().filter((name) => name === "response.end")).toHaveLength(1));
    expect(names().filter((name) => name === "response.start")).toHaveLength(1);
    expect(names().includes("error")).toBe(["error", "break", "refuse"].includes(finish));
    if (finish !== "refuse") await until(() => expect(server.streams[0]?.closed).toBe(true));
  });

  it("also where the server does not allow to stop: the thread is deleted, and the request ended", async () => {
    const server = silent()
      .on("threads.delete", () => ({}))
      .onStream("threads.create", (stream) => {
        const [created, said, , added] = answer("hi", "");
        stream.send(created ?? {}, said ?? {}, { type: "stream_options", stream_options: { allow_cancel: false } }, added ?? {});
      });
    const { element, names } = start(server);
    await element.sendUserMessage({ text: "hi" });
    await finishBy("delete", element, server);
    await until(() => expect(names().filter((name) => name === "response.end")).toHaveLength(1));
    expect(server.streams[0]?.closed).toBe(true);
  });
});

async function finishBy(finish: string, element: ReturnType<typeof mount>["element"], server: FakeServer): Promise<void> {
  const stream = server.streams[0];
  switch (finish) {
    case "stop":
      await until(() => expect(button(element, "Stop")).toBeTruthy());
      return button(element, "Stop").click();
    case "Esc":
      return void press(inside(element).querySelector("textarea") as Element, "Escape");
    case "error":
      return stream?.send({ type: "error", code: "stream.error", allow_retry: true }).end();
    case "break":
      return stream?.break();
    case "disconnect":
      return element.remove();
    case "address":
      return element.setOptions({ api: { url: "/other", fetch: server.fetch as never } });
    case "delete":
      await element.showHistory();
      await until(() => expect(button(element, "Delete “First”")).toBeTruthy());
      button(element, "Delete “First”").click();
      await until(() => expect(button(element, "Delete")).toBeTruthy());
      return button(element, "Delete").click();
  }
}
