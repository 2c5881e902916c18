/** @jsxImportSource preact */
import { afterEach, describe, expect, it, vi } from "vitest";
import { citationsOf } from "../src/conversation/citations";
import { Turns } from "../src/conversation/turns";
import { NEW_THREAD } from "../src/store/thread";
import type { Annotation, ThreadItem } from "../src/wire/protocol";
import { button, find, inside, mount, press, textOf, until } from "./page";
import { assistantItem, delta, FakeServer, thread, userItem } from "./server";

afterEach(() => document.body.replaceChildren());

const url = (title: string, at?: number): Annotation => ({
  type: "annotation",
  source: { type: "url", title, url: `https://${title}.example/` },
  ...(at === undefined ? {} : { index: at }),
});
const part = (text: string, annotations: Annotation[]) => ({ type: "output_text" as const, text, annotations });

/** An element that shows these items. */
async function show(items: object[], options: object = {}, server = new FakeServer()) {
  server.on("threads.get_by_id", () => thread("thr_1", { items: { data: items, has_more: false } }));
  const page = mount();
  page.element.setOptions({ api: { url: "/chatkit", fetch: server.fetch as never }, initialThread: "thr_1", ...options } as never);
  await until(() => expect(inside(page.element).querySelector(".turn")).not.toBeNull());
  return { ...page, server };
}

const message = (text: string, annotations: object[]) => ({
  ...assistantItem(text),
  content: [{ type: "output_text", text, annotations }],
});

describe("sources", () => {
  it("are numbered in the order of the text, each once", () => {
    const { sources, marks } = citationsOf([
      part("one two", [url("b", 7), url("a", 3), url("b", 3)]),
      part("three", [url("a", 5), url("c")]),
    ]);
    expect(sources.map((source) => source.title)).toEqual(["a", "b", "c"]);
    expect(marks.map((list) => list.map((mark) => [mark.at, mark.number]))).toEqual([
      [
        [3, 1],
        [3, 2],
        [7, 2],
      ],
      [[5, 1]],
    ]);
  });

  it("stand where the server counts characters, not UTF-16 units", () => {
    const { marks } = citationsOf([part("🎉🎉 done", [url("a", 7)])]);
    expect(marks[0]?.[0]?.at).toBe(9);
  });

  it("that make no sense are left out", () => {
    const broken = [{ type: "annotation" }, { type: "annotation", source: null }, { type: "annotation", source: "x" }] as never[];
    expect(citationsOf([part("x", [...broken, { ...url("a"), index: -1 }])])).toMatchObject({ sources: [{ title: "a" }], marks: [[]] });
  });

  it("are marked in their places, and a mark leads to the list", async () => {
    const text = "The lease runs to the **30th** and needs `both` signatures.\n\n```js\ncode\n```\n\nEnd.";
    const { element } = await show([userItem("q"), message(text, [url("a", 30), url("b", 45), url("c", 70), url("d", 200)])]);
    await until(() => expect(inside(element).querySelectorAll(".message sup")).toHaveLength(4));
    expect(find(element, ".message p").textContent).toBe("The lease runs to the 30th1 and needs both2 signatures.");
    expect(find(element, ".codeblock").nextElementSibling?.textContent).toBe("3");
    expect(find(element, ".md > p:last-child").textContent).toBe("End.4");
    const list = find<HTMLDetailsElement>(element, ".sources");
    expect(list.open).toBe(false);
    button(element, "Source 2: b").click();
    expect(list.open).toBe(true);
    expect(inside(element).activeElement).toBe(find(element, '[data-source="2"] a'));
  });

  it("that come while the text grows are marked at once, and the text before them is not drawn again", async () => {
    const server = new FakeServer().onStream("threads.create", (stream) => {
      stream.send({ type: "thread.created", thread: thread() }, { type: "thread.item.done", item: userItem("q") });
      stream.send({ type: "thread.item.added", item: assistantItem("") }, delta("First one.\n\nSecond "));
    });
    const { element } = mount();
    element.setOptions({ api: { url: "/chatkit", fetch: server.fetch as never } } as never);
    await element.sendUserMessage({ text: "q" });
    await until(() => expect(textOf(element)).toContain("Second"));
    const second = inside(element).querySelectorAll(".message p")[1];
    server.streams[0]?.send({
      type: "thread.item.updated",
      item_id: "msg_a1",
      update: { type: "assistant_message.content_part.annotation_added", content_index: 0, annotation_index: 0, annotation: url("a", 9) },
    });
    await until(() => expect(inside(element).querySelectorAll(".message sup")).toHaveLength(1));
    expect(inside(element).querySelectorAll(".message p")[1]).toBe(second);
    server.streams[0]?.send(delta("grows on "));
    await until(() => expect(textOf(element)).toContain("grows"));
    expect(inside(element).querySelectorAll(".message sup")).toHaveLength(1);
  });

  it("an entity with an inline label is a chip, and can be pressed where the page wants it", async () => {
    const onClick = vi.fn();
    const source = { type: "entity", id: "e1", title: "Ines", inline_label: "Ines about the lease", interactive: true, data: { n: 1 } };
    const { element } = await show([userItem("q"), message("I would ask .", [{ type: "annotation", source, index: 12 }])], {
      entities: { onClick },
    });
    await until(() => expect(inside(element).querySelector(".message button.mention")).not.toBeNull());
    button(element, "Ines about the lease").click();
    expect(onClick).toHaveBeenCalledExactlyOnceWith({ id: "e1", title: "Ines", interactive: true, data: { n: "1" } });
  });
});

