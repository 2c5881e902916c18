import { options } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { drawingOf, loadIcons } from "../../src/icons/Icon";
import { find, inside, mount, textOf, until } from "../page";
import { FakeServer, thread, userItem } from "../server";
import { type Drawn, draw, erase, part } from "./draw";

afterEach(erase);

const text = (value: string, more: object = {}) => ({ type: "Text", value, ...more });
const action = (type: string, more: object = {}) => ({ type, handler: "client", ...more });
const all = (drawn: Drawn, selector: string) => [...drawn.widget.querySelectorAll<HTMLElement>(selector)];
const texts = (drawn: Drawn, selector: string) => all(drawn, selector).map((one) => one.textContent);
/** What the last change has moved is drawn in a frame of its own. */
const settled = (check: () => void) => vi.waitFor(check, { timeout: 2000, interval: 5 });

describe("a tree of nodes", () => {
  it("may be a thousand deep: nothing of it is lost", () => {
    const deep = (levels: number): object =>
      levels === 0 ? text("the bottom") : { type: "Box", children: [deep(levels - 1), text(`${levels}`)] };
    const drawn = draw({ type: "Card", children: [deep(1000)] });
    expect(drawn.widget.textContent).toContain("the bottom");
    expect(all(drawn, ".w-text")).toHaveLength(1001);
    let depth = 0;
    for (let at: Element | null = part(drawn, ".w-text"); at && at !== drawn.widget; at = at.parentElement) depth += 1;
    expect(depth).toBeLessThan(100);
  });

  it("may have ten thousand nodes", () => {
    const rows = Array.from({ length: 2500 }, (_, i) => ({
      type: "Row",
      children: [text(`${i}`), { type: "Badge", label: i }, { type: "Spacer" }],
    }));
    const drawn = draw({ type: "Card", children: rows });
    expect(all(drawn, ".w-badge")).toHaveLength(2500);
  });

  it("with a node below itself is drawn once", () => {
    const card: { type: string; children: unknown[] } = { type: "Card", children: [text("inside")] };
    const box = { type: "Box", children: [card, text("in the box")] };
    card.children.push(box);
    expect(draw(card).widget.textContent).toBe("insidein the box");
  });

  it("that is none draws nothing", () => {
    for (const root of [null, undefined, 7, "Card", [], {}, { type: 7 }, { children: [text("a")] }]) {
      expect(draw(root).widget.textContent, JSON.stringify(root)).toBe("");
    }
  });

  it("with the same key twice, or a key that is none, draws each of them", () => {
    const twice = (values: string[]) => ({ type: "Col", children: values.map((value) => text(value, { key: "same", id: { no: "id" } })) });
    const drawn = draw(twice(["a", "b", "c"]));
    expect(texts(drawn, ".w-text")).toEqual(["a", "b", "c"]);
    drawn.update(twice(["c", "d"]));
    expect(texts(drawn, ".w-text")).toEqual(["c", "d"]);
  });
});

