import { afterEach, describe, expect, it } from "vitest";
import { withValues } from "../../src/widgets/form";
import { button, inside, press, until } from "../page";
import { FakeServer } from "../server";
import { card, form, show, submit } from "./stage";

afterEach(() => document.body.replaceChildren());

const send = (payload?: unknown) => ({ type: "send", streaming: false, ...(payload === undefined ? {} : { payload }) });
const answering = () => new FakeServer().on("threads.sync_custom_action", () => ({}));
const input = (name: string, more: object = {}) => ({ type: "Input", name, ...more });

describe("values in a payload", () => {
  it.each([
    ["are named after their fields", undefined, [["title", "Bread"]], { title: "Bread" }, []],
    [
      "nest by dots",
      { id: 7 },
      [
        ["todo.title", "Bread"],
        ["todo.due", null],
      ],
      { id: 7, todo: { title: "Bread", due: null } },
      [],
    ],
    ["give way to what is there", { todo: { id: 7 } }, [["todo.id", "forged"]], { todo: { id: 7 } }, ["todo.id"]],
    ["give way to a whole that is there", { todo: 7 }, [["todo.id", 1]], { todo: 7 }, ["todo.id"]],
    ["give way to an object that is there", { todo: { id: 7 } }, [["todo", "x"]], { todo: { id: 7 } }, ["todo"]],
    [
      "come first where two have one name",
      {},
      [
        ["a", 1],
        ["a", 2],
      ],
      { a: 1 },
      ["a"],
    ],
    [
      "do not open a value",
      {},
      [
        ["a", "text"],
        ["a.b", 2],
      ],
      { a: "text" },
      ["a.b"],
    ],
    ["have no place in a list", [1], [["a", 1]], [1], ["a"]],
    ["have no place in a text", "x", [["a", 1]], "x", ["a"]],
    ["cannot reach a prototype", {}, [["__proto__.polluted", 1]], {}, ["__proto__.polluted"]],
    ["may be called like what every object has", {}, [["constructor", 1]], { constructor: 1 }, []],
  ] as const)("%s", (_, payload, values, expected, clashes) => {
    const action = { type: "x", ...(payload === undefined ? {} : { payload: payload as never }) };
    const before = structuredClone(action);
    const filled = withValues(action, values);
    expect(filled).toEqual({ action: { type: "x", payload: expected }, clashes });
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    // It belongs to the widget.
    expect(action).toEqual(before);
  });

  it("are none outside of forms, and the action is as it was", () => {
    const action = { type: "x" };
    expect(withValues(action, []).action).toBe(action);
  });
});