describe("a question", () => {
  const asked = (multiple: boolean) => ({
    type: "structured_input",
    id: "msg_q",
    thread_id: "thr_1",
    created_at: "",
    status: "pending",
    inputs: [
      { type: "multiple_choice", id: "which", question: "Which?", options: [{ value: "A" }, { value: "B" }], multiple },
      { type: "freeform", id: "why", question: "Why?", description: "In a word." },
    ],
  });
  const checked = (element: Element) => [...inside(element).querySelectorAll<HTMLInputElement>(".choice input")].map((one) => one.checked);

  it("is answered by digits, but not while one writes", async () => {
    const { element } = await show([asked(false)]);
    press(find(element, ".question"), "2");
    await until(() => expect(checked(element).slice(0, 2)).toEqual([false, true]));
    press(find(element, ".field.own"), "1");
    press(find(element, ".question"), "9");
    press(find(element, ".question"), "1", { ctrlKey: true });
    await until(() => expect(checked(element).slice(0, 2)).toEqual([false, true]));
    press(find(element, ".question"), "1");
    await until(() => expect(checked(element).slice(0, 2)).toEqual([true, false]));
  });

  it("with several choices takes each back by its digit", async () => {
    const { element } = await show([asked(true)]);
    press(find(element, ".question"), "1");
    press(find(element, ".question"), "2");
    await until(() => expect(checked(element).slice(0, 2)).toEqual([true, true]));
    press(find(element, ".question"), "1");
    await until(() => expect(checked(element).slice(0, 2)).toEqual([false, true]));
  });
});

