import { afterEach, describe, expect, it, vi } from "vitest";
import { defineChatKit, OpenAIChatKitElement } from "../../src/index";
import { find, inside, mount, start, textOf, type, until } from "../page";
import { answer, assistantItem, delta, FakeServer, type Stream, thread, userItem } from "../server";

afterEach(() => document.body.replaceChildren());

const half = (stream: Stream) => stream.send(...answer("hi", "").slice(0, 4), delta("half "));
const make = () => document.createElement("openai-chatkit") as OpenAIChatKitElement;

describe("registration", () => {
  it("defines the tag once and says whose it is", () => {
    expect(defineChatKit()).toBe(true);
    expect(defineChatKit()).toBe(true);
    expect(customElements.get("openai-chatkit")).toBe(OpenAIChatKitElement);
  });
});

describe("options before the page", () => {
  it("begin when the element is connected", async () => {
    defineChatKit();
    const element = make();
    const ready = vi.fn();
    element.addEventListener("chatkit.ready", ready);
    element.setOptions({ api: { url: "/chatkit" }, theme: "dark" });
    element.setOptions({ api: { url: "/chatkit" }, theme: "light" });
    expect(inside(element).querySelector(".frame")).toBeNull();
    document.body.append(element);
    await until(() => expect(ready).toHaveBeenCalledTimes(1));
    expect(find(element, ".root").dataset["scheme"]).toBe("light");
    expect(inside(element).querySelector("textarea")).not.toBeNull();
  });

  it("and methods before options: all are done once there is a chat", async () => {
    const server = new FakeServer().on("threads.get_by_id", () => thread("thr_1", { title: "First" }));
    defineChatKit();
    const element = make();
    const opened = element.setThreadId("thr_1");
    document.body.append(element);
    expect(server.requests).toHaveLength(0);
    element.setOptions({ api: { url: "/chatkit", fetch: server.fetch as never } });
    await opened;
    await until(() => expect(textOf(element, ".title")).toBe("First"));
  });

  it("events of the start wait for a listener that comes late", async () => {
    defineChatKit();
    const element = make();
    document.body.append(element);
    const server = new FakeServer().on("threads.get_by_id", () => thread("thr_1"));
    element.setOptions({ api: { url: "/chatkit", fetch: server.fetch as never }, initialThread: "thr_1" });
    await until(() => expect(server.requests).toHaveLength(1));
    const calls: string[] = [];
    for (const name of ["chatkit.thread.load.start", "chatkit.ready"]) element.addEventListener(name, () => calls.push(name));
    await until(() => expect(calls).toEqual(["chatkit.ready", "chatkit.thread.load.start"]));
  });
});

