import type { ChatKitOptions, CustomApiConfig, OpenAIChatKit } from "@openai/chatkit";
import { afterEach, describe, expect, expectTypeOf, it } from "vitest";
import type * as Published from "../../index";
import { OpenAIChatKitElement } from "../../src/index";
import { find, inside, mount, press, start, textOf, until } from "../page";
import { answer, assistantItem, delta, FakeServer, type Stream, thread, userItem } from "../server";
import type { MethodName, Table } from "./official";

afterEach(() => document.body.replaceChildren());

const whole = (text: string, isNew: boolean) => (stream: Stream) => {
  stream.send(...answer(text, `re ${text}`, isNew));
  stream.end();
};
const half = (stream: Stream) => stream.send(...answer("hi", "").slice(0, 4), delta("half "));
const count = (names: () => string[], name: string) => names().filter((one) => one === name).length;
const field = (element: Element) => find<HTMLTextAreaElement>(element, "textarea");

const rich = {
  content: [
    { type: "input_text" as const, text: "see " },
    { type: "input_tag" as const, id: "e1", text: "Plan", group: "Docs" },
  ],
  reply: "quoted",
  attachments: [{ type: "file" as const, id: "atc_1", name: "a.txt", mime_type: "text/plain" }],
};
const richInput = {
  content: [
    { type: "input_text", text: "see " },
    { type: "input_tag", id: "e1", text: "Plan", data: {}, interactive: false, group: "Docs" },
  ],
  attachments: ["atc_1"],
  quoted_text: "quoted",
};