describe("a form", () => {
  it("sends the values of all kinds of fields", async () => {
    const stage = await show(
      form(
        input("todo.title", { defaultValue: "Bread" }),
        { type: "Textarea", name: "todo.notes", defaultValue: "rye" },
        { type: "Select", name: "list", options: [{ value: "home", label: "Home" }], defaultValue: "home" },
        { type: "Select", name: "other", options: [{ value: "home", label: "Home" }] },
        { type: "DatePicker", name: "due", defaultValue: "2026-11-27T09:30:00+01:00" },
        { type: "Checkbox", name: "remind", label: "Remind me" },
        { type: "RadioGroup", name: "priority", options: [{ value: "2", label: "Two" }] },
        { type: "Text", value: "as it was", editable: { name: "said" } },
        { type: "Input", defaultValue: "has no name" },
        submit,
      ),
      answering(),
    );
    button(stage.element, "Send").click();
    await until(() => expect(stage.actions()).toHaveLength(1));
    expect(stage.actions()[0]).toEqual({
      type: "send",
      payload: {
        todo: { title: "Bread", notes: "rye" },
        list: "home",
        other: null,
        due: "2026-11-27T09:30:00+01:00",
        remind: false,
        priority: null,
        said: "as it was",
      },
    });
    expect(stage.errors()).toEqual([]);
  });

  it("tells the page of a field whose place in the payload is taken", async () => {
    const stage = await show(
      { type: "Card", asForm: true, children: [input("id", { defaultValue: "8" })], confirm: { label: "Add", action: send({ id: 7 }) } },
      answering(),
    );
    button(stage.element, "Add").click();
    await until(() => expect(stage.actions()).toEqual([{ type: "send", payload: { id: 7 } }]));
    expect(stage.errors()).toEqual(["the payload of action `send` has no room for the field `id`"]);
  });

  it("is not sent while something in it is wrong, and says what", async () => {
    const stage = await show(
      form(submit, input("first", { placeholder: "First" }), input("second", { required: true }), {
        ...input("mail", { inputType: "email" }),
        defaultValue: "ines@",
      }),
      answering(),
    );
    button(stage.element, "Send").click();
    await until(() => expect(stage.all(".problem").map((one) => one.textContent)).toHaveLength(2));
    expect(stage.all(".problem").map((one) => one.textContent)).toEqual(["This needs a value", "This needs a part after the @"]);
    const second = stage.get<HTMLInputElement>("[name=second]");
    expect(inside(stage.element).activeElement).toBe(second);
    expect(second.getAttribute("aria-invalid")).toBe("true");
    expect(stage.get(`#${second.getAttribute("aria-describedby")}`).textContent).toBe("This needs a value");
    expect(stage.get("[name=first]").hasAttribute("aria-invalid")).toBe(false);
    expect(stage.actions()).toEqual([]);

    stage.write("[name=second]", "words");
    await until(() => expect(stage.all(".problem").map((one) => one.textContent)).toEqual(["This needs a part after the @"]));
    stage.write("[name=mail]", "ines@example.org");
    await until(() => expect(stage.all(".problem")).toEqual([]));
    expect(stage.get("[name=mail]").hasAttribute("aria-describedby")).toBe(false);
    button(stage.element, "Send").click();
    await until(() => expect(stage.actions()).toHaveLength(1));
  });

  it("goes to the first wrong field of the page, also when that one came later", async () => {
    const stage = await show(form(input("b", { required: true, key: "b" }), submit), answering());
    await stage.replace(form(input("a", { required: true, key: "a" }), input("b", { required: true, key: "b" }), submit));
    await until(() => expect(stage.all("[name=a]")).toHaveLength(1));
    button(stage.element, "Send").click();
    await until(() => expect(inside(stage.element).activeElement).toBe(stage.get("[name=a]")));
  });

  it("goes to a radio button where none is chosen", async () => {
    const options = ["one", "two"].map((value) => ({ value, label: value }));
    const stage = await show(form({ type: "RadioGroup", name: "r", required: true, options }, submit), answering());
    button(stage.element, "Send").click();
    await until(() => expect(stage.get("[role=radiogroup]").getAttribute("aria-invalid")).toBe("true"));
    expect(inside(stage.element).activeElement).toBe(stage.get("[value=one]"));
    stage.get("[value=two]").click();
    await until(() => expect(stage.all(".problem")).toEqual([]));
  });

  it.each([
    ["ines", "This needs an @"],
    ["@example.org", "This needs a part before the @"],
    ["ines@", "This needs a part after the @"],
    ["ines@@example.org", "This is not an e-mail address"],
  ])("says of the address %s: %s", async (defaultValue, sentence) => {
    const stage = await show(form(input("mail", { inputType: "email", defaultValue }), submit));
    button(stage.element, "Send").click();
    await until(() => expect(stage.all(".problem").map((one) => one.textContent)).toEqual([sentence]));
  });

  it("says it in the language of the chat", async () => {
    const stage = await show(form(input("mail", { inputType: "email", defaultValue: "ines@" }), submit), answering(), { locale: "de" });
    button(stage.element, "Send").click();
    await until(() => expect(stage.all(".problem").map((one) => one.textContent)).toEqual(["Nach dem @ fehlt etwas"]));
  });

  it("takes a pattern that is none for no rule", async () => {
    const stage = await show(form(input("code", { pattern: "[", defaultValue: "x" }), submit), answering());
    button(stage.element, "Send").click();
    await until(() => expect(stage.actions()).toHaveLength(1));
  });

  it("is checked by what sends it, not by its other buttons", async () => {
    const stage = await show(
      {
        type: "Card",
        asForm: true,
        children: [input("title", { required: true }), { type: "Button", label: "Look up", onClickAction: { ...send(), type: "look" } }],
        confirm: { label: "Add", action: send() },
        cancel: { label: "Cancel", action: { ...send(), type: "cancel" } },
      },
      answering(),
    );
    button(stage.element, "Add").click();
    await until(() => expect(stage.all(".problem")).toHaveLength(1));
    button(stage.element, "Look up").click();
    await until(() => expect(stage.actions()).toEqual([{ type: "look", payload: { title: "" } }]));
    button(stage.element, "Cancel").click();
    await until(() => expect(stage.actions()).toHaveLength(2));
  });

  it("in a card that is one has fields of its own", async () => {
    const stage = await show(
      {
        type: "Card",
        asForm: true,
        children: [input("outer", { defaultValue: "1" }), form(input("inner", { defaultValue: "2" }), submit)],
        confirm: { label: "Add", action: { ...send(), type: "add" } },
      },
      answering(),
    );
    expect(stage.all("form form")).toEqual([]);
    press(stage.get("[name=inner]"), "Enter");
    await until(() => expect(stage.actions()).toEqual([{ type: "send", payload: { inner: "2" } }]));
    await until(() => expect(button(stage.element, "Send").getAttribute("aria-busy")).toBe("false"));
    press(stage.get("[name=outer]"), "Enter");
    await until(() => expect(stage.actions().slice(1)).toEqual([{ type: "add", payload: { outer: "1" } }]));
  });
});

