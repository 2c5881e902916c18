import { afterEach, describe, expect, it, vi } from "vitest";
import { button, inside, press, textOf, until } from "../page";
import { assistantItem, FakeServer, userItem } from "../server";
import { card, form, promised, show, submit, widgetItem } from "./stage";

afterEach(() => document.body.replaceChildren());

const buttonOf = (label: string, action: object) => ({ type: "Button", label, onClickAction: action });
const quick = (type: string, more: object = {}) => ({ type, streaming: false, ...more });
const options = ["a", "b", "c"].map((value) => ({ value, label: value.toUpperCase() }));

/** Answers an action when the test says so. */
function waiting() {
  const answer = promised<object>();
  return { answer, server: new FakeServer().on("threads.sync_custom_action", () => answer.promise) };
}
const failing = () => new FakeServer().on("threads.sync_custom_action", () => new Response(null, { status: 503 }));
/** Everything that the live region says. */
const said = (element: Element) => inside(element).querySelector("[role=status]")?.textContent;

describe("a button that was pressed", () => {
  it("shows that it runs, and is locked until it is answered", async () => {
    const { answer, server } = waiting();
    const stage = await show(card(buttonOf("Save", quick("save"))), server);
    const save = button(stage.element, "Save");
    expect(save.getAttribute("aria-busy")).toBe("false");
    save.click();
    await until(() => expect(save.getAttribute("aria-busy")).toBe("true"));
    expect([save.textContent, save.querySelectorAll("svg").length, save.disabled]).toEqual(["Save", 1, false]);
    save.click();
    answer.keep({});
    await until(() => expect(save.getAttribute("aria-busy")).toBe("false"));
    expect(stage.actions()).toEqual([{ type: "save" }]);
    save.click();
    await until(() => expect(stage.actions()).toHaveLength(2));
  });

  it("keeps its icon's place for the sign that it runs", async () => {
    const { server } = waiting();
    const stage = await show(
      card({ ...buttonOf("Save", quick("save")), iconStart: "plus" }, { ...buttonOf("", quick("more")), iconStart: "dots-horizontal" }),
      server,
    );
    const [save, more] = stage.all(".w-button");
    save?.click();
    await until(() => expect(save?.getAttribute("aria-busy")).toBe("true"));
    expect([save?.querySelectorAll("svg").length, save?.classList.contains("squeezed")]).toEqual([1, false]);
    more?.click();
    await until(() => expect(more?.getAttribute("aria-busy")).toBe("true"));
    expect([more?.querySelectorAll("svg").length, more?.getAttribute("aria-label")]).toEqual([1, "dots horizontal"]);
  });

  it("is answered when the stream ends, not when it begins", async () => {
    const server = new FakeServer().onStream("threads.custom_action");
    const stage = await show(card(buttonOf("Save", { type: "save" })), server);
    button(stage.element, "Save").click();
    await until(() => expect(server.streams).toHaveLength(1));
    server.streams[0]?.send({ type: "thread.item.done", item: assistantItem("half of it") });
    await until(() => expect(textOf(stage.element)).toContain("half of it"));
    expect(button(stage.element, "Save").getAttribute("aria-busy")).toBe("true");
    server.streams[0]?.end();
    await until(() => expect(button(stage.element, "Save").getAttribute("aria-busy")).toBe("false"));
  });

  it("is answered when the server sends the widget anew, though the stream goes on", async () => {
    const server = new FakeServer().onStream("threads.custom_action");
    const root = card({ ...buttonOf("Save", { type: "save" }), key: "save" });
    const stage = await show(root, server);
    button(stage.element, "Save").click();
    await until(() => expect(server.streams).toHaveLength(1));
    server.streams[0]?.send({ type: "thread.item.replaced", item: widgetItem({ ...root, status: { text: "Saved" } }) });
    await until(() => expect(button(stage.element, "Save").getAttribute("aria-busy")).toBe("false"));
    expect(textOf(stage.element)).toContain("Saved");
    server.streams[0]?.end();
  });

  it.each([
    ["self", true, false],
    ["container", false, true],
    ["none", false, false],
    ["auto", true, false],
  ])("with loadingBehavior %s", async (loadingBehavior, itself, whole) => {
    const { answer, server } = waiting();
    const stage = await show(card(buttonOf("Save", quick("save", { loadingBehavior }))), server);
    const save = button(stage.element, "Save");
    const widget = stage.get(".widget");
    save.click();
    await until(() => expect(save.getAttribute("aria-disabled")).toBe("true"));
    expect([save.getAttribute("aria-busy") === "true", widget.hasAttribute("inert"), widget.classList.contains("busy")]).toEqual([
      itself,
      whole,
      whole,
    ]);
    answer.keep({});
    await until(() => expect([save.getAttribute("aria-disabled"), widget.hasAttribute("inert")]).toEqual(["false", false]));
  });

  it("has the focus again after its whole widget could not have it", async () => {
    const { answer, server } = waiting();
    const stage = await show(card(buttonOf("Save", quick("save", { loadingBehavior: "container" }))), server);
    const save = button(stage.element, "Save");
    save.focus();
    save.click();
    await until(() => expect(stage.get(".widget").hasAttribute("inert")).toBe(true));
    // A browser takes the focus from what is inert; the page of the tests does not.
    save.blur();
    answer.keep({});
    await until(() => expect(inside(stage.element).activeElement).toBe(save));
  });

  it("leaves the focus to the widget when it is gone itself", async () => {
    const { answer, server } = waiting();
    const stage = await show(card(buttonOf("Save", quick("save", { loadingBehavior: "container" }))), server);
    const save = button(stage.element, "Save");
    save.focus();
    save.click();
    await until(() => expect(stage.get(".widget").hasAttribute("inert")).toBe(true));
    save.blur();
    answer.keep({ updated_item: widgetItem({ type: "Card", children: [{ type: "Text", value: "Saved" }] }) });
    await until(() => expect(inside(stage.element).activeElement).toBe(stage.get(".widget")));
  });

  it("without an action cannot be pressed", async () => {
    const stage = await show(card({ type: "Button", label: "Nothing" }));
    expect(button(stage.element, "Nothing").disabled).toBe(true);
  });

  it("for the page is locked until the page is done", async () => {
    const done = promised<void>();
    const onAction = vi.fn(() => done.promise);
    const stage = await show(card(buttonOf("Open", { type: "open", handler: "client" })), new FakeServer(), { widgets: { onAction } });
    const open = button(stage.element, "Open");
    open.click();
    await until(() => expect(open.getAttribute("aria-busy")).toBe("true"));
    open.click();
    done.keep();
    await until(() => expect(open.getAttribute("aria-busy")).toBe("false"));
    expect(onAction).toHaveBeenCalledTimes(1);
  });
});

