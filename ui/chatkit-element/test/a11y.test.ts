import axe from "axe-core";
import { afterEach, describe, expect, it } from "vitest";
import { button, inside, mount, textOf, until } from "./page";
import { answer, assistantItem, FakeServer, thread, userItem } from "./server";

afterEach(() => document.body.replaceChildren());

const MARKDOWN =
  "# Before Monday\n\n1. Answer\n2. Draft **two pages**\n\n- [x] done\n\n> Nothing is final\n\n```js\nx\n```\n\n| a | b |\n|--|--|\n| 1 | 2 |\n\n[link](https://a.example/)";

const CARD = {
  type: "widget",
  id: "msg_w",
  thread_id: "thr_1",
  created_at: "",
  widget: {
    type: "ListView",
    status: { text: "Work, today" },
    limit: 1,
    children: ["one", "two"].map((label) => ({
      type: "ListViewItem",
      onClickAction: { type: "open" },
      children: [
        { type: "Checkbox", name: label, defaultChecked: false, onChangeAction: { type: "x" } },
        { type: "Text", value: label },
        { type: "Button", iconStart: "lucide:trash-2", label: "", onClickAction: { type: "y" } },
      ],
    })),
  },
};

const FLOW = {
  type: "workflow",
  id: "wf",
  thread_id: "thr_1",
  created_at: "",
  workflow: {
    type: "custom",
    expanded: true,
    summary: { title: "Looked it up" },
    tasks: [
      { type: "thought", content: "hm", status_indicator: "complete" },
      {
        type: "web_search",
        queries: ["q"],
        sources: [{ type: "url", title: "E", url: "https://e.example/" }],
        status_indicator: "complete",
      },
    ],
  },
};

function start(server: FakeServer, options: object = {}) {
  const page = mount();
  page.element.setOptions({
    api: { url: "/chatkit", fetch: server.fetch as never },
    threadItemActions: { feedback: true, retry: true },
    disclaimer: { text: "It can be *wrong*." },
    ...options,
  } as never);
  return page;
}

/** Everything axe can tell without a layout; contrast and sizes are looked at in a browser. */
async function check(element: Element): Promise<void> {
  const { violations, passes } = await axe.run(element as HTMLElement, {
    rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    resultTypes: ["violations", "passes"],
  });
  expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  expect(passes.length).toBeGreaterThan(10);
}

describe("axe finds nothing", () => {
  it("on the start screen", async () => {
    const { element } = start(new FakeServer(), {
      startScreen: { greeting: "Hello", prompts: [{ label: "One", prompt: "one", icon: "plus" }] },
    });
    await check(element);
  });

  it("in a thread with everything in it", async () => {
    const items = { data: [userItem("hi"), FLOW, assistantItem(MARKDOWN), CARD], has_more: false };
    const server = new FakeServer().on("threads.get_by_id", () => thread("thr_1", { title: "All of it", items }));
    const { element } = start(server, { initialThread: "thr_1" });
    await until(() => expect(inside(element).querySelector(".acts-line")).not.toBeNull());
    await check(element);
  });

  it("while an answer runs and after it failed", async () => {
    const server = new FakeServer().onStream("threads.create", (stream) => {
      stream.send(
        ...answer("hi", "").slice(0, 4),
        { type: "progress_update", text: "Looking" },
        { type: "notice", level: "warning", title: "Mind", message: "the *gap*" },
      );
    });
    const { element } = start(server);
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(textOf(element)).toContain("Looking"));
    await check(element);
    server.streams[0]?.break();
    await until(() => expect(button(element, "Retry")).toBeTruthy());
    await check(element);
  });

  it("in the list of threads, also while renaming and deleting", async () => {
    const server = new FakeServer().on("threads.list", () => ({
      data: [thread("thr_1", { title: "A" }), thread("thr_2", { title: "B" })],
      has_more: true,
      after: "thr_2",
    }));
    const { element } = start(server);
    await element.showHistory();
    await until(() => button(element, "Rename “A”").click());
    button(element, "Delete “B”").click();
    await until(() => expect(inside(element).querySelectorAll(".editing")).toHaveLength(2));
    await check(element);
  });

  it("in locked and closed threads", async () => {
    for (const type of ["locked", "closed"]) {
      const server = new FakeServer().on("threads.get_by_id", () => thread("thr_1", { status: { type, reason: "Because" } }));
      const { element, names } = start(server, { initialThread: "thr_1" });
      await until(() => expect(names()).toContain("thread.load.end"));
      await check(element);
      element.remove();
    }
  });
});

describe("texts", () => {
  it("are in the language of the options, English where there is none", async () => {
    const german = start(new FakeServer(), { locale: "de" });
    expect(button(german.element, "Senden").disabled).toBe(true);
    expect(inside(german.element).querySelector(".root")?.getAttribute("lang")).toBe("de");
    const other = start(new FakeServer(), { locale: "ja-JP" });
    expect(button(other.element, "Send").disabled).toBe(true);
  });

  it("of both catalogues have the same places to fill", async () => {
    const { en } = await import("../src/i18n/en");
    const { de } = await import("../src/i18n/de");
    const places = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
    for (const [key, text] of Object.entries(en)) {
      const german = de[key as keyof typeof de];
      expect(german.trim(), key).not.toBe("");
      expect(places(german), key).toEqual(places(text));
      expect(german.split("|").length, key).toBe(text.split("|").length);
    }
  });
});
