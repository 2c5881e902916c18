import { afterEach, describe, expect, it } from "vitest";
import { readContent, toContent, toDraftText } from "../../src/composer/content";
import { placeTags } from "../../src/composer/tags";
import { button, find, inside, mount, press, textOf, type, until } from "../page";
import { answer, FakeServer, thread } from "../server";

afterEach(() => document.body.replaceChildren());

function start(server = new FakeServer(), options: object = {}) {
  const page = mount();
  page.element.setOptions({ api: { url: "/chatkit", fetch: server.fetch as never }, ...options } as never);
  return page;
}

const field = (element: Element) => find<HTMLTextAreaElement>(element, "textarea");

function talkative(): FakeServer {
  return new FakeServer()
    .onStream("threads.create", (stream, body) => {
      const said = JSON.stringify(body.params["input"]);
      stream.send(...answer(said, "heard"));
      stream.end();
    })
    .on("threads.get_by_id", (body) => thread(String(body.params["thread_id"])));
}

describe("the field", () => {
  it("is labelled, has the placeholder of the options, and cannot send nothing", async () => {
    const { element } = start(new FakeServer(), { composer: { placeholder: "Ask me" } });
    expect(field(element).getAttribute("aria-label")).toBe("Message");
    expect(field(element).placeholder).toBe("Ask me");
    expect(button(element, "Send").disabled).toBe(true);
    type(element, " \n ");
    await until(() => expect(button(element, "Send").disabled).toBe(true));
    expect(press(field(element), "Enter").defaultPrevented).toBe(true);
    type(element, "x");
    await until(() => expect(button(element, "Send").disabled).toBe(false));
  });

  it("sends on Enter, once, trimmed, and is empty then", async () => {
    const server = talkative();
    const { element } = start(server);
    type(element, "  hello\n");
    press(field(element), "Enter");
    press(field(element), "Enter");
    await until(() => expect(textOf(element)).toContain("heard"));
    expect(server.requests).toHaveLength(1);
    expect(server.last("threads.create").params["input"]).toMatchObject({ content: [{ type: "input_text", text: "hello" }] });
    expect(field(element).value).toBe("");
  });

  it("is empty after what was pasted and sent within one frame", async () => {
    const server = talkative().onStream("threads.add_user_message", (stream) => {
      stream.send(...answer("again", "heard again"));
      stream.end();
    });
    const { element } = start(server);
    for (const [number, text] of ["one", "two", "three", "four"].entries()) {
      await until(() => expect(button(element, "Send")).toBeTruthy());
      type(element, text);
      press(field(element), "Enter");
      await until(() => expect(server.requests.filter(({ body }) => body.type !== "threads.get_by_id")).toHaveLength(number + 1));
      await until(() => expect(field(element).value).toBe(""));
    }
  });

  it.each([
    ["Shift+Enter", { shiftKey: true }],
    ["Enter of an input method", { isComposing: true }],
    ["Enter that Safari sends after composing", { keyCode: 229 }],
    ["Alt+Enter", { altKey: true }],
  ])("%s does not send", async (_, more) => {
    const server = talkative();
    const { element } = start(server);
    type(element, "hello");
    expect(press(field(element), "Enter", more).defaultPrevented).toBe(false);
    await new Promise((resolve) => requestAnimationFrame(resolve));
    expect(server.requests).toHaveLength(0);
    expect(field(element).value).toBe("hello");
  });

  it("leaves the arrows and Escape alone while it is empty", () => {
    const { element } = start(talkative(), { commands: { enabled: true }, entities: { onTagSearch: async () => [] } });
    for (const key of ["ArrowUp", "ArrowDown", "Escape", "Tab", "Backspace"]) {
      expect(press(field(element), key).defaultPrevented).toBe(false);
    }
    expect(field(element).value).toBe("");
  });

  it("a locked thread shows the reason in the field, a closed one instead of it", async () => {
    const status = { value: { type: "locked", reason: "Being checked" } };
    const server = new FakeServer().on("threads.get_by_id", () => thread("thr_1", { status: status.value }));
    const { element } = start(server, { initialThread: "thr_1" });
    await until(() => expect(field(element).disabled).toBe(true));
    expect(field(element).placeholder).toBe("Being checked");
    status.value = { type: "closed", reason: "Settled in May" };
    await element.fetchUpdates();
    await until(() => expect(inside(element).querySelector("textarea")).toBeNull());
    expect(textOf(element, ".foot")).toBe("Settled in May");
  });

  it("shows quote and files, which can be taken away", async () => {
    const server = talkative();
    const { element } = start(server);
    await element.setComposerValue({
      reply: "what you said",
      attachments: [{ type: "file", id: "atc_1", name: "lease.pdf", mime_type: "application/pdf" }],
    });
    await until(() => expect(textOf(element, ".extras")).toContain("what you said"));
    await until(() => expect(textOf(element, ".extras")).toContain("lease.pdf"));
    expect(button(element, "Send").disabled).toBe(false);
    button(element, "Remove the quote").click();
    button(element, "Remove lease.pdf").click();
    await until(() => expect(inside(element).querySelector(".extras")).toBeNull());
  });
});