describe("a change", () => {
  /** The nodes that are drawn while something happens, by type and value. */
  function drawnDuring(happen: () => void): string[] {
    const drawn: string[] = [];
    const before = options.diffed;
    options.diffed = (vnode) => {
      const { node } = vnode.props as { node?: { type: string; value?: string } };
      if (typeof vnode.type === "function" && vnode.type.name === "NodeView" && node) drawn.push(`${node.type} ${node.value ?? ""}`.trim());
      before?.(vnode);
    };
    happen();
    if (before) options.diffed = before;
    else delete options.diffed;
    return drawn;
  }

  const card = (grown: string) => ({
    type: "Card",
    children: [
      { type: "Row", children: [text("still", { weight: "bold" }), { type: "Badge", label: "same", color: "info" }] },
      { type: "Col", children: [text(grown, { id: "t", streaming: true }), text("beside it")] },
      { type: "Input", name: "field", defaultValue: "x" },
    ],
  });

  it("draws only the nodes that say something new, and what they are in", () => {
    const drawn = draw(card("one"));
    const again = drawnDuring(() => drawn.update(structuredClone(card("one two"))));
    // What the server says of a control is news, whatever it says.
    expect(again.sort()).toEqual(["Card", "Col", "Input", "Text one two"]);
    expect(texts(drawn, ".w-text")).toEqual(["still", "one two", "beside it"]);
  });

  it("that changes nothing draws nothing", () => {
    const still = {
      type: "Card",
      status: { text: "s" },
      children: [text("a"), { type: "Table", children: [] }, { type: "Title", value: "t" }],
    };
    const drawn = draw(still);
    expect(drawnDuring(() => drawn.update(structuredClone(still)))).toEqual([]);
  });

  it("of the order moves what is there, and the focus with it", () => {
    const row = (key: string) => ({ type: "ListViewItem", key, onClickAction: action(key), children: [text(key)] });
    const list = (...keys: string[]) => ({ type: "ListView", children: keys.map(row) });
    const drawn = draw(list("a", "b", "c"));
    const [, second] = all(drawn, ".cover");
    second?.focus();
    drawn.update(list("c", "b", "new", "a"));
    expect(texts(drawn, ".w-row")).toEqual(["c", "b", "new", "a"]);
    expect(all(drawn, ".cover")[1]).toBe(second);
    expect((drawn.widget.getRootNode() as ShadowRoot).activeElement).toBe(second);
  });

  it("of the scheme redraws colours that are given per scheme", async () => {
    const root = { type: "Card", children: [text("a", { color: { light: "#111111", dark: "#eeeeee" } })] };
    const drawn = draw(root);
    expect(part(drawn, ".w-text").style.color).toBe("#111111");
    drawn.update(root, { scheme: "dark" });
    await settled(() => expect(part(drawn, ".w-text").style.color).toBe("#eeeeee"));
  });
});

describe("a streamed widget", () => {
  const item = (value: string, more: object = {}) => ({
    type: "widget",
    id: "msg_w",
    thread_id: "thr_1",
    created_at: "",
    widget: {
      type: "Card",
      children: [
        text("before"),
        text(value, { id: "t", streaming: true, ...more }),
        { type: "Markdown", id: "m", value: "", streaming: true },
      ],
    },
  });
  const updated = (update: object) => ({ type: "thread.item.updated", item_id: "msg_w", update });
  const grow = (id: string, delta: string, done = false) =>
    updated({ type: "widget.streaming_text.value_delta", component_id: id, delta, done });

  async function start() {
    const server = new FakeServer().on("threads.get_by_id", () => thread());
    server.onStream("threads.add_user_message", (stream) => {
      stream.send({ type: "thread.item.done", item: userItem("go") }, { type: "thread.item.added", item: item("") });
    });
    const { element } = mount();
    element.setOptions({ api: { url: "/chatkit", fetch: server.fetch as never }, initialThread: "thr_1" } as never);
    await element.sendUserMessage({ text: "go" });
    await until(() => expect(inside(element).querySelector(".widget .w-text")).not.toBeNull());
    return { element, stream: server.streams[0] as NonNullable<(typeof server.streams)[0]> };
  }

  it("grows by deltas, shows that it does, and stops when the text is done", async () => {
    const { element, stream } = await start();
    expect(find(element, ".w-caret")).not.toBeNull();
    stream.send(grow("t", "Four"), grow("t", "teen"), grow("m", "**bold** and "), grow("nobody", "x"));
    await until(() => expect(textOf(element, ".widget")).toBe("beforeFourteenbold and"));
    expect(find(element, ".widget .md strong").textContent).toBe("bold");
    const still = find(element, ".w-text");
    stream.send(grow("t", " done", true));
    await until(() => expect(textOf(element, ".widget")).toContain("Fourteen done"));
    expect(inside(element).querySelector(".w-caret")).toBeNull();
    expect(find(element, ".w-text")).toBe(still);
  });

  it("is replaced whole or in part, and garbage changes nothing", async () => {
    const { element, stream } = await start();
    stream.send(
      updated({ type: "widget.component.updated", component_id: "t", component: { type: "Title", id: "t", value: "Part" } }),
      updated({ type: "widget.component.updated", component_id: "t", component: null }),
      updated({
        type: "widget.component.updated",
        component_id: "m",
        component: { type: "Box", id: "m", children: [{ type: "Badge", id: "m", label: "n" }] },
      }),
      updated({ type: "widget.root.updated", widget: null }),
      updated({ type: "widget.streaming_text.value_delta", component_id: 7, delta: { no: "text" }, done: false }),
    );
    await until(() => expect(textOf(element, ".widget")).toBe("beforePartn"));
    stream.send(updated({ type: "widget.root.updated", widget: { type: "Basic", children: [text("whole")] } }));
    await until(() => expect(textOf(element, ".widget")).toBe("whole"));
  });

  it("that broke off no longer looks as if it grew", async () => {
    const { element, stream } = await start();
    stream.send(grow("t", "half a"));
    await until(() => expect(textOf(element, ".widget")).toContain("half a"));
    stream.break();
    await until(() => expect(inside(element).querySelector(".w-caret")).toBeNull());
    expect(textOf(element, ".widget")).toContain("half a");
  });
});

