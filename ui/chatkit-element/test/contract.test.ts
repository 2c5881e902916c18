import type { OpenAIChatKit } from "@openai/chatkit";
import { afterEach, describe, expect, expectTypeOf, it, vi } from "vitest";
import type * as Published from "../index";
import { defineChatKit, OpenAIChatKitElement } from "../src/index";
import { button, find, inside, mount, press, textOf, type, until } from "./page";
import { answer, assistantItem, delta, FakeServer, thread, userItem } from "./server";

afterEach(() => document.body.replaceChildren());

function start(server: FakeServer, options: object = {}) {
  const page = mount();
  page.element.setOptions({ api: { url: "/chatkit", fetch: server.fetch as never }, ...options } as never);
  return page;
}

describe("registration", () => {
  it("defines the tag once and says whose it is", () => {
    expect(defineChatKit()).toBe(true);
    expect(defineChatKit()).toBe(true);
    expect(customElements.get("openai-chatkit")).toBe(OpenAIChatKitElement);
  });

  it("has the methods of the official type on its prototype, each giving a promise", async () => {
    expectTypeOf<OpenAIChatKitElement>().toExtend<
      Omit<OpenAIChatKit, keyof HTMLElement | "setOptions" | "addEventListener" | "removeEventListener">
    >();
    expectTypeOf<OpenAIChatKitElement>().toExtend<Published.OpenAIChatKitElement>();
    const methods = [
      "focusComposer",
      "setThreadId",
      "sendUserMessage",
      "setComposerValue",
      "fetchUpdates",
      "sendCustomAction",
      "showHistory",
      "hideHistory",
    ] as const;
    const { element } = mount();
    for (const name of methods) {
      expect(Object.hasOwn(OpenAIChatKitElement.prototype, name), name).toBe(true);
      expect(element[name]({} as never, "x"), name).toBeInstanceOf(Promise);
    }
  });
});

describe("setOptions", () => {
  it("never throws, reports what cannot be used, and says it on the screen", async () => {
    const { element, heard } = mount();
    for (const bad of [undefined, null, {}, { api: {} }, { api: { getClientSecret: () => "x" } }]) {
      expect(() => element.setOptions(bad as never)).not.toThrow();
    }
    await until(() => expect(heard.filter((one) => one.name === "error")).toHaveLength(5));
    expect(heard[0]?.detail).toEqual({ error: expect.any(Error) });
    expect(inside(element).textContent).toContain("api.url");
    expect(heard.map((one) => one.name)).not.toContain("ready");
  });

  it("works before the element is on the page", async () => {
    defineChatKit();
    const server = new FakeServer();
    const element = document.createElement("openai-chatkit") as OpenAIChatKitElement;
    const ready = vi.fn();
    element.addEventListener("chatkit.ready", ready);
    element.setOptions({ api: { url: "/chatkit", fetch: server.fetch as never } });
    expect(inside(element).querySelector(".frame")).toBeNull();
    document.body.append(element);
    await until(() => expect(ready).toHaveBeenCalledTimes(1));
    expect(inside(element).querySelector("textarea")).not.toBeNull();
  });

  it("keeps thread, draft and a running answer when only the looks change", async () => {
    const server = new FakeServer().onStream("threads.create", (stream) => {
      stream.send(...answer("hi", "").slice(0, 4), delta("first words "));
    });
    const { element, names } = start(server);
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(textOf(element)).toContain("first words"));
    const area = type(element, "half a thought");
    element.setOptions({
      api: { url: "/chatkit", fetch: server.fetch as never },
      theme: "dark",
      header: { title: { text: "Other" } },
      startScreen: { prompts: [] },
    });
    server.streams[0]?.send(delta("and more "));
    await until(() => expect(textOf(element)).toContain("and more"));
    expect(find(element, ".root").dataset["scheme"]).toBe("dark");
    expect(find(element, ".title").textContent).toBe("Other");
    expect(find(element, "textarea")).toBe(area);
    expect(area.value).toBe("half a thought");
    expect(server.types()).toEqual(["threads.create"]);
    expect(names()).toEqual(["ready", "response.start", "thread.change"]);
  });

  it("starts over when the address changes", async () => {
    const server = new FakeServer().onStream("threads.create", (stream) => stream.send(...answer("hi", "one")));
    const { element, heard } = start(server);
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(textOf(element)).toContain("one"));
    element.setOptions({ api: { url: "/other", fetch: server.fetch as never } });
    await until(() => expect(textOf(element)).not.toContain("one"));
    expect(server.streams[0]?.closed).toBe(true);
    await until(() => expect(heard.filter((one) => one.name === "response.end")).toHaveLength(1));
  });
});