describe("items of all kinds", () => {
  const at = { thread_id: "thr_1", created_at: "" };
  const flow = (workflow: object, id = "wf_1") => ({
    type: "workflow",
    id,
    ...at,
    workflow: { type: "custom", tasks: [], expanded: false, ...workflow },
  });
  const task = (title: string, more: object = {}) => ({ type: "custom", title, status_indicator: "complete", ...more });

  it.each([
    ["a summary", { tasks: [task("a"), task("b")], summary: { title: "Both done" } }, "Both done"],
    ["a duration", { type: "reasoning", tasks: [{ type: "thought", content: "x" }], summary: { duration: 4 } }, "Thought for 4 s"],
    ["no time", { type: "reasoning", tasks: [{ type: "thought", content: "x" }] }, "Thought it over"],
    ["tasks alone", { tasks: [task("a"), task("b")] }, "b"],
    ["nothing", {}, "Details"],
  ])("a workflow with %s", async (_name, workflow, expected) => {
    const { element } = await show([userItem("q"), flow(workflow)]);
    expect(textOf(element, ".tool .clip")).toBe(expected);
  });

  it("a workflow folds when the server folds it, and stays as a person left it", async () => {
    const tasks = [task("a"), task("b")];
    const server = new FakeServer().onStream("threads.create", (stream) => {
      stream.send({ type: "thread.created", thread: thread() }, { type: "thread.item.done", item: userItem("q") });
      stream.send({ type: "thread.item.added", item: flow({ tasks, expanded: true }) });
    });
    const { element } = mount();
    element.setOptions({ api: { url: "/chatkit", fetch: server.fetch as never } } as never);
    await element.sendUserMessage({ text: "q" });
    await until(() => expect(find(element, "button.tool").getAttribute("aria-expanded")).toBe("true"));
    server.streams[0]?.send({ type: "thread.item.done", item: flow({ tasks, summary: { title: "Done" } }) });
    await until(() => expect(find(element, "button.tool").getAttribute("aria-expanded")).toBe("false"));
    find(element, "button.tool").click();
    await until(() => expect(find(element, "button.tool").getAttribute("aria-expanded")).toBe("true"));
    server.streams[0]?.send({ type: "thread.item.replaced", item: flow({ tasks, summary: { title: "Done again" } }) });
    await until(() => expect(textOf(element)).toContain("Done again"));
    expect(find(element, "button.tool").getAttribute("aria-expanded")).toBe("true");
  });

  it("a picture shows how far it is, then itself, and a word when it cannot be loaded", async () => {
    const picture = (more: object) => ({ type: "generated_image", id: "img", ...at, ...more });
    const server = new FakeServer().onStream("threads.create", (stream) => {
      stream.send({ type: "thread.created", thread: thread() }, { type: "thread.item.done", item: userItem("q") });
      stream.send({ type: "thread.item.added", item: picture({}) });
    });
    const { element } = mount();
    element.setOptions({ api: { url: "/chatkit", fetch: server.fetch as never } } as never);
    await element.sendUserMessage({ text: "q" });
    await until(() => expect(textOf(element)).toContain("Making a picture"));
    const image = { id: "i1", url: "data:image/png;base64,AAAA" };
    server.streams[0]?.send({
      type: "thread.item.updated",
      item_id: "img",
      update: { type: "generated_image.updated", image, progress: 0.4 },
    });
    await until(() => expect(textOf(element)).toContain("40 %"));
    server.streams[0]?.send({ type: "thread.item.done", item: picture({ image }) });
    await until(() => expect(textOf(element)).not.toContain("Making"));
    expect(find<HTMLImageElement>(element, ".picture img").src).toBe(image.url);
    find(element, ".picture img").dispatchEvent(new Event("error"));
    await until(() => expect(textOf(element)).toContain("Picture not loaded"));
  });

  it("attachments show a picture where the address is safe, else name and kind", async () => {
    const attachments = [
      { type: "image", id: "a1", name: "board.jpg", mime_type: "image/jpeg", preview_url: "https://files.example/board.jpg" },
      { type: "image", id: "a2", name: "evil.svg", mime_type: "image/svg+xml", preview_url: "javascript:alert(1)" },
      { type: "file", id: "a3", name: "lease.pdf", mime_type: "application/pdf" },
      { type: "file", id: "a4", name: "noextension", mime_type: "text/plain" },
    ];
    const { element } = await show([{ ...userItem("look"), attachments }, assistantItem("seen")]);
    const images = [...inside(element).querySelectorAll<HTMLImageElement>("img")];
    expect(images.map((one) => [one.getAttribute("src"), one.alt])).toEqual([["https://files.example/board.jpg", "board.jpg"]]);
    expect([...inside(element).querySelectorAll(".attachment")].map((one) => one.textContent)).toEqual([
      "evil.svgSVG",
      "lease.pdfPDF",
      "noextensionPLAIN",
    ]);
  });

  it("unknown kinds, hidden ones, and broken ones are passed over", async () => {
    const odd = [
      { type: "hologram", id: "x1", ...at },
      { type: "hidden_context_item", id: "x2", ...at, content: "secret" },
      { type: "workflow", id: "x3", ...at, workflow: null },
      { type: "client_tool_call", id: "x4", ...at, status: "completed", call_id: "c", name: "n", arguments: {} },
      { type: "end_of_turn", id: "x5", ...at },
    ];
    const { element } = await show([userItem("q"), ...odd, assistantItem("fine")]);
    expect(textOf(element, ".turn")).toBe("qfine");
  });

  it("a message that no answer came to can be answered", async () => {
    const server = new FakeServer().onStream("threads.retry_after_item", (stream) => {
      stream.send({ type: "thread.item.done", item: assistantItem("at last") });
      stream.end();
    });
    const { element } = await show([userItem("q")], {}, server);
    button(element, "Retry").click();
    await until(() => expect(textOf(element)).toContain("at last"));
    expect(server.last("threads.retry_after_item").params).toEqual({ thread_id: "thr_1", item_id: "msg_u1" });
    expect(inside(element).querySelector(".failure")).toBeNull();
  });
});

describe("turns in groups", () => {
  const item = (id: string) => (Number(id) % 2 === 0 ? userItem(id, id) : assistantItem(id, id)) as unknown as ThreadItem;
  const items = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => item(String(from + i)));

  it("stay the same objects when others come before or after them", () => {
    const turns = new Turns();
    const entries = items(100, 200);
    const before = turns.read({ ...NEW_THREAD, entries });
    const after = turns.read({ ...NEW_THREAD, entries: [...items(40, 100), ...entries, ...items(200, 202)] });
    const kept = before.filter((group) => after.includes(group));
    expect(kept).toHaveLength(before.length - 1);
    expect(after.flatMap((group) => group.turns)).toHaveLength(81);
    expect(new Set(after.map((group) => group.key)).size).toBe(after.length);
  });

  it("only the group with the changed entry is another", () => {
    const turns = new Turns();
    const entries = items(0, 400);
    const before = turns.read({ ...NEW_THREAD, entries });
    const after = turns.read({ ...NEW_THREAD, entries: entries.with(399, { ...entries[399] } as ThreadItem) });
    expect(after.map((group, i) => group === before[i])).toEqual([...before.slice(1).map(() => true), false]);
    expect(turns.read({ ...NEW_THREAD, entries: [...entries] }).slice(0, -1)).toEqual(after.slice(0, -1));
  });
});