describe("while an answer runs", () => {
  const running = async (...children: object[]) => {
    const server = new FakeServer()
      .onStream("threads.add_user_message", (stream) => stream.send({ type: "thread.item.done", item: userItem("go", "msg_2") }))
      .on("threads.sync_custom_action", () => ({}));
    const stage = await show(card(...children), server);
    await stage.element.sendUserMessage({ text: "go" });
    return stage;
  };
  const wait = "This can be used again when the answer has ended.";

  it("what would start another is not pressed, and says why", async () => {
    const stage = await running(buttonOf("Stream", { type: "a" }), buttonOf("Quick", quick("b")));
    await until(() => expect(button(stage.element, "Stream").getAttribute("aria-disabled")).toBe("true"));
    expect(button(stage.element, "Quick").getAttribute("aria-disabled")).toBe("false");
    expect(stage.all(".w-wait")).toEqual([]);
    button(stage.element, "Stream").click();
    await until(() => expect(stage.get(".w-wait").textContent).toBe(wait));
    expect(said(stage.element)).toContain(wait);
    button(stage.element, "Quick").click();
    await until(() => expect(stage.actions()).toEqual([{ type: "b" }]));
    stage.server.streams[0]?.end();
    await until(() => expect(stage.all(".w-wait")).toEqual([]));
    expect(button(stage.element, "Stream").getAttribute("aria-disabled")).toBe("false");
  });

  it("a form that would start another is not sent, and keeps what is written", async () => {
    const stage = await running({ ...form({ type: "Input", name: "f" }, submit), onSubmitAction: { type: "send" } });
    stage.write("[name=f]", "words");
    press(stage.get("[name=f]"), "Enter");
    await until(() => expect(stage.get(".w-wait").textContent).toBe(wait));
    expect([stage.actions(), stage.get<HTMLInputElement>("[name=f]").value]).toEqual([[], "words"]);
  });

  it.each([
    ["Checkbox", { type: "Checkbox", name: "f", label: "F" } as object, "[type=checkbox]"],
    ["RadioGroup", { type: "RadioGroup", name: "f", options }, "[value=b]"],
    ["Select", { type: "Select", name: "f", options }, ".pick"],
    ["Select to search in", { type: "Select", name: "f", options, searchable: true }, ".pick"],
    ["DatePicker", { type: "DatePicker", name: "f" }, ".pick"],
  ])("a %s keeps its value and says why", async (_, node, selector) => {
    const stage = await running({ ...node, onChangeAction: { type: "changed" } });
    await until(() => expect(stage.all("[aria-disabled=true]")).not.toHaveLength(0));
    stage.get(`.widget ${selector}`).click();
    await until(() => expect(stage.get(".w-wait").textContent).toBe(wait));
    expect([stage.all("input:checked"), stage.all(".popup"), stage.actions()]).toEqual([[], [], []]);
  });

  it.each([
    ["list", { type: "Select", name: "f", options }],
    ["list to search in", { type: "Select", name: "f", options, searchable: true }],
    ["calendar", { type: "DatePicker", name: "f" }],
  ])("Esc closes a %s first, and only then stops the answer", async (_, node) => {
    const stage = await running(node);
    stage.get(".pick").click();
    await until(() => expect(stage.all(".popup")).toHaveLength(1));
    press(inside(stage.element).activeElement ?? stage.get(".popup"), "Escape");
    await until(() => expect(stage.all(".popup")).toEqual([]));
    expect(stage.names()).not.toContain("response.end");
    press(stage.get(".pick"), "Escape");
    await until(() => expect(stage.names()).toContain("response.end"));
  });
});