describe("a card", () => {
  const folding = (more: object = {}) => ({
    type: "Card",
    collapsed: true,
    children: [{ type: "Title", value: "Delete two?" }, text("For good.")],
    ...more,
  });

  it("that is collapsed keeps its body behind its head", async () => {
    const drawn = draw(folding({ status: { text: "Done" } }));
    const head = part(drawn, "button.head");
    expect([head.textContent, head.getAttribute("aria-expanded"), part(drawn, ".body").hidden]).toEqual(["Done", "false", true]);
    head.click();
    await settled(() => expect([head.getAttribute("aria-expanded"), part(drawn, ".body").hidden]).toEqual(["true", false]));
  });

  it("without a status folds to its own words", () => {
    expect(part(draw(folding()), "button.head").textContent).toBe("Delete two?, For good.");
  });

  it("folds only after its main action has worked", async () => {
    const onAction = vi.fn(async ({ type }: { type: string }) => {
      if (type === "yes" && onAction.mock.calls.length === 1) throw new Error("not now");
    });
    const server = new FakeServer().on("threads.get_by_id", () => {
      const widget = folding({ confirm: { label: "Delete", action: action("yes") }, cancel: { label: "Keep", action: action("no") } });
      return thread("thr_1", {
        items: { data: [{ type: "widget", id: "w", thread_id: "thr_1", created_at: "", widget }], has_more: false },
      });
    });
    const { element } = mount();
    element.setOptions({ api: { url: "/chatkit", fetch: server.fetch as never }, initialThread: "thr_1", widgets: { onAction } } as never);
    await until(() => expect(inside(element).querySelector(".w-card .foot")).not.toBeNull());
    const body = () => find(element, ".w-card .body").hidden;
    const press = (name: string) => [...inside(element).querySelectorAll("button")].find((one) => one.textContent === name)?.click();
    const idle = () => until(() => expect(find(element, ".widget").getAttribute("aria-busy")).toBe("false"));
    expect(body()).toBe(false);
    press("Keep");
    await until(() => expect(onAction).toHaveBeenCalledTimes(1));
    await idle();
    expect(body()).toBe(false);
    onAction.mockClear();
    press("Delete");
    await until(() => expect(onAction).toHaveBeenCalledTimes(1));
    await idle();
    expect(body()).toBe(false);
    press("Delete");
    await until(() => expect(body()).toBe(true));
    expect(inside(element).querySelector(".w-card .foot")).toBeNull();
    expect(find(element, "button.head").getAttribute("aria-expanded")).toBe("false");
  });

  it("in the other scheme has its colours, and what is in it knows", () => {
    const drawn = draw({ type: "Card", theme: "dark", children: [text("a", { color: { light: "#111111", dark: "#eeeeee" } })] });
    expect(part(drawn, ".w-card").dataset["scheme"]).toBe("dark");
    expect(part(drawn, ".w-card").classList.contains("themed")).toBe(true);
    expect(part(drawn, ".w-text").style.color).toBe("#eeeeee");
    expect(draw({ type: "Card", theme: "light", children: [] }).widget.querySelector(".themed")).toBeNull();
  });
});