describe("Enter", () => {
  it.each([
    ["in an input", "input", {}, 1],
    ["while an input method composes", "input", { isComposing: true }, 0],
    ["in a text of several lines", "textarea", {}, 0],
    ["in a text of several lines, with Ctrl", "textarea", { ctrlKey: true }, 1],
    ["in a text of several lines, with ⌘", "textarea", { metaKey: true }, 1],
    ["in a text that can be written over", ".w-editable", {}, 1],
  ] as const)("%s", async (_, selector, keys, times) => {
    const field = {
      input: input("f"),
      textarea: { type: "Textarea", name: "f" },
      ".w-editable": { type: "Text", value: "", editable: { name: "f" } },
    }[selector];
    const stage = await show(form(field), answering());
    const event = press(stage.get(`.widget ${selector}`), "Enter", keys);
    // What runs at once has been asked for now, what does not never will be.
    await until(() => expect(stage.actions()).toHaveLength(times));
    expect(event.defaultPrevented).toBe(times === 1);
  });

  it("presses the button that sends, which then shows that it runs", async () => {
    const server = new FakeServer().on("threads.sync_custom_action", () => new Promise<never>(() => undefined));
    const own = { ...submit, onClickAction: { ...send(), type: "own" } };
    const stage = await show(form(input("f"), { type: "Button", label: "Other", onClickAction: send() }, own), server);
    press(stage.get("[name=f]"), "Enter");
    await until(() => expect(button(stage.element, "Send").getAttribute("aria-busy")).toBe("true"));
    expect(button(stage.element, "Other").getAttribute("aria-busy")).toBe("false");
    expect(stage.actions()).toEqual([{ type: "own", payload: { f: "" } }]);
  });

  it("does nothing where nothing can be sent", async () => {
    const stage = await show({ type: "Form", children: [input("f")] }, answering());
    expect(press(stage.get("[name=f]"), "Enter").defaultPrevented).toBe(true);
    expect(stage.actions()).toEqual([]);
  });
});

describe("what was typed", () => {
  const typed = async (before: object, after: object) => {
    const stage = await show(form(before));
    stage.write("[name=title]", "typed");
    await stage.replace(form({ type: "Title", value: "new" }, { type: "Divider" }, after));
    await until(() => expect(stage.get(".w-title").textContent).toBe("new"));
    return stage.get<HTMLInputElement>("input").value;
  };

  it("stays when the server sends the widget anew", async () => {
    expect(await typed(input("title", { defaultValue: "old" }), input("title", { defaultValue: "old" }))).toBe("typed");
  });
  it("stays with its key, whatever the name is now", async () => {
    expect(await typed(input("title", { key: "k" }), input("renamed", { key: "k" }))).toBe("typed");
  });
  it("goes when the server gives another default", async () => {
    expect(await typed(input("title", { defaultValue: "old" }), input("title", { defaultValue: "newer" }))).toBe("newer");
  });
  it("goes with another key", async () => {
    expect(await typed(input("title", { key: "1" }), input("title", { key: "2" }))).toBe("");
  });
  it("does not go over to another field", async () => {
    expect(await typed(input("title"), input("other"))).toBe("");
  });

  it("stays while one looks at the list of chats", async () => {
    const server = new FakeServer().on("threads.list", () => ({ data: [], has_more: false }));
    const stage = await show(form(input("title"), { type: "Checkbox", name: "remind", label: "Remind" }), server);
    stage.write("[name=title]", "typed");
    stage.get("[type=checkbox]").click();
    await stage.element.showHistory();
    await until(() => expect(stage.all(".widget")).toEqual([]));
    await stage.element.hideHistory();
    await until(() => expect(stage.get<HTMLInputElement>("[name=title]").value).toBe("typed"));
    expect(stage.get<HTMLInputElement>("[type=checkbox]").checked).toBe(true);
  });

  it("is not mistaken for that of another field of the same name", async () => {
    const rows = (...names: string[]) => ({
      type: "ListView",
      children: names.map((name) => ({
        type: "ListViewItem",
        children: [
          { type: "Checkbox", name: "done", ariaLabel: name },
          { type: "Text", value: name },
        ],
      })),
    });
    const stage = await show(rows("first", "second"));
    stage.get("[aria-label=first]").click();
    await until(() => expect(stage.get<HTMLInputElement>("[aria-label=first]").checked).toBe(true));
    await stage.replace(rows("second"));
    await until(() => expect(stage.all("[aria-label=first]")).toEqual([]));
    expect(stage.get<HTMLInputElement>("[aria-label=second]").checked).toBe(false);
  });
});