describe("methods", () => {
  it("wait for the first setOptions and then run in order", async () => {
    const server = new FakeServer().onStream("threads.create", (stream) => stream.send(...answer("hi", "one")));
    const { element } = mount();
    const done: string[] = [];
    const all = Promise.all([
      element.setComposerValue({ text: "a draft" }).then(() => done.push("draft")),
      element.sendUserMessage({ text: "hi" }).then(() => done.push("sent")),
    ]);
    await Promise.resolve();
    expect(done).toEqual([]);
    expect(server.requests).toHaveLength(0);
    element.setOptions({ api: { url: "/chatkit", fetch: server.fetch as never } });
    await all;
    expect(done).toEqual(["draft", "sent"]);
    await until(() => expect(find<HTMLTextAreaElement>(element, "textarea").value).toBe("a draft"));
  });

  it("sendUserMessage sends exactly what the protocol asks for", async () => {
    const server = new FakeServer().onStream("threads.create", (stream) => {
      stream.send(...answer("hi", "one"));
      stream.end();
    });
    const { element } = start(server, { locale: "de-DE" });
    await element.sendUserMessage({
      content: [
        { type: "input_text", text: "see " },
        { type: "input_tag", id: "e1", text: "Plan", group: "Docs" },
      ],
      reply: "quoted",
      attachments: [{ type: "file", id: "atc_1", name: "a.txt", mime_type: "text/plain" }],
      toolChoice: { id: "search" },
      model: "small",
    });
    expect(server.requests[0]?.body).toEqual({
      type: "threads.create",
      params: {
        input: {
          content: [
            { type: "input_text", text: "see " },
            { type: "input_tag", id: "e1", text: "Plan", data: {}, interactive: false, group: "Docs" },
          ],
          attachments: ["atc_1"],
          quoted_text: "quoted",
          inference_options: { tool_choice: { id: "search" }, model: "small" },
        },
      },
    });
    expect(server.requests[0]?.url).toBe("/chatkit");
    expect(server.requests[0]?.headers.get("content-type")).toBe("application/json");
    expect(server.requests[0]?.headers.get("accept-language")).toBe("de-DE");
  });

  it("sendUserMessage goes on in the same thread, or begins another", async () => {
    const reply = (text: string, isNew: boolean) => (stream: { send: (...e: object[]) => void; end: () => void }) => {
      stream.send(...answer(text, `re ${text}`, isNew));
      stream.end();
    };
    const server = new FakeServer()
      .onStream("threads.create", reply("one", true))
      .onStream("threads.add_user_message", reply("two", false));
    const { element, names } = start(server);
    await element.sendUserMessage({ text: "one" });
    await until(() => expect(names()).toContain("response.end"));
    await element.sendUserMessage({ text: "two" });
    expect(server.last("threads.add_user_message").params["thread_id"]).toBe("thr_1");
    await until(() => expect(names().filter((name) => name === "response.end")).toHaveLength(2));
    await element.sendUserMessage({ text: "three", newThread: true });
    expect(server.types()).toEqual(["threads.create", "threads.add_user_message", "threads.create"]);
  });

  it("sendUserMessage rejects while an answer runs, and without anything to say", async () => {
    const server = new FakeServer().onStream("threads.create", (stream) => stream.send(...answer("hi", "").slice(0, 4)));
    const { element } = start(server);
    await element.sendUserMessage({ text: "hi" });
    await expect(element.sendUserMessage({ text: "again" })).rejects.toThrow("still running");
    await expect(element.sendUserMessage({})).rejects.toThrow("text");
    expect(server.requests).toHaveLength(1);
  });

  it("setThreadId loads, reports the load, and null begins anew", async () => {
    const items = { data: [userItem("earlier"), assistantItem("from before")], has_more: false };
    const server = new FakeServer().on("threads.get_by_id", () => thread("thr_9", { title: "Old", items }));
    const { element, heard, names } = start(server);
    await element.setThreadId("thr_9");
    await until(() => expect(textOf(element)).toContain("from before"));
    expect(find(element, ".title").textContent).toBe("Old");
    await element.setThreadId(null);
    await until(() => expect(textOf(element)).not.toContain("from before"));
    await until(() => expect(names()).toHaveLength(5));
    expect(heard).toEqual([
      { name: "ready", detail: null },
      { name: "thread.change", detail: { threadId: "thr_9" } },
      { name: "thread.load.start", detail: { threadId: "thr_9" } },
      { name: "thread.load.end", detail: { threadId: "thr_9" } },
      { name: "thread.change", detail: { threadId: null } },
    ]);
  });

  it("setThreadId: the last call wins when two overlap", async () => {
    let release!: (value: object) => void;
    const server = new FakeServer().on("threads.get_by_id", (body) =>
      body.params["thread_id"] === "thr_slow"
        ? new Promise<never>((resolve) => {
            release = resolve as never;
          })
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
    await until(() => expect(names().filter((name) => name === "thread.load.end")).toHaveLength(2));
  });

  it("setComposerValue writes a draft and chooses tool and model, which then travel", async () => {
    const server = new FakeServer().onStream("threads.create", (stream) => stream.send(...answer("x", "y")));
    const { element, heard } = start(server, { composer: { tools: [{ id: "web", label: "Web", icon: "globe" }] } });
    await element.setComposerValue({
      content: [
        { type: "input_text", text: "look at " },
        { type: "input_tag", id: "e1", text: "Plan" },
      ],
      reply: "as said",
      selectedToolId: "web",
      selectedModelId: "big",
    });
    await until(() => expect(find<HTMLTextAreaElement>(element, "textarea").value).toBe("look at @Plan"));
    press(find(element, "textarea"), "Enter");
    await until(() => expect(server.requests).toHaveLength(1));
    expect(server.last("threads.create").params["input"]).toEqual({
      content: [
        { type: "input_text", text: "look at " },
        { type: "input_tag", id: "e1", text: "Plan", data: {}, interactive: false },
      ],
      attachments: [],
      quoted_text: "as said",
      inference_options: { tool_choice: { id: "web" }, model: "big" },
    });
    // A tool that is not persistent is let go of with the message.
    await until(() =>
      expect(heard.filter((one) => one.name === "tool.change").map((one) => one.detail)).toEqual([{ toolId: "web" }, { toolId: null }]),
    );
  });

  it("fetchUpdates reads thread and items again and draws only what changed", async () => {
    let data = [userItem("q"), assistantItem("old")];
    const server = new FakeServer().on("threads.get_by_id", () => thread("thr_1", { items: { data, has_more: false } }));
    const { element } = start(server, { initialThread: "thr_1" });
    await until(() => expect(textOf(element)).toContain("old"));
    const bubble = find(element, ".said");
    data = [userItem("q"), assistantItem("new")];
    await element.fetchUpdates();
    await until(() => expect(textOf(element)).toContain("new"));
    expect(textOf(element)).not.toContain("old");
    expect(find(element, ".said")).toBe(bubble);
  });

  it("sendCustomAction streams into the thread, and needs one", async () => {
    const server = new FakeServer()
      .on("threads.get_by_id", () => thread("thr_1"))
      .onStream("threads.custom_action", (stream) => {
        stream.send({ type: "thread.item.done", item: assistantItem("acted") });
        stream.end();
      });
    const { element, names } = start(server);
    await expect(element.sendCustomAction({ type: "x" })).rejects.toThrow("needs a thread");
    await element.setThreadId("thr_1");
    await element.sendCustomAction({ type: "task.done", payload: { id: 7 } }, "msg_9");
    await until(() => expect(textOf(element)).toContain("acted"));
    expect(server.last("threads.custom_action").params).toEqual({
      thread_id: "thr_1",
      item_id: "msg_9",
      action: { type: "task.done", payload: { id: 7 } },
    });
    await until(() => expect(names().slice(-2)).toEqual(["response.start", "response.end"]));
  });

  it("showHistory and hideHistory open and close, once each", async () => {
    const server = new FakeServer().on("threads.list", () => ({ data: [thread("thr_1", { title: "First" })], has_more: false }));
    const { element, names } = start(server);
    await element.showHistory();
    await element.showHistory();
    await until(() => expect(textOf(element)).toContain("First"));
    await element.hideHistory();
    await element.hideHistory();
    await until(() => expect(inside(element).querySelector("textarea")).not.toBeNull());
    await until(() => expect(names()).toEqual(["ready", "history.open", "history.close"]));
  });

  it("focusComposer puts the caret into the field", async () => {
    const { element } = start(new FakeServer());
    await element.focusComposer();
    await until(() => expect(inside(element).activeElement).toBe(find(element, "textarea")));
  });
});

describe("events", () => {
  it("come in this order for a first message", async () => {
    const server = new FakeServer().onStream("threads.create", (stream) => {
      stream.send(...answer("hi", "one"), { type: "client_effect", name: "highlight", data: { id: 7 } });
      stream.end();
    });
    const { element, heard } = start(server);
    type(element, "hi");
    press(find(element, "textarea"), "Enter");
    await until(() => expect(heard.at(-1)?.name).toBe("response.end"));
    expect(heard.filter((one) => one.name !== "log")).toEqual([
      { name: "ready", detail: null },
      { name: "response.start", detail: null },
      { name: "thread.change", detail: { threadId: "thr_1" } },
      { name: "effect", detail: { name: "highlight", data: { id: 7 } } },
      { name: "response.end", detail: null },
    ]);
    expect(heard.filter((one) => one.name === "log").map((one) => one.detail)).toContainEqual({
      name: "composer.submit",
      data: { threadId: null },
    });
  });

  it("the initial thread is loaded and not reported as a change; a start without one reports nothing", async () => {
    const server = new FakeServer().on("threads.get_by_id", () => thread("thr_1"));
    const first = start(server, { initialThread: "thr_1" });
    await until(() => expect(first.names()).toEqual(["ready", "thread.load.start", "thread.load.end"]));
    const second = start(new FakeServer(), { initialThread: null });
    await until(() => expect(second.names()).toEqual(["ready"]));
  });

  it("response.end comes after a stop, an error event, a broken connection and a refusal", async () => {
    for (const finish of ["stop", "error", "break", "refuse"] as const) {
      const server = new FakeServer().onStream("threads.create", (stream) => {
        stream.send(...answer("hi", "").slice(0, 4), delta("part "));
      });
      if (finish === "refuse") server.on("threads.create", () => new Response(null, { status: 503 }));
      const { element, names } = start(server);
      await element.sendUserMessage({ text: "hi" }).catch(() => undefined);
      if (finish === "stop") {
        await until(() => expect(button(element, "Stop")).toBeTruthy());
        button(element, "Stop").click();
      }
      if (finish === "error") {
        server.streams[0]?.send({ type: "error", code: "stream.error", allow_retry: true });
        server.streams[0]?.end();
      }
      if (finish === "break") server.streams[0]?.break();
      await until(() => expect(names().at(-1), finish).toBe("response.end"));
      expect(
        names().filter((name) => name === "response.start"),
        finish,
      ).toHaveLength(1);
      expect(names().includes("error"), finish).toBe(finish !== "stop");
      element.remove();
    }
  });

  it("deeplinks are reported and not followed", async () => {
    const server = new FakeServer().onStream("threads.create", (stream) => {
      stream.send(...answer("hi", "[open it](chatkit-link://task?id=7&x=a%20b)"));
      stream.end();
    });
    const { element, heard, names } = start(server);
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(names()).toContain("response.end"));
    await until(() => expect(button(element, "open it")).toBeTruthy());
    button(element, "open it").click();
    expect(heard.at(-1)).toEqual({ name: "deeplink", detail: { name: "task", data: { id: "7", x: "a b" } } });
    expect(inside(element).querySelector("a[href^='chatkit']")).toBeNull();
  });

  it("composer.change tells of drafts, per thread, after a pause and before the page goes", async () => {
    const { element, heard } = start(new FakeServer());
    type(element, "ha");
    type(element, "half");
    window.dispatchEvent(new Event("pagehide"));
    await until(() =>
      expect(heard.filter((one) => one.name === "log").map((one) => one.detail)).toEqual([
        { name: "composer.change", data: { threadId: null, text: "half" } },
      ]),
    );
  });
});