describe("a list", () => {
  const rows = (count: number) => Array.from({ length: count }, (_, i) => ({ type: "ListViewItem", children: [text(`row ${i}`)] }));

  it.each([
    ["auto", 7, 7],
    ["auto", 8, 6],
    [3, 4, 3],
    [4, 4, 4],
  ])("with the limit %s shows of %i rows %i", (limit, count, shown) => {
    expect(all(draw({ type: "ListView", limit, children: rows(count) }), ".w-row")).toHaveLength(shown);
  });

  it("gives the focus to the first row that more brought", async () => {
    const drawn = draw({ type: "ListView", limit: 2, children: rows(5) });
    part(drawn, ".showmore").click();
    await settled(() => expect(all(drawn, ".w-row")).toHaveLength(5));
    const { activeElement } = drawn.widget.getRootNode() as ShadowRoot;
    expect(activeElement?.textContent).toBe("row 2");
  });

  it("shows all of them also after the server replaced it", async () => {
    const drawn = draw({ type: "ListView", limit: 2, children: rows(5) });
    part(drawn, ".showmore").click();
    await settled(() => expect(all(drawn, ".w-row")).toHaveLength(5));
    drawn.update({ type: "ListView", limit: 2, children: rows(6) });
    expect(all(drawn, ".w-row")).toHaveLength(6);
  });

  it("names a row's button by all that is in the row, and no more than fits", () => {
    const children = [
      { type: "Col", children: [text("Bread"), { type: "Caption", value: "today" }] },
      { type: "Image", src: "", alt: "A loaf" },
    ];
    const drawn = draw({ type: "ListView", children: [{ type: "ListViewItem", onClickAction: action("x"), children }] });
    expect(part(drawn, ".cover").getAttribute("aria-label")).toBe("Bread, today, A loaf");
    const long = draw({
      type: "ListView",
      children: [{ type: "ListViewItem", onClickAction: action("x"), children: [text("word ".repeat(500))] }],
    });
    expect(part(long, ".cover").getAttribute("aria-label")?.length).toBeLessThan(200);
  });
});

describe("a pressed row", () => {
  it("shows that its action runs, and runs it once at a time", async () => {
    let finish!: () => void;
    const onAction = vi.fn(
      () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
    );
    const widget = { type: "ListView", children: [{ type: "ListViewItem", onClickAction: action("open"), children: [text("Bread")] }] };
    const server = new FakeServer().on("threads.get_by_id", () =>
      thread("thr_1", { items: { data: [{ type: "widget", id: "w", thread_id: "thr_1", created_at: "", widget }], has_more: false } }),
    );
    const { element } = mount();
    element.setOptions({ api: { url: "/chatkit", fetch: server.fetch as never }, initialThread: "thr_1", widgets: { onAction } } as never);
    await until(() => expect(inside(element).querySelector(".cover")).not.toBeNull());
    const row = () => [find(element, ".w-row").classList.contains("busy"), find(element, ".cover").getAttribute("aria-busy")];
    find(element, ".cover").click();
    await until(() => expect(row()).toEqual([true, "true"]));
    find(element, ".cover").click();
    expect(onAction).toHaveBeenCalledTimes(1);
    finish();
    await until(() => expect(row()).toEqual([false, "false"]));
    find(element, ".cover").click();
    await until(() => expect(onAction).toHaveBeenCalledTimes(2));
  });

  it("that has to wait for an answer says so", async () => {
    const widget = { type: "ListView", children: [{ type: "ListViewItem", onClickAction: { type: "open" }, children: [text("Bread")] }] };
    const server = new FakeServer()
      .on("threads.get_by_id", () =>
        thread("thr_1", { items: { data: [{ type: "widget", id: "w", thread_id: "thr_1", created_at: "", widget }], has_more: false } }),
      )
      .onStream("threads.add_user_message", (stream) => stream.send({ type: "thread.item.done", item: userItem("go", "msg_2") }));
    const { element } = mount();
    element.setOptions({ api: { url: "/chatkit", fetch: server.fetch as never }, initialThread: "thr_1" } as never);
    await until(() => expect(inside(element).querySelector(".cover")).not.toBeNull());
    await element.sendUserMessage({ text: "go" });
    await until(() => expect(find(element, ".cover").getAttribute("aria-disabled")).toBe("true"));
    find(element, ".cover").click();
    await until(() => expect(textOf(element, ".w-wait")).not.toBe(""));
    expect(server.types()).not.toContain("threads.custom_action");
  });
});