const CHOICES = [
  {
    kind: "Checkbox",
    node: { type: "Checkbox", name: "f", label: "F" },
    choose: ({ get }: Awaited<ReturnType<typeof show>>) => get(".w-checkbox input").click(),
    value: ({ get }: Awaited<ReturnType<typeof show>>) => get<HTMLInputElement>(".w-checkbox input").checked,
    before: false,
    after: true,
    server: { defaultChecked: true },
  },
  {
    kind: "RadioGroup",
    node: { type: "RadioGroup", name: "f", options, defaultValue: "a" },
    choose: ({ get }: Awaited<ReturnType<typeof show>>) => get("[value=b]").click(),
    value: ({ get }: Awaited<ReturnType<typeof show>>) => get<HTMLInputElement>(".w-radio input:checked").value,
    before: "a",
    after: "b",
    server: { defaultValue: "b" },
  },
  {
    kind: "Select",
    node: { type: "Select", name: "f", options, defaultValue: "a" },
    choose: async ({ get, all }: Awaited<ReturnType<typeof show>>) => {
      get(".pick").click();
      await until(() => expect(all(".option")).toHaveLength(3));
      all(".option")[1]?.click();
    },
    value: ({ get }: Awaited<ReturnType<typeof show>>) => get(".pick").textContent,
    before: "A",
    after: "B",
    server: { defaultValue: "b" },
  },
  {
    kind: "DatePicker",
    node: { type: "DatePicker", name: "f", defaultValue: "2031-11-27", clearable: true },
    choose: async ({ get, all }: Awaited<ReturnType<typeof show>>) => {
      get(".pick").click();
      await until(() => expect(all(".popup")).toHaveLength(1));
      get('.cell[data-value="2031-11-05"]').click();
    },
    value: ({ get }: Awaited<ReturnType<typeof show>>) => get(".pick").textContent,
    before: "Thu, Nov 27, 2031",
    after: "Wed, Nov 5, 2031",
    server: { defaultValue: "2031-11-05" },
  },
];

