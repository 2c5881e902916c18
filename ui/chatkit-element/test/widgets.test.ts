import { afterEach, describe, expect, it, vi } from "vitest";
import { boxStyle, colorOf, textStyle } from "../src/widgets/style";
import { button, find, inside, mount, textOf, until } from "./page";
import { assistantItem, FakeServer, thread, userItem } from "./server";

afterEach(() => document.body.replaceChildren());

const action = (type: string, more: object = {}) => ({ type, payload: { id: 7 }, ...more });
const widget = (root: object, id = "msg_w") => ({ type: "widget", id, thread_id: "thr_1", created_at: "", widget: root });

async function show(root: object, server = new FakeServer(), options: object = {}) {
  server.on("threads.get_by_id", () => thread("thr_1", { items: { data: [userItem("show"), widget(root)], has_more: false } }));
  const page = mount();
  page.element.setOptions({ api: { url: "/chatkit", fetch: server.fetch as never }, initialThread: "thr_1", ...options } as never);
  await until(() => expect(inside(page.element).querySelector(".widget")).not.toBeNull());
  return { ...page, server };
}

const tick = (element: Element) => find<HTMLInputElement>(element, ".w-checkbox input");

describe("nodes", () => {
  it("of the first set are drawn", async () => {
    const { element } = await show({
      type: "Card",
      status: { text: "Work, today", icon: "calendar" },
      children: [
        { type: "Title", value: "Fourteen done" },
        { type: "Text", value: "late", color: "danger", lineThrough: true },
        { type: "Caption", value: "by Friday" },
        { type: "Row", children: [{ type: "Badge", label: "new", color: "info" }, { type: "Spacer" }, { type: "Icon", name: "star" }] },
        { type: "Divider" },
        { type: "Markdown", value: "**bold**" },
        { type: "Button", label: "Undo", onClickAction: action("undo"), iconStart: "lucide:undo-2" },
      ],
    });
    expect(textOf(element, ".w-card > .head")).toBe("Work, today");
    expect(find(element, "h4.w-title").textContent).toBe("Fourteen done");
    expect(find(element, ".w-text del").textContent).toBe("late");
    expect(find(element, ".w-text").style.color).toBe("var(--red)");
    expect(find(element, ".w-badge.info").textContent).toBe("new");
    expect(find(element, ".w-card strong").textContent).toBe("bold");
    expect(inside(element).querySelectorAll(".w-card svg")).toHaveLength(3);
  });

  it("that are unknown show their children; what is no node is passed over", async () => {
    const { element } = await show({
      type: "Basic",
      children: [
        { type: "Hologram", children: [{ type: "Text", value: "inside" }, null, 7, { value: "no type" }] },
        { type: "Transition", children: { type: "Text", value: "one child" } },
      ],
    });
    expect(textOf(element, ".widget")).toBe("insideone child");
  });

  it("lists show as many rows as they may, and the rest on demand", async () => {
    const rows = Array.from({ length: 9 }, (_, i) => ({ type: "ListViewItem", children: [{ type: "Text", value: `row ${i}` }] }));
    const { element } = await show({ type: "ListView", limit: 4, children: rows });
    expect(inside(element).querySelectorAll(".w-row")).toHaveLength(4);
    button(element, "Show 5 more").click();
    await until(() => expect(inside(element).querySelectorAll(".w-row")).toHaveLength(9));
  });

  it("can have no style that fetches something or breaks out", () => {
    for (const value of ["url(https://evil.example/x)", "red; background: url(x)", "image-set('x')", "expression(1)", "}", "\\75rl(x)"]) {
      expect(colorOf(value, "light"), value).toBeUndefined();
      expect(boxStyle({ type: "Box", background: value, width: value, padding: value, gap: value, flex: value }, "light"), value).toEqual(
        {},
      );
    }
  });

  it("turn the catalogue's values into CSS", () => {
    expect(
      boxStyle(
        {
          type: "Box",
          size: 40,
          padding: { x: 2, top: 1 },
          gap: 3,
          justify: "between",
          align: "start",
          radius: "full",
          border: { size: 1, color: "subtle" },
          margin: "1em",
        },
        "light",
      ),
    ).toEqual({
      width: "40px",
      height: "40px",
      margin: "1em",
      paddingInline: "8px",
      paddingBlockStart: "4px",
      gap: "12px",
      justifyContent: "space-between",
      alignItems: "flex-start",
      borderRadius: "999px",
      border: "1px solid var(--line)",
    });
    expect(textStyle({ type: "Text", color: { light: "red-500", dark: "#fff" }, weight: "semibold", textAlign: "end" }, "light")).toEqual({
      color: "var(--red)",
      fontWeight: 600,
      textAlign: "end",
    });
    expect(colorOf({ light: "red-500", dark: "#fff" }, "dark")).toBe("#fff");
  });
});