const methods: Table<MethodName | "addEventListener" | "removeEventListener"> = {
  setOptions: async () => {
    const server = new FakeServer().onStream("threads.create", half);
    const { element, names } = start(server);
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(textOf(element)).toContain("half"));
    // Another whole object: what is not in it any more is back at its default.
    element.setOptions({ api: { url: "/chatkit", fetch: server.fetch as never }, theme: "dark", header: { title: { text: "Other" } } });
    expect([find(element, ".root").dataset["scheme"], textOf(element, ".title")]).toEqual(["dark", "Other"]);
    element.setOptions({ api: { url: "/chatkit", fetch: server.fetch as never } });
    await until(() => expect([find(element, ".root").dataset["scheme"], textOf(element, ".title")]).toEqual(["light", "New chat"]));
    server.streams[0]?.send(delta("whole "));
    await until(() => expect(textOf(element)).toContain("half whole"));
    expect(names()).toEqual(["ready", "response.start", "thread.change"]);
  },
  focusComposer: async () => {
    const { element } = start(new FakeServer());
    await element.focusComposer();
    await until(() => expect(inside(element).activeElement).toBe(field(element)));
  },
  setThreadId: async () => {
    const items = { data: [userItem("earlier"), assistantItem("from before")], has_more: false };
    const server = new FakeServer().on("threads.get_by_id", () => thread("thr_9", { title: "Old", items }));
    const { element, heard } = start(server);
    await element.setThreadId("thr_9");
    await until(() => expect(textOf(element)).toContain("from before"));
    await element.setThreadId(null);
    await until(() => expect(textOf(element)).not.toContain("from before"));
    await until(() => expect(heard).toHaveLength(5));
    expect(heard).toEqual([
      { name: "ready", detail: null },
      { name: "thread.change", detail: { threadId: "thr_9" } },
      { name: "thread.load.start", detail: { threadId: "thr_9" } },
      { name: "thread.load.end", detail: { threadId: "thr_9" } },
      { name: "thread.change", detail: { threadId: null } },
    ]);
  },
  sendUserMessage: async () => {
    const server = new FakeServer().onStream("threads.create", whole("one", true));
    const { element, heard } = start(server);
    await element.setComposerValue({ text: "a draft", selectedToolId: "web", selectedModelId: "big" });
    await element.sendUserMessage({ ...rich, toolChoice: { id: "search" }, model: "small" });
    expect(server.last("threads.create").params["input"]).toEqual({
      ...richInput,
      inference_options: { tool_choice: { id: "search" }, model: "small" },
    });
    // What is written and chosen stays as it is.
    await until(() => expect(field(element).value).toBe("a draft"));
    expect(heard.filter((one) => one.name === "tool.change")).toEqual([{ name: "tool.change", detail: { toolId: "web" } }]);
  },
  setComposerValue: async () => {
    const server = new FakeServer().onStream("threads.create", whole("x", true));
    const { element } = start(server);
    await element.setComposerValue({ ...rich, selectedToolId: "web", selectedModelId: "big" });
    await until(() => expect(field(element).value).toContain("Plan"));
    expect(server.requests).toHaveLength(0);
    press(field(element), "Enter");
    await until(() => expect(server.requests).toHaveLength(1));
    expect(server.last("threads.create").params["input"]).toEqual({
      ...richInput,
      inference_options: { tool_choice: { id: "web" }, model: "big" },
    });
  },
  fetchUpdates: async () => {
    let [text, title] = ["old", "First"];
    const server = new FakeServer()
      .on("threads.get_by_id", () => thread("thr_1", { items: { data: [userItem("q"), assistantItem(text)], has_more: false } }))
      .on("threads.list", () => ({ data: [thread("thr_1", { title })], has_more: false }));
    const { element } = start(server, { initialThread: "thr_1" });
    await element.showHistory();
    await until(() => expect(textOf(element)).toContain("First"));
    await element.hideHistory();
    await until(() => expect(textOf(element)).toContain("old"));
    const bubble = find(element, ".said");
    [text, title] = ["new", "Second"];
    const before = server.requests.length;
    await element.fetchUpdates();
    expect(server.types().slice(before).sort()).toEqual(["threads.get_by_id", "threads.list"]);
    await until(() => expect(textOf(element)).toContain("new"));
    expect(textOf(element)).not.toContain("old");
    // What did not change is not drawn anew.
    expect(find(element, ".said")).toBe(bubble);
  },
  sendCustomAction: async () => {
    const server = new FakeServer()
      .on("threads.get_by_id", () => thread("thr_1"))
      .onStream("threads.custom_action", (stream) => {
        stream.send({ type: "thread.item.done", item: assistantItem("acted") });
        stream.end();
      });
    const { element, names } = start(server);
    await element.setThreadId("thr_1");
    await element.sendCustomAction({ type: "task.done", payload: { id: 7 } }, "msg_9");
    await until(() => expect(textOf(element)).toContain("acted"));
    expect(server.last("threads.custom_action").params).toEqual({
      thread_id: "thr_1",
      item_id: "msg_9",
      action: { type: "task.done", payload: { id: 7 } },
    });
    await until(() => expect(names().slice(-2)).toEqual(["response.start", "response.end"]));
    await element.sendCustomAction({ type: "plain" });
    expect(server.last("threads.custom_action").params).toEqual({ thread_id: "thr_1", action: { type: "plain" } });
  },
  showHistory: async () => {
    const server = new FakeServer().on("threads.list", () => ({ data: [thread("thr_1", { title: "First" })], has_more: false }));
    const { element, names } = start(server);
    await element.showHistory();
    await element.showHistory();
    await until(() => expect(textOf(element)).toContain("First"));
    await until(() => expect(names()).toEqual(["ready", "history.open"]));
  },
  hideHistory: async () => {
    const server = new FakeServer().on("threads.list", () => ({ data: [], has_more: false }));
    const { element, names } = start(server);
    await element.hideHistory();
    await element.showHistory();
    await element.hideHistory();
    await element.hideHistory();
    await until(() => expect(field(element)).toBeTruthy());
    await until(() => expect(names()).toEqual(["ready", "history.open", "history.close"]));
  },
  addEventListener: async () => {
    const { element } = mount();
    const abort = new AbortController();
    const calls: string[] = [];
    element.addEventListener("chatkit.tool.change", () => calls.push("function"));
    element.addEventListener("chatkit.tool.change", { handleEvent: () => void calls.push("object") });
    element.addEventListener("chatkit.tool.change", () => calls.push("once"), { once: true });
    element.addEventListener("chatkit.tool.change", () => calls.push("aborted"), { signal: abort.signal });
    element.setOptions({ api: { url: "/chatkit" } });
    await element.setComposerValue({ selectedToolId: "a" });
    await until(() => expect(calls).toEqual(["function", "object", "once", "aborted"]));
    abort.abort();
    await element.setComposerValue({ selectedToolId: "b" });
    await until(() => expect(calls.slice(4)).toEqual(["function", "object"]));
  },
  removeEventListener: async () => {
    const { element, names } = start(new FakeServer());
    await until(() => expect(names()).toEqual(["ready"]));
    const calls: string[] = [];
    const hear = () => calls.push("heard");
    element.addEventListener("chatkit.tool.change", hear);
    element.removeEventListener("chatkit.tool.change", hear);
    await element.setComposerValue({ selectedToolId: "a" });
    expect(names()).toContain("tool.change");
    expect(calls).toEqual([]);
  },
};