describe("while it is on the page", () => {
  it("keeps thread, draft, place and a running answer when only the looks change", async () => {
    const server = new FakeServer().onStream("threads.create", half);
    const { element, names } = start(server);
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(textOf(element)).toContain("half"));
    const area = type(element, "half a thought");
    find(element, ".scroll").scrollTop = 12;
    const looks = { theme: "dark", header: { title: { text: "Other" } }, startScreen: { prompts: [] }, locale: "de" };
    element.setOptions({ api: { url: "/chatkit", fetch: server.fetch as never }, ...looks } as never);
    server.streams[0]?.send(delta("and more "));
    await until(() => expect(textOf(element)).toContain("and more"));
    expect(find(element, "textarea")).toBe(area);
    expect([area.value, find(element, ".scroll").scrollTop]).toEqual(["half a thought", 12]);
    expect(server.types()).toEqual(["threads.create"]);
    expect(names()).toEqual(["ready", "response.start", "thread.change"]);
  });

  it("starts over when the address changes, and says which thread it shows", async () => {
    const server = new FakeServer()
      .onStream("threads.create", (stream) => stream.send(...answer("hi", "one")).end())
      .on("threads.get_by_id", () => thread("thr_2", { title: "There" }));
    const { element, heard, names } = start(server);
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(names()).toContain("response.end"));
    type(element, "for the other server");
    element.setOptions({ api: { url: "/other", fetch: server.fetch as never } });
    await until(() => expect(textOf(element)).not.toContain("one"));
    expect(find<HTMLTextAreaElement>(element, "textarea").value).toBe("");
    await until(() => expect(heard.at(-1)).toEqual({ name: "thread.change", detail: { threadId: null } }));
    element.setOptions({ api: { url: "/third", fetch: server.fetch as never }, initialThread: "thr_2" });
    await until(() => expect(textOf(element, ".title")).toBe("There"));
    expect(server.requests.map((one) => one.url)).toEqual(["/chatkit", "/third"]);
    await until(() => expect(names().slice(-3)).toEqual(["thread.change", "thread.load.start", "thread.load.end"]));
  });

  it("refused options leave what is there as it is", async () => {
    const { element, names } = start(new FakeServer());
    const area = type(element, "half a thought");
    element.setOptions({ api: {} } as never);
    await until(() => expect(names()).toEqual(["ready", "error"]));
    expect(find(element, "textarea")).toBe(area);
  });

  it("being moved breaks nothing off", async () => {
    const server = new FakeServer().onStream("threads.create", half);
    const { element, names } = start(server);
    await element.sendUserMessage({ text: "hi" });
    const other = document.createElement("div");
    document.body.append(other);
    other.append(element);
    server.streams[0]?.send(delta("still here "));
    await until(() => expect(textOf(element)).toContain("still here"));
    expect(server.requests[0]?.signal?.aborted).toBe(false);
    expect(names()).not.toContain("response.end");
  });

  it("speaks to the server through nothing but api.fetch", async () => {
    const outside = vi.spyOn(globalThis, "fetch");
    const server = new FakeServer().onStream("threads.create", (stream) => {
      stream.send(...answer("hi", "![x](https://tracker.example/p.png)")).end();
    });
    const { element, names } = start(server);
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(names()).toContain("response.end"));
    expect(outside).not.toHaveBeenCalled();
    expect(inside(element).querySelector("img")).toBeNull();
  });
});

describe("off the page and back", () => {
  it("ends requests, is ready once more, and shows what the server kept", async () => {
    const server = new FakeServer().onStream("threads.create", half);
    server.on("threads.get_by_id", () => thread("thr_1", { items: { data: [userItem("hi"), assistantItem("kept")], has_more: false } }));
    const { element, names } = start(server);
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(names()).toContain("thread.change"));
    element.remove();
    await until(() => expect(server.requests[0]?.signal?.aborted).toBe(true));
    await until(() => expect(names().filter((name) => name === "response.end")).toHaveLength(1));
    document.body.append(element);
    await until(() => expect(names().filter((name) => name === "ready")).toHaveLength(2));
    await until(() => expect(textOf(element)).toContain("kept"));
  });

  it("keeps thread and draft, and takes options meanwhile", async () => {
    const server = new FakeServer().on("threads.get_by_id", () => thread("thr_1", { title: "First" }));
    const { element } = start(server, { initialThread: "thr_1" });
    await until(() => expect(textOf(element, ".title")).toBe("First"));
    type(element, "half a thought");
    element.remove();
    await until(() => expect(inside(element).querySelector(".frame")).toBeNull());
    element.setOptions({ api: { url: "/chatkit", fetch: server.fetch as never }, theme: "dark" });
    document.body.append(element);
    await until(() => expect(find<HTMLTextAreaElement>(element, "textarea").value).toBe("half a thought"));
    expect([textOf(element, ".title"), find(element, ".root").dataset["scheme"]]).toEqual(["First", "dark"]);
    expect(server.types()).toEqual(["threads.get_by_id"]);
  });

  it("an address that changed meanwhile is another chat as well", async () => {
    const server = new FakeServer().on("threads.get_by_id", () => thread("thr_1", { title: "First" }));
    const { element } = start(server, { initialThread: "thr_1" });
    await until(() => expect(textOf(element, ".title")).toBe("First"));
    element.remove();
    await until(() => expect(inside(element).querySelector(".frame")).toBeNull());
    element.setOptions({ api: { url: "/other", fetch: server.fetch as never } });
    document.body.append(element);
    await until(() => expect(textOf(element, ".title")).toBe("New chat"));
  });

  it("listens to nothing outside of itself while it is off the page", async () => {
    const { element, heard } = mount();
    element.setOptions({ api: { url: "/chatkit" } });
    type(element, "a draft");
    element.remove();
    await until(() => expect(inside(element).querySelector(".frame")).toBeNull());
    const before = heard.length;
    window.dispatchEvent(new Event("pagehide"));
    expect(heard).toHaveLength(before);
  });
});