describe("connection", () => {
  it("ready comes once per connection, and leaving ends requests", async () => {
    const server = new FakeServer().onStream("threads.create", (stream) => stream.send(...answer("hi", "").slice(0, 4)));
    server.on("threads.get_by_id", () => thread("thr_1", { items: { data: [userItem("hi"), assistantItem("kept")], has_more: false } }));
    const { element, names } = start(server);
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(names()).toContain("thread.change"));
    element.remove();
    await until(() => expect(server.requests[0]?.signal?.aborted).toBe(true));
    await until(() => expect(names().filter((name) => name === "response.end")).toHaveLength(1));
    document.body.append(element);
    await until(() => expect(names().filter((name) => name === "ready")).toHaveLength(2));
    // What the server kept of the broken answer is fetched.
    await until(() => expect(textOf(element)).toContain("kept"));
  });

  it("being moved breaks nothing off", async () => {
    const server = new FakeServer().onStream("threads.create", (stream) => stream.send(...answer("hi", "").slice(0, 4)));
    const { element } = start(server);
    await element.sendUserMessage({ text: "hi" });
    const other = document.createElement("div");
    document.body.append(other);
    other.append(element);
    await new Promise((resolve) => queueMicrotask(() => resolve(null)));
    expect(server.requests[0]?.signal?.aborted).toBe(false);
    server.streams[0]?.send(delta("still here "));
    await until(() => expect(textOf(element)).toContain("still here"));
  });

  it("speaks to the server through nothing but api.fetch", async () => {
    const outside = vi.spyOn(globalThis, "fetch");
    const server = new FakeServer().onStream("threads.create", (stream) => {
      stream.send(...answer("hi", "![x](https://tracker.example/p.png)"));
      stream.end();
    });
    const { element, names } = start(server);
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(names()).toContain("response.end"));
    expect(outside).not.toHaveBeenCalled();
    expect(inside(element).querySelector("img")).toBeNull();
  });

  it("with getClientSecret: a bearer, once more with a new one on 401", async () => {
    const calls: (string | null)[] = [];
    const seen: (string | null)[] = [];
    vi.stubGlobal(
      "fetch",
      vi.fn(async (_url: string, init: RequestInit) => {
        const authorization = new Headers(init.headers).get("authorization");
        seen.push(authorization);
        if (authorization === "Bearer one") return new Response(null, { status: 401 });
        return Response.json({ data: [], has_more: false });
      }),
    );
    const { element } = mount();
    element.setOptions({
      api: {
        url: "/chatkit",
        getClientSecret: async (current) => {
          calls.push(current);
          return current === null ? "one" : "two";
        },
      },
    });
    await element.showHistory();
    await until(() => expect(textOf(element)).toContain("No chats yet."));
    expect(calls).toEqual([null, "one"]);
    expect(seen).toEqual(["Bearer one", "Bearer two"]);
    vi.unstubAllGlobals();
  });
});