describe("method", () => {
  for (const [name, check] of Object.entries(methods)) it(name, check);

  it("each is a function of the prototype and gives a promise, at any time", async () => {
    expectTypeOf<OpenAIChatKitElement>().toExtend<
      Omit<OpenAIChatKit, keyof HTMLElement | "setOptions" | "addEventListener" | "removeEventListener">
    >();
    expectTypeOf<OpenAIChatKitElement>().toExtend<Published.OpenAIChatKitElement>();
    type SelfHosted = ChatKitOptions & { api: CustomApiConfig };
    expectTypeOf<SelfHosted>().toExtend<Published.ElementOptions>();
    expectTypeOf<SelfHosted>().toExtend<Parameters<OpenAIChatKitElement["setOptions"]>[0]>();
    const { element } = mount();
    const synchronous = new Set(["setOptions", "addEventListener", "removeEventListener"]);
    for (const name of Object.keys(methods).filter((one) => !synchronous.has(one)) as (MethodName & keyof OpenAIChatKitElement)[]) {
      expect(Object.hasOwn(OpenAIChatKitElement.prototype, name), name).toBe(true);
      expect((element[name] as (...given: unknown[]) => unknown)({}, "x"), name).toBeInstanceOf(Promise);
    }
  });

  it("called before the first setOptions waits for it, and all run in order", async () => {
    const server = new FakeServer().onStream("threads.create", whole("hi", true));
    const { element } = mount();
    const done: string[] = [];
    const all = Promise.all([
      element.setComposerValue({ text: "a draft" }).then(() => done.push("draft")),
      element.sendUserMessage({ text: "hi" }).then(() => done.push("sent")),
      element.setComposerValue({ text: "another" }).then(() => done.push("another")),
    ]);
    await Promise.resolve();
    expect(done).toEqual([]);
    element.setOptions({ api: { url: "/chatkit", fetch: server.fetch as never } });
    await all;
    expect(done.slice().sort()).toEqual(["another", "draft", "sent"]);
    expect(done.indexOf("draft")).toBeLessThan(done.indexOf("another"));
    await until(() => expect(field(element).value).toBe("another"));
  });

  it("called while an answer is running: sends and actions reject, the rest works", async () => {
    const server = new FakeServer().onStream("threads.create", half).on("threads.list", () => ({ data: [], has_more: false }));
    const { element } = start(server);
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(textOf(element)).toContain("half"));
    await expect(element.sendUserMessage({ text: "again" })).rejects.toThrow("still running");
    await expect(element.sendCustomAction({ type: "x" })).rejects.toThrow("still running");
    await element.setComposerValue({ text: "meanwhile" });
    await element.showHistory();
    await element.hideHistory();
    expect(server.types()).toEqual(["threads.create", "threads.list"]);
  });

  it("called while a thread is loading: a message waits for it, an action rejects", async () => {
    let release!: (value: object) => void;
    const server = new FakeServer()
      .on("threads.get_by_id", () => new Promise<never>((resolve) => (release = resolve as never)))
      .onStream("threads.add_user_message", whole("hi", false));
    const { element } = start(server, { initialThread: "thr_1" });
    await until(() => expect(server.requests).toHaveLength(1));
    await expect(element.sendCustomAction({ type: "x" })).rejects.toThrow("loading");
    const sent = element.sendUserMessage({ text: "hi" });
    release(thread("thr_1"));
    await sent;
    expect(server.types()).toEqual(["threads.get_by_id", "threads.add_user_message"]);
  });

  it("sendUserMessage goes on in the same thread, or begins another with newThread", async () => {
    const server = new FakeServer()
      .onStream("threads.create", whole("one", true))
      .onStream("threads.add_user_message", whole("two", false));
    const { element, names, heard } = start(server);
    await element.sendUserMessage({ text: "one" });
    await until(() => expect(count(names, "response.end")).toBe(1));
    await element.sendUserMessage({ text: "two" });
    expect(server.last("threads.add_user_message").params["thread_id"]).toBe("thr_1");
    await until(() => expect(count(names, "response.end")).toBe(2));
    await element.sendUserMessage({ text: "three", newThread: true });
    expect(server.types()).toEqual(["threads.create", "threads.add_user_message", "threads.create"]);
    await until(() =>
      expect(heard.filter((one) => one.name === "thread.change").map((one) => one.detail)).toEqual([
        { threadId: "thr_1" },
        { threadId: null },
        { threadId: "thr_1" },
      ]),
    );
  });

  it("sendUserMessage without anything to say rejects and sends nothing", async () => {
    const server = new FakeServer();
    const { element, names } = start(server);
    await expect(element.sendUserMessage({})).rejects.toThrow("text");
    await expect(element.sendUserMessage(undefined as never)).rejects.toThrow();
    await until(() => expect(names()).toEqual(["ready"]));
    expect(server.requests).toHaveLength(0);
  });

  it("sendCustomAction without a thread rejects and sends nothing", async () => {
    const server = new FakeServer();
    const { element } = start(server);
    await expect(element.sendCustomAction({ type: "x" })).rejects.toThrow("needs a thread");
    expect(server.requests).toHaveLength(0);
  });

  it("setThreadId: the last call wins when two overlap, and each load that starts ends", async () => {
    let release!: (value: object) => void;
    const server = new FakeServer().on("threads.get_by_id", (body) =>
      body.params["thread_id"] === "thr_slow"
        ? new Promise<never>((resolve) => (release = resolve as never))
        : thread("thr_fast", { items: { data: [assistantItem("fast")], has_more: false } }),
    );
    const { element, names } = start(server);
    const slow = element.setThreadId("thr_slow");
    await until(() => expect(server.requests).toHaveLength(1));
    await element.setThreadId("thr_fast");
    release(thread("thr_slow", { items: { data: [assistantItem("slow")], has_more: false } }));
    await slow;
    await until(() => expect(textOf(element)).toContain("fast"));
    expect(textOf(element)).not.toContain("slow");
    await until(() => expect(count(names, "thread.load.end")).toBe(2));
    expect(count(names, "thread.load.start")).toBe(2);
  });

  it("setThreadId to a thread that is not there rejects and says so", async () => {
    const server = new FakeServer().on("threads.get_by_id", () => new Response(null, { status: 404 }));
    const { element, names } = start(server);
    await expect(element.setThreadId("thr_gone")).rejects.toMatchObject({ status: 404 });
    await until(() => expect(textOf(element)).toContain("does not have this chat any more"));
    await until(() => expect(names().slice(1)).toEqual(["thread.change", "thread.load.start", "error", "thread.load.end"]));
  });

  it("fetchUpdates without a thread asks for nothing; when it fails it rejects and keeps what is shown", async () => {
    const server = new FakeServer().on("threads.get_by_id", () =>
      thread("thr_1", { items: { data: [assistantItem("kept")], has_more: false } }),
    );
    const { element } = start(server);
    await element.fetchUpdates();
    expect(server.requests).toHaveLength(0);
    await element.setThreadId("thr_1");
    server.on("threads.get_by_id", () => new Response(null, { status: 500 }));
    await expect(element.fetchUpdates()).rejects.toMatchObject({ status: 500 });
    await until(() => expect(textOf(element, ".failure")).toContain("a problem of its own"));
    expect(textOf(element)).toContain("kept");
  });
});