describe("a table", () => {
  const cell = (value: string, more: object = {}) => ({ type: "Table.Cell", children: [text(value)], ...more });
  const row = (cells: object[], more: object = {}) => ({ type: "Table.Row", children: cells, ...more });

  it("is a table: heads, bodies, and cells over several", () => {
    const drawn = draw({
      type: "Table",
      children: [
        row([cell("List"), cell("Open", { align: "end", colSpan: 2 })], { header: true }),
        row([cell("Home", { rowSpan: 2 }), cell("21"), cell("2")]),
        row([cell("38"), cell("0")]),
      ],
    });
    expect(texts(drawn, "thead th")).toEqual(["List", "Open"]);
    expect(all(drawn, "thead th").map((one) => one.getAttribute("scope"))).toEqual(["col", "colgroup"]);
    expect(texts(drawn, "tbody td")).toEqual(["Home", "21", "2", "38", "0"]);
    expect((part(drawn, "tbody td") as HTMLTableCellElement).rowSpan).toBe(2);
    const box = part(drawn, ".w-tablebox");
    expect([box.getAttribute("role"), box.getAttribute("aria-label"), box.tabIndex]).toEqual(["group", "Table", 0]);
  });

  it("has a place for whatever is in it", () => {
    const drawn = draw({
      type: "Table",
      children: [text("no row"), row([text("no cell"), cell("cell")]), { type: "Hologram", children: [text("odd")] }],
    });
    expect(texts(drawn, "td")).toEqual(["no row", "no cell", "cell", "odd"]);
    expect(texts(draw({ type: "Col", children: [row([cell("loose"), cell("row")])] }), ".w-text")).toEqual(["loose", "row"]);
  });
});

describe("an image", () => {
  const image = (src: unknown, more: object = {}) => ({ type: "Image", src, alt: "A hill", ...more });

  it.each([
    ["data:image/png;base64,AA==", null, true],
    ["data:text/html,<script>", null, false],
    ["https://chat.example/pictures/1", null, true],
    ["http://chat.example/pictures/1", null, false],
    ["https://evil.example/1", null, false],
    ["https://pics.example/1", ["pics.example"], true],
    ["https://a.pics.example/1", ["pics.example"], true],
    ["https://evilpics.example/1", ["pics.example"], false],
    ["https://user@pics.example/1", ["pics.example"], false],
    ["http://pics.example/1", ["pics.example"], false],
    ["//pics.example/1", ["pics.example"], false],
    ["javascript:alert(1)", ["*"], false],
    ["blob:https://chat.example/1", null, false],
    ["", null, false],
    [7, null, false],
  ])("from %j, with hosts %j: %s", (src, imageDomains, loaded) => {
    const drawn = draw(image(src), { imageDomains });
    expect(drawn.widget.querySelector("img") !== null).toBe(loaded);
    if (!loaded) expect(part(drawn, ".w-image.lost").textContent).toBe("A hill");
  });

  it("that cannot be loaded leaves a frame of its size, until it is another one", async () => {
    const drawn = draw(image("data:image/png;base64,AA==", { width: 80, aspectRatio: 2 }));
    part(drawn, "img").dispatchEvent(new Event("error"));
    await settled(() => expect(part(drawn, ".lost").textContent).toBe("A hill"));
    expect([part(drawn, ".lost").style.width, part(drawn, ".lost").style.aspectRatio]).toEqual(["80px", "2 / 1"]);
    drawn.update(image("data:image/png;base64,BB=="));
    expect(part(drawn, "img").getAttribute("src")).toBe("data:image/png;base64,BB==");
  });

  it("of a status obeys the same rules", () => {
    const favicon = (address: string) =>
      draw({ type: "Card", status: { text: "s", favicon: address }, children: [] }).widget.querySelector("img");
    expect(favicon("https://evil.example/favicon.ico")).toBeNull();
    expect(favicon("data:image/png;base64,AA==")?.getAttribute("alt")).toBe("");
  });
});