describe.each(CHOICES)("a choice in a $kind", ({ node, choose, value, before, after, server: word }) => {
  const root = (action: object, more: object = {}) => card({ ...node, onChangeAction: action, ...more });

  it("shows at once and is locked until it is answered", async () => {
    const { answer, server } = waiting();
    const stage = await show(root(quick("changed")), server);
    expect(value(stage)).toBe(before);
    await choose(stage);
    await until(() => expect(value(stage)).toBe(after));
    await until(() => expect(stage.all(".widget [aria-disabled=true]")).not.toHaveLength(0));
    answer.keep({});
    await until(() => expect(stage.all(".widget [aria-disabled=true]")).toEqual([]));
    expect([value(stage), stage.actions().length]).toEqual([after, 1]);
  });

  it("is what the server then says", async () => {
    const { answer, server } = waiting();
    const stage = await show(root(quick("changed")), server);
    await choose(stage);
    await until(() => expect(value(stage)).toBe(after));
    answer.keep({ updated_item: widgetItem(root(quick("changed"))) });
    await until(() => expect(value(stage)).toBe(before));
    await stage.replace(root(quick("changed"), word));
    await until(() => expect(value(stage)).toBe(after));
  });

  it("is taken back when it failed, and the failure is said", async () => {
    const stage = await show(root(quick("changed")), failing());
    await choose(stage);
    await until(() => expect(textOf(stage.element, ".failure")).toContain("503"));
    await until(() => expect(value(stage)).toBe(before));
    expect(stage.all(".widget [aria-disabled=true]")).toEqual([]);
  });

  it("is taken back when its stream broke off", async () => {
    const server = new FakeServer().onStream("threads.custom_action");
    const stage = await show(root({ type: "changed" }), server);
    await choose(stage);
    await until(() => expect(server.streams).toHaveLength(1));
    server.streams[0]?.send({ type: "progress_update", text: "On it" });
    await until(() => expect(textOf(stage.element)).toContain("On it"));
    expect(value(stage)).toBe(after);
    server.streams[0]?.break();
    await until(() => expect(value(stage)).toBe(before));
    await until(() => expect(stage.all(".failure")).toHaveLength(1));
  });

  it("is taken back when the page could not do it", async () => {
    const onAction = vi.fn().mockRejectedValue(new Error("page broke"));
    const stage = await show(root({ type: "changed", handler: "client" }), new FakeServer(), { widgets: { onAction } });
    await choose(stage);
    await until(() => expect(stage.errors()).toEqual(["page broke"]));
    await until(() => expect(value(stage)).toBe(before));
  });

  it("shows nothing of its own while it runs, but where it is asked to", async () => {
    const { server } = waiting();
    const silent = await show(root(quick("changed")), server);
    await choose(silent);
    await until(() => expect(silent.actions()).toHaveLength(1));
    await until(() => expect(silent.all(".widget [aria-disabled=true]")).not.toHaveLength(0));
    expect(silent.all(".turning")).toEqual([]);
    silent.element.remove();
    const shown = await show(root(quick("changed", { loadingBehavior: "self" })), waiting().server);
    await choose(shown);
    await until(() => expect(shown.all("[aria-busy=true]")).toHaveLength(1));
  });

  it("goes with the form around it when that is sent", async () => {
    const server = new FakeServer().on("threads.sync_custom_action", () => ({}));
    const stage = await show(
      form({ type: "Input", name: "other", defaultValue: "x" }, { ...node, onChangeAction: quick("changed") }),
      server,
    );
    await choose(stage);
    await until(() => expect(stage.actions()).toHaveLength(1));
    expect(Object.keys((stage.actions()[0] as { payload: object }).payload)).toEqual(["other", "f"]);
  });
});