describe("drafts", () => {
  it("are kept per thread", async () => {
    const { element } = start(talkative());
    type(element, "for the new one");
    await element.setThreadId("thr_a");
    await until(() => expect(field(element).value).toBe(""));
    type(element, "for a");
    await element.setThreadId("thr_b");
    await until(() => expect(field(element).value).toBe(""));
    await element.setThreadId("thr_a");
    await until(() => expect(field(element).value).toBe("for a"));
    await element.setThreadId(null);
    await until(() => expect(field(element).value).toBe("for the new one"));
  });

  it("written while the first answer runs belong to the thread it makes", async () => {
    const server = new FakeServer().onStream("threads.create");
    const { element, heard } = start(server);
    void element.sendUserMessage({ text: "hi" });
    await until(() => expect(server.streams).toHaveLength(1));
    type(element, "and another thing");
    server.streams[0]?.send(...answer("hi", "one"));
    await until(() => expect(textOf(element)).toContain("one"));
    expect(field(element).value).toBe("and another thing");
    await element.setThreadId(null);
    await until(() => expect(field(element).value).toBe(""));
    const told = () =>
      heard
        .filter((one) => (one.detail as { name?: string })?.name === "composer.change")
        .map((one) => (one.detail as { data: unknown }).data);
    await until(() => expect(told()).toContainEqual({ threadId: "thr_1", text: "and another thing" }));
    await until(() => expect(told()).toContainEqual({ threadId: null, text: "" }));
  });

  it("can be given at the start, and later options do not bring them back", async () => {
    const options = { composer: { initialDrafts: { "": "unsent", thr_a: "for a" } } };
    const { element } = start(talkative(), options);
    await until(() => expect(field(element).value).toBe("unsent"));
    type(element, "");
    element.setOptions({ api: { url: "/chatkit", fetch: talkative().fetch as never }, ...options });
    await element.setThreadId("thr_a");
    await until(() => expect(field(element).value).toBe("for a"));
    await element.setThreadId(null);
    await until(() => expect(field(element).value).toBe(""));
  });
});

describe("content", () => {
  const tag = (text: string, id = text) => ({ type: "input_tag" as const, id, text, data: {}, interactive: false });

  it("finds the tags of a draft in its text, the longest first", () => {
    const text = "see @Plan B, @Plan and @Nobody";
    expect(toContent(text, placeTags(text, [tag("Plan"), tag("Plan B")]))).toEqual([
      { type: "input_text", text: "see " },
      tag("Plan B"),
      { type: "input_text", text: ", " },
      tag("Plan"),
      { type: "input_text", text: " and @Nobody" },
    ]);
    expect(toContent("", [])).toEqual([{ type: "input_text", text: "" }]);
  });

  it("goes to a draft and back unchanged", () => {
    const content = [{ type: "input_text" as const, text: "a " }, tag("Plan", "e1"), { type: "input_text" as const, text: " b" }];
    const { text, placed } = toDraftText(content);
    expect(text).toBe("a @Plan b");
    expect(toContent(text, placed)).toEqual(content);
  });

  it("from a page is filled in and cleaned", () => {
    expect(readContent([{ type: "input_tag", id: "1", text: "a" }, { type: "input_tag" }, { type: "x" }, null, "s"])).toEqual([
      tag("a", "1"),
    ]);
    expect(readContent("text")).toEqual([]);
  });
});