describe("a transition", () => {
  const around = (child: object | null) => ({ type: "Transition", children: child });
  let animate: ReturnType<typeof vi.fn>;
  let resized: () => void;
  let height = 20;

  beforeEach(() => {
    animate = vi.fn();
    vi.stubGlobal(
      "ResizeObserver",
      class {
        constructor(look: () => void) {
          resized = look;
        }
        observe(): void {}
        disconnect(): void {}
      },
    );
    Object.assign(HTMLElement.prototype, { animate, getAnimations: () => [] });
    vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockImplementation(() => height);
    vi.spyOn(window, "getComputedStyle").mockImplementation(() => ({ getPropertyValue: () => duration }) as never);
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    const prototype = HTMLElement.prototype as { animate?: unknown; getAnimations?: unknown };
    delete prototype.animate;
    delete prototype.getAnimations;
  });
  let duration = "180ms";

  it("slides to another height and fades in what is new", () => {
    duration = "180ms";
    const drawn = draw(around(text("a", { key: "a" })));
    resized();
    expect(animate).not.toHaveBeenCalled();
    drawn.update(around({ type: "Title", key: "b", value: "b" }));
    expect(animate.mock.calls[0]?.[0]).toEqual([{ opacity: 0 }, { opacity: 1 }]);
    height = 50;
    resized();
    expect(animate.mock.calls[1]?.[0]).toMatchObject([{ height: "20px" }, { height: "50px" }]);
    expect(drawn.widget.textContent).toBe("b");
    drawn.update(around(null));
    expect(drawn.widget.textContent).toBe("");
  });

  it("stands still for people who asked for it, and for more of the same text", () => {
    duration = "0ms";
    const still = draw(around(text("a", { key: "a" })));
    resized();
    still.update(around(text("b", { key: "b" })));
    height = 90;
    resized();
    expect(animate).not.toHaveBeenCalled();
    duration = "180ms";
    const grows = draw(around(text("a")));
    grows.update(around(text("a b")));
    expect(animate).not.toHaveBeenCalled();
  });
});

describe("an icon", () => {
  it("of the catalogue is there for every name", async () => {
    await loadIcons();
    const names =
      "agent analytics atom batch bolt book-open book-closed book-clock bug calendar chart check check-circle check-circle-filled chevron-left chevron-right circle-question clock compass confetti cube desktop document dot dots-horizontal dots-vertical empty-circle external-link globe keys lab images info lifesaver lightbulb mail map-pin maps mobile name notebook notebook-pencil page-blank phone play plus profile profile-card reload star star-filled search sparkle sparkle-double square-code square-image square-text suitcase settings-slider user wreath write write-alt write-alt2";
    expect(names.split(" ").filter((name) => !drawingOf(name))).toEqual([]);
  });

  it("that is not known takes no room", async () => {
    await loadIcons();
    const icons = ["vendor:acme", "nothing", "lucide:nothing", "constructor", ""].map((name) => ({ type: "Icon", name }));
    expect(draw({ type: "Row", children: icons }).html()).toBe('<div class="w-box row "></div>');
  });
});

it("a text has the side of its widget, whichever way its words run", () => {
  const drawn = draw({ type: "Col", children: [text("21", { textAlign: "end" }), text("a", { textAlign: "justify" })] });
  const [number, plain] = all(drawn, ".w-text");
  // Not a style: the sheet turns the side where the words run against the widget.
  expect([number?.classList.contains("to-end"), number?.style.textAlign, plain?.className.includes("to-")]).toEqual([true, "", false]);
});