describe("a label", () => {
  it("names its field, whichever comes first", async () => {
    const stage = await show(
      form(
        input("a"),
        { type: "Label", value: "After", fieldName: "a" },
        { type: "Label", value: "Before", fieldName: "b" },
        {
          type: "Textarea",
          name: "b",
        },
      ),
    );
    await until(() => expect(stage.all("label")).toHaveLength(2));
    const [after, before] = stage.all<HTMLLabelElement>("label");
    expect(after?.htmlFor).toBe(stage.get("[name=a]").id);
    expect(before?.htmlFor).toBe(stage.get("[name=b]").id);
    expect(stage.get("[name=a]").hasAttribute("aria-label")).toBe(false);
  });

  it("of nothing promises nothing", async () => {
    const stage = await show(form({ type: "Label", value: "Nothing", fieldName: "none" }));
    expect(stage.get(".w-label").tagName).toBe("SPAN");
  });

  it("names a group, and a press on it goes into the group", async () => {
    const options = ["one", "two"].map((value) => ({ value, label: value }));
    const stage = await show(
      form({ type: "Label", value: "Which", fieldName: "r" }, { type: "RadioGroup", name: "r", options, defaultValue: "two" }),
    );
    await until(() => expect(stage.get("[role=radiogroup]").getAttribute("aria-labelledby")).toBe(stage.get("label").id));
    stage.get("label").click();
    expect(inside(stage.element).activeElement).toBe(stage.get("[value=two]"));
  });

  it("does not reach into another form", async () => {
    const stage = await show(card({ ...form(input("a")), key: "1" }, { ...form({ type: "Label", value: "A", fieldName: "a" }), key: "2" }));
    expect(stage.get(".w-label").tagName).toBe("SPAN");
    expect(stage.get("[name=a]").getAttribute("aria-label")).toBe("a");
  });
});

describe("autoFocus", () => {
  it("tears nobody out of a text that is begun", async () => {
    const stage = await show(form(input("a", { key: "a" })));
    stage.write("[name=a]", "begun").focus();
    await stage.replace(form(input("a", { key: "a" }), input("b", { key: "b", autoFocus: true })));
    await until(() => expect(stage.all("[name=b]")).toHaveLength(1));
    expect(inside(stage.element).activeElement).toBe(stage.get("[name=a]"));
  });

  it("does not come again with the way back from the list of chats", async () => {
    const server = new FakeServer().on("threads.list", () => ({ data: [], has_more: false }));
    const stage = await show(form(input("a", { autoFocus: true })), server);
    expect(inside(stage.element).activeElement).toBe(stage.get("[name=a]"));
    await stage.element.showHistory();
    await until(() => expect(stage.all(".widget")).toEqual([]));
    await stage.element.hideHistory();
    await until(() => expect(stage.all("[name=a]")).toHaveLength(1));
    expect(inside(stage.element).activeElement).not.toBe(stage.get("[name=a]"));
  });
});

describe("a text that can be written over", () => {
  const editable = { name: "said", placeholder: "Say it", required: true, pattern: "[a-z ]+", autoComplete: "nickname" };

  it("looks like the text, and is a field", async () => {
    const stage = await show(form({ type: "Text", value: "as it was", size: "lg", weight: "semibold", editable }, submit), answering());
    const area = stage.get<HTMLTextAreaElement>(".w-editable");
    expect([area.className.includes("size-lg"), area.style.fontWeight, area.value]).toEqual([true, "600", "as it was"]);
    expect([area.name, area.placeholder, area.getAttribute("autocomplete")]).toEqual(["said", "Say it", "nickname"]);
    stage.write(".w-editable", "two\nlines");
    await until(() => expect(area.value).toBe("two lines"));
    for (const [text, sentence] of [
      ["", "This needs a value"],
      ["A1", "This does not have the form that is asked for"],
    ] as const) {
      stage.write(".w-editable", text);
      button(stage.element, "Send").click();
      await until(() => expect(stage.all(".problem").map((one) => one.textContent)).toEqual([sentence]));
    }
    stage.write(".w-editable", "new words");
    button(stage.element, "Send").click();
    await until(() => expect(stage.actions()).toEqual([{ type: "send", payload: { said: "new words" } }]));
  });

  it("takes the focus and its text when it may", async () => {
    const stage = await show(form({ type: "Text", value: "words", editable: { name: "said", autoFocus: true, autoSelect: true } }));
    const area = stage.get<HTMLTextAreaElement>(".w-editable");
    expect(inside(stage.element).activeElement).toBe(area);
    expect([area.selectionStart, area.selectionEnd]).toEqual([0, 5]);
  });

  it("only stands there with `editable: false`", async () => {
    const stage = await show(form({ type: "Text", value: "words", editable: false }));
    expect(stage.get(".w-text").tagName).toBe("P");
  });
});