describe("the start screen", () => {
  it("greets, and a prompt is sent when pressed", async () => {
    const server = talkative();
    const { element } = start(server, {
      startScreen: { greeting: "Hello there", prompts: [{ label: "Short", prompt: "A long question", icon: "plus" }] },
    });
    expect(textOf(element, ".start")).toBe("Hello thereShort");
    button(element, "Short").click();
    await until(() => expect(textOf(element)).toContain("heard"));
    expect(server.last("threads.create").params["input"]).toMatchObject({ content: [{ type: "input_text", text: "A long question" }] });
    expect(inside(element).querySelector(".start")).toBeNull();
  });
});

describe("answers", () => {
  it("can be rated, and a rating that is not taken is taken back", async () => {
    const server = talkative().on("items.feedback", () => ({}));
    const { element, heard } = start(server, { threadItemActions: { feedback: true } });
    await element.sendUserMessage({ text: "hi" });
    await until(() => button(element, "Good answer").click());
    await until(() => expect(button(element, "Good answer").getAttribute("aria-pressed")).toBe("true"));
    expect(server.last("items.feedback").params).toEqual({ thread_id: "thr_1", item_ids: ["msg_a1"], kind: "positive" });
    server.on("items.feedback", () => new Response(null, { status: 500 }));
    button(element, "Bad answer").click();
    await until(() => expect(heard.at(-1)?.name).toBe("error"));
    await until(() => expect(button(element, "Bad answer").getAttribute("aria-pressed")).toBe("false"));
  });

  it("can be made anew when the options say so, the last one only", async () => {
    const server = talkative().onStream("threads.retry_after_item", (stream) => {
      stream.send(...answer("hi", "second try", false).slice(1));
      stream.end();
    });
    const { element } = start(server, { threadItemActions: { retry: true } });
    await element.sendUserMessage({ text: "hi" });
    await until(() => button(element, "Retry").click());
    await until(() => expect(textOf(element)).toContain("second try"));
    expect(textOf(element)).not.toContain("heard");
    expect([...inside(element).querySelectorAll("[aria-label=Retry]")]).toHaveLength(1);
  });

  it("have neither when the options do not", async () => {
    const { element } = start(talkative());
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(button(element, "Copy")).toBeTruthy());
    const names = [...inside(element).querySelectorAll("[aria-label]")].map((one) => one.getAttribute("aria-label"));
    expect(names).not.toContain("Good answer");
    expect(names).not.toContain("Retry");
  });

  it("are copied as the Markdown they are", async () => {
    const written: string[] = [];
    Object.defineProperty(navigator, "clipboard", {
      configurable: true,
      value: { writeText: async (text: string) => void written.push(text) },
    });
    const server = new FakeServer().onStream("threads.create", (stream) => {
      stream.send(...answer("hi", "**bold** and `code`"));
      stream.end();
    });
    const { element } = start(server);
    await element.sendUserMessage({ text: "hi" });
    await until(() => find<HTMLButtonElement>(element, ".acts-line [aria-label=Copy]").click());
    find<HTMLButtonElement>(element, ".said-line [aria-label=Copy]").click();
    await until(() => expect(written).toEqual(["**bold** and `code`", "hi"]));
    await until(() => expect(find(element, ".acts-line button").getAttribute("aria-label")).toBe("Copied"));
  });
});