describe("actions", () => {
  it("stream into the thread, with the item they came from", async () => {
    const server = new FakeServer().onStream("threads.custom_action", (stream) => {
      stream.send({ type: "thread.item.replaced", item: widget({ type: "Card", children: [{ type: "Text", value: "after" }] }) });
      stream.send({ type: "thread.item.done", item: assistantItem("done") });
      stream.end();
    });
    const { element, names } = await show(
      { type: "Card", children: [{ type: "Button", label: "Do it", onClickAction: action("demo.done") }] },
      server,
    );
    button(element, "Do it").click();
    await until(() => expect(textOf(element, ".content")).toContain("after"));
    expect(server.last("threads.custom_action").params).toEqual({
      thread_id: "thr_1",
      item_id: "msg_w",
      action: { type: "demo.done", payload: { id: 7 } },
    });
    await until(() => expect(names().slice(-2)).toEqual(["response.start", "response.end"]));
    await until(() => expect(textOf(element, ".content")).toContain("done"));
  });

  it("without streaming replace the widget from the answer", async () => {
    const server = new FakeServer().on("threads.sync_custom_action", () => ({ updated_item: widget({ type: "Text", value: "synced" }) }));
    const { element, names } = await show(
      { type: "Card", children: [{ type: "Button", label: "Do it", onClickAction: action("x", { streaming: false }) }] },
      server,
    );
    button(element, "Do it").click();
    await until(() => expect(textOf(element, ".widget")).toBe("synced"));
    expect(names()).not.toContain("response.start");
  });

  it("for the page go to the page, with the widget", async () => {
    const onAction = vi.fn(async () => undefined);
    const root = { type: "Card", children: [{ type: "Button", label: "Open", onClickAction: action("open", { handler: "client" }) }] };
    const { element, server } = await show(root, new FakeServer(), { widgets: { onAction } });
    button(element, "Open").click();
    await until(() =>
      expect(onAction).toHaveBeenCalledExactlyOnceWith({ type: "open", payload: { id: 7 } }, { id: "msg_w", widget: root }),
    );
    expect(server.types()).toEqual(["threads.get_by_id"]);
  });

  it("that fail are said, and a page's handler that throws does not go unheard", async () => {
    const server = new FakeServer().on("threads.sync_custom_action", () => new Response(null, { status: 503 }));
    const root = (more: object) => ({ type: "Card", children: [{ type: "Button", label: "Do it", onClickAction: action("x", more) }] });
    const first = await show(root({ streaming: false }), server);
    button(first.element, "Do it").click();
    await until(() => expect(textOf(first.element, ".failure")).toContain("· 503"));
    server.on("threads.sync_custom_action", () => ({ updated_item: widget({ type: "Text", value: "at last" }) }));
    button(first.element, "Retry").click();
    await until(() => expect(textOf(first.element, ".widget")).toBe("at last"));
    first.element.remove();
    const onAction = vi.fn().mockRejectedValue(new Error("page broke"));
    const second = await show(root({ handler: "client" }), new FakeServer(), { widgets: { onAction } });
    button(second.element, "Do it").click();
    await until(() => expect(second.heard.at(-1)?.detail).toMatchObject({ error: { message: "page broke" } }));
  });

  it("that stream wait while an answer runs; others do not", async () => {
    const server = new FakeServer()
      .onStream("threads.add_user_message", (stream) => stream.send({ type: "thread.item.done", item: userItem("go", "msg_2") }))
      .on("threads.sync_custom_action", () => ({}));
    const { element } = await show(
      {
        type: "Card",
        children: [
          { type: "Button", label: "Stream", onClickAction: action("a") },
          { type: "Button", label: "Sync", onClickAction: action("b", { streaming: false }) },
        ],
      },
      server,
    );
    await element.sendUserMessage({ text: "go" });
    await until(() => expect(button(element, "Stream").getAttribute("aria-disabled")).toBe("true"));
    button(element, "Stream").click();
    button(element, "Sync").click();
    await until(() => expect(server.types()).toEqual(["threads.get_by_id", "threads.add_user_message", "threads.sync_custom_action"]));
  });

  it("of a box carry whether it is ticked, and the server has the last word", async () => {
    const row = (checked: boolean) => ({
      type: "ListView",
      children: [
        {
          type: "ListViewItem",
          children: [
            {
              type: "Checkbox",
              name: "task.done",
              label: "Buy bread",
              defaultChecked: checked,
              onChangeAction: action("task.toggle", { streaming: false }),
            },
          ],
        },
      ],
    });
    let answer!: (value: object) => void;
    const server = new FakeServer().on(
      "threads.sync_custom_action",
      () =>
        new Promise<never>((resolve) => {
          answer = resolve as never;
        }),
    );
    const { element } = await show(row(false), server);
    tick(element).click();
    await until(() => expect(server.types()).toContain("threads.sync_custom_action"));
    expect(server.last("threads.sync_custom_action").params["action"]).toEqual({
      type: "task.toggle",
      payload: { id: 7, task: { done: true } },
    });
    await until(() => expect(tick(element).checked).toBe(true));
    answer({ updated_item: widget(row(false)) });
    await until(() => expect(tick(element).checked).toBe(false));
  });

  it("of a decision fade the card, and of a form carry its fields", async () => {
    let answer!: (value: object) => void;
    const server = new FakeServer().on(
      "threads.sync_custom_action",
      () =>
        new Promise<never>((resolve) => {
          answer = resolve as never;
        }),
    );
    const { element } = await show(
      {
        type: "Card",
        asForm: true,
        children: [{ type: "Checkbox", name: "options.remind", label: "Remind me", defaultChecked: true }],
        confirm: { label: "Add", action: action("add", { streaming: false }) },
        cancel: { label: "Cancel", action: action("cancel", { handler: "client" }) },
      },
      server,
    );
    button(element, "Add").click();
    await until(() => expect(find(element, ".widget").getAttribute("aria-busy")).toBe("true"));
    expect(server.last("threads.sync_custom_action").params["action"]).toEqual({
      type: "add",
      payload: { id: 7, options: { remind: true } },
    });
    answer({});
    await until(() => expect(find(element, ".widget").getAttribute("aria-busy")).toBe("false"));
  });

  it("of a row work by pointer and keyboard, and its own box does not press the row", async () => {
    const server = new FakeServer().on("threads.sync_custom_action", () => ({}));
    const { element } = await show(
      {
        type: "ListView",
        children: [
          {
            type: "ListViewItem",
            onClickAction: action("open", { streaming: false }),
            children: [
              { type: "Checkbox", name: "done", onChangeAction: action("toggle", { streaming: false }) },
              { type: "Text", value: "Buy bread" },
            ],
          },
        ],
      },
      server,
    );
    button(element, "Buy bread").click();
    await until(() => expect(server.last("threads.sync_custom_action").params["action"]).toMatchObject({ type: "open" }));
    tick(element).click();
    await until(() => expect(server.types()).toHaveLength(3));
    expect(server.last("threads.sync_custom_action").params["action"]).toMatchObject({ type: "toggle" });
  });
});
