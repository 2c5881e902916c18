import type { Widgets } from "@openai/chatkit";
import { afterEach, describe, expect, it } from "vitest";
import { inside, press, until } from "../page";
import { FakeServer } from "../server";
import { card, form, type Stage, show, submit } from "./stage";

afterEach(() => document.body.replaceChildren());

type Node = Widgets.WidgetComponent | Widgets.WidgetRoot;
type Control = "Button" | "Checkbox" | "DatePicker" | "Form" | "Input" | "Label" | "RadioGroup" | "Select" | "Textarea";
/** What only the Python types know, and what goes beyond both. */
interface Extra {
  Select: { searchable: unknown };
  Checkbox: { pill: unknown; color: unknown; ariaLabel: unknown };
}
/** Of a `Form`, what every box has is tested with the boxes. */
type OfBoxes = keyof Extract<Node, { type: "Box" }>;
type Props<Type> = Exclude<
  | Exclude<keyof Extract<Node, { type: Type }>, Type extends "Form" ? Exclude<OfBoxes, "direction"> : never>
  | (Type extends keyof Extra ? keyof Extra[Type] : never),
  "type" | "key" | "id"
>;

/** One value of one property: what can be seen with it, and cannot without it. */
interface Row {
  value: unknown;
  /** Added to the node in both cases. */
  beside?: object;
  /** Stands beside the node in both cases. */
  near?: object[];
  /** Done before it is looked at. */
  act?: (stage: Stage) => void | Promise<void>;
  look: (stage: Stage) => unknown;
  sees: unknown;
}

/** Every property of every control: one that is missing here does not compile. */
type Table = { [Type in Control]: { base: object; props: { [Prop in Props<Type>]: Row[] } } };

const texts = new WeakMap<CSSStyleSheet, string>();

/** Whether a sheet that the element wears says what a class means. */
function isDrawn({ element }: Stage, name: string): boolean {
  return [...inside(element).adoptedStyleSheets].some((sheet) => {
    const text = texts.get(sheet) ?? [...sheet.cssRules].map((rule) => rule.cssText).join("\n");
    texts.set(sheet, text);
    return text.includes(`.${name}`);
  });
}

const SIZES = ["3xs", "2xs", "xs", "sm", "lg", "xl", "2xl", "3xl"];
const COLORS = ["primary", "info", "discovery", "success", "caution", "warning", "danger"];
const quick = (type: string) => ({ type, streaming: false });

/** The element has this class, and a sheet says what it means. */
const classes = (selector: string, values: readonly string[], prefix = ""): Row[] =>
  values.map((value) => {
    const name = `${prefix}${value}`;
    return {
      value,
      look: (stage) => stage.get(selector).classList.contains(name) && isDrawn(stage, name),
      sees: true,
    };
  });
const flag = (selector: string, name: string, value: unknown = true): Row => ({
  value,
  look: (stage) => stage.get(selector).classList.contains(name) && isDrawn(stage, name),
  sees: true,
});
const attribute = (selector: string, name: string, value: unknown, sees: string, more: Partial<Row> = {}): Row => ({
  value,
  look: ({ get }) => get(selector).getAttribute(name),
  sees,
  ...more,
});
const disabled = (selector: string): Row => ({
  value: true,
  look: ({ get }) => get<HTMLInputElement>(selector).disabled,
  sees: true,
});
const words = (selector: string, value: string, more: Partial<Row> = {}): Row => ({
  value,
  look: ({ get }) => get(selector).textContent,
  sees: value,
  ...more,
});
/** What the control says is wrong once the form is sent. */
const problem = (value: unknown, sees: string, more: Partial<Row> = {}): Row => ({
  value,
  near: [submit],
  act: ({ get }) => get(".w-button").click(),
  look: ({ all }) => all(".problem").map((one) => one.textContent),
  sees: [sees],
  ...more,
});
const valueSent = (value: unknown, name: string, sees: unknown, more: Partial<Row> = {}): Row => ({
  value,
  near: [submit],
  act: ({ get }) => get(".w-button").click(),
  look: ({ actions }) => (actions()[0] as { payload?: Record<string, unknown> } | undefined)?.payload?.[name],
  sees,
  ...more,
});
const focused = (value: unknown): Row => ({
  value,
  look: ({ element, get }) => inside(element).activeElement === get("#field, [name=field]"),
  sees: true,
});
const selected = (value: unknown, tag: string): Row => ({
  value,
  beside: { defaultValue: "words", autoFocus: true },
  look: ({ get }) => {
    const field = get<HTMLInputElement>(tag);
    return field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0);
  },
  sees: "words",
});

const options = [
  { value: "a", label: "Apples" },
  { value: "b", label: "Bread" },
];
const many = Array.from({ length: 16 }, (_, i) => ({ value: `v${i}`, label: `Option ${i}` }));
const open = async ({ get, all }: Stage) => {
  get(".pick").click();
  await until(() => expect(all(".popup")).toHaveLength(1));
};

const fieldProps = (tag: string) => ({
  name: [valueSent("field", "field", "words", { beside: { name: undefined, defaultValue: "words" } })],
  defaultValue: [{ value: "words", look: ({ get }: Stage) => get<HTMLInputElement>(tag).value, sees: "words" }],
  required: [problem(true, "This needs a value")],
  pattern: [problem("[a-z]+", "This does not have the form that is asked for", { beside: { defaultValue: "A1" } })],
  placeholder: [attribute(tag, "placeholder", "Write here", "Write here")],
  allowAutofillExtensions: [{ value: true, look: ({ get }: Stage) => get(tag).hasAttribute("data-1p-ignore"), sees: false }],
  autoSelect: [selected(true, tag)],
  autoFocus: [focused(true)],
  disabled: [disabled(tag)],
  variant: classes(tag, ["soft"]),
  size: classes(tag, SIZES, "s-"),
  gutterSize: classes(tag, ["2xs", "xs", "sm", "md", "lg", "xl"], "g-"),
});

const TABLE: Table = {
  Button: {
    base: { label: "Go", onClickAction: quick("go") },
    props: {
      label: [words(".w-button", "Words")],
      onClickAction: [
        {
          value: quick("other"),
          act: ({ get }) => get(".w-button").click(),
          look: ({ actions }) => actions()[0],
          sees: { type: "other" },
        },
      ],
      submit: [
        problem(true, "This needs a value", { near: [{ type: "Input", name: "other", required: true }] }),
        attribute(".w-button", "type", true, "submit"),
      ],
      iconStart: [{ value: "plus", look: ({ get }) => get(".w-button").firstElementChild?.tagName.toLowerCase(), sees: "svg" }],
      iconEnd: [{ value: "plus", look: ({ get }) => get(".w-button").lastElementChild?.tagName.toLowerCase(), sees: "svg" }],
      iconSize: [
        ["md", "16"],
        ["lg", "18"],
        ["xl", "20"],
        ["2xl", "24"],
      ].map(([value, sees]) => attribute(".w-button svg", "width", value, sees as string, { beside: { iconStart: "plus" } })),
      style: [flag(".w-button", "v-solid", "primary")],
      color: classes(".w-button", COLORS, "c-"),
      variant: classes(".w-button", ["solid", "soft", "ghost"], "v-"),
      size: classes(".w-button", SIZES, "s-"),
      pill: [{ ...flag(".w-button", "pill") }],
      uniform: [{ ...flag(".w-button", "uniform"), beside: { iconStart: "plus" } }],
      block: [flag(".w-button", "block")],
      disabled: [disabled(".w-button")],
    },
  },
  Input: {
    base: { name: "field" },
    props: {
      ...fieldProps("input"),
      inputType: [
        ...["number", "email", "password", "tel", "url"].map((value) => attribute("input", "type", value, value)),
        problem("email", "This needs a part after the @", { beside: { defaultValue: "ines@" } }),
      ],
      pill: [flag("input", "pill")],
    },
  },
  Textarea: {
    base: { name: "field" },
    props: {
      ...fieldProps(".widget textarea"),
      rows: [attribute(".widget textarea", "rows", 5, "5")],
      autoResize: [flag(".widget textarea", "grows")],
      maxRows: [
        {
          value: 2,
          beside: { autoResize: true, rows: 1 },
          // The page of the tests has no layout: the text is said to be as high as ten lines.
          act: ({ get, write }) => {
            const area = get<HTMLTextAreaElement>(".widget textarea");
            Object.defineProperty(area, "scrollHeight", { value: 200, configurable: true });
            area.style.lineHeight = "20px";
            write(".widget textarea", "words");
          },
          look: ({ get }) => get(".widget textarea").style.height,
          sees: "40px",
        },
      ],
    },
  },
  Select: {
    base: { name: "field", options },
    props: {
      name: [valueSent("field", "field", "a", { beside: { name: undefined, defaultValue: "a" } })],
      options: [
        {
          value: [{ value: "c", label: "Cheese", description: "Hard or soft" }],
          act: open,
          look: ({ all }) => all(".option").map((one) => one.textContent),
          sees: ["CheeseHard or soft"],
        },
        {
          value: [{ value: "a", label: "Apples", disabled: true }],
          act: open,
          look: ({ get }) => get(".option").getAttribute("aria-disabled"),
          sees: "true",
        },
      ],
      onChangeAction: [
        {
          value: quick("chosen"),
          act: async (stage) => {
            await open(stage);
            stage.all(".option")[1]?.click();
          },
          look: ({ actions }) => actions()[0],
          sees: { type: "chosen", payload: { field: "b" } },
        },
      ],
      placeholder: [words(".pick", "Choose one")],
      defaultValue: [{ value: "b", look: ({ get }) => get(".pick").textContent, sees: "Bread" }],
      variant: classes(".w-control", ["solid", "soft", "ghost"]),
      size: classes(".w-control", SIZES, "s-"),
      pill: [flag(".w-control", "pill")],
      block: [flag(".w-field", "block")],
      clearable: [{ value: true, beside: { defaultValue: "a" }, look: ({ all }) => all(".clear").length, sees: 1 }],
      disabled: [disabled(".pick")],
      searchable: [
        { value: true, look: ({ get }) => get(".pick").tagName, sees: "INPUT" },
        { value: false, beside: { options: many }, look: ({ get }) => get(".pick").tagName, sees: "BUTTON" },
      ],
    },
  },
  DatePicker: {
    base: { name: "field" },
    props: {
      name: [valueSent("field", "field", "2026-11-27T00:00:00Z", { beside: { name: undefined, defaultValue: "2026-11-27T00:00:00Z" } })],
      onChangeAction: [
        {
          value: quick("chosen"),
          beside: { defaultValue: "2026-11-27T09:30:00Z" },
          act: async (stage) => {
            await open(stage);
            stage.get('.cell[data-value="2026-11-05"]').click();
          },
          look: ({ actions }) => actions()[0],
          sees: { type: "chosen", payload: { field: "2026-11-05T09:30:00Z" } },
        },
      ],
      placeholder: [words(".pick", "Choose a day")],
      defaultValue: [{ value: "2031-11-27T00:00:00Z", look: ({ get }) => get(".pick").textContent, sees: "Thu, Nov 27, 2031" }],
      min: [
        {
          value: "2026-11-10T00:00:00Z",
          beside: { defaultValue: "2026-11-20T00:00:00Z" },
          act: open,
          look: ({ get }) => ["09", "10"].map((day) => get(`.cell[data-value="2026-11-${day}"]`).getAttribute("aria-disabled")),
          sees: ["true", null],
        },
      ],
      max: [
        {
          value: "2026-11-20T00:00:00Z",
          beside: { defaultValue: "2026-11-11T00:00:00Z" },
          act: open,
          look: ({ get }) => ["20", "21"].map((day) => get(`.cell[data-value="2026-11-${day}"]`).getAttribute("aria-disabled")),
          sees: [null, "true"],
        },
      ],
      variant: classes(".w-control", ["solid", "soft", "ghost"]),
      size: classes(".w-control", SIZES, "s-"),
      side: ["top", "left", "right"].map((value) => ({
        value,
        act: open,
        look: ({ get }) => get("[data-part=trigger]").getAttribute("data-side"),
        sees: value,
      })),
      align: [
        { value: "center", act: open, look: ({ get }) => get("[data-part=trigger]").getAttribute("data-placement"), sees: "bottom" },
        { value: "end", act: open, look: ({ get }) => get("[data-part=trigger]").getAttribute("data-placement"), sees: "bottom-end" },
      ],
      pill: [flag(".w-control", "pill")],
      block: [flag(".w-field", "block")],
      clearable: [{ value: true, beside: { defaultValue: "2026-11-27" }, look: ({ all }) => all(".clear").length, sees: 1 }],
      disabled: [disabled(".pick")],
    },
  },
  Checkbox: {
    base: { name: "field" },
    props: {
      name: [valueSent("field", "field", true, { beside: { name: undefined, defaultChecked: true } })],
      label: [words(".w-checkbox", "Remind me")],
      defaultChecked: [{ value: true, look: ({ get }) => get<HTMLInputElement>("input").checked, sees: true }],
      onChangeAction: [
        {
          value: quick("ticked"),
          act: ({ get }) => get("input").click(),
          look: ({ actions }) => actions()[0],
          sees: { type: "ticked", payload: { field: true } },
        },
      ],
      disabled: [disabled("input")],
      required: [problem(true, "This needs a tick")],
      pill: [flag(".w-checkbox", "round")],
      color: [{ value: "danger", look: ({ get }) => get(".w-checkbox").style.getPropertyValue("--ring"), sees: "var(--red)" }],
      ariaLabel: [attribute("input", "aria-label", "Call the museum", "Call the museum")],
    },
  },
  RadioGroup: {
    base: { name: "field", options },
    props: {
      name: [valueSent("field", "field", "a", { beside: { name: undefined, defaultValue: "a" } })],
      options: [
        {
          value: [{ value: "c", label: "Cheese", disabled: true }],
          look: ({ all }) => all<HTMLInputElement>("input").map((one) => [one.closest("label")?.textContent, one.disabled]),
          sees: [["Cheese", true]],
        },
      ],
      ariaLabel: [attribute("[role=radiogroup]", "aria-label", "Shopping", "Shopping")],
      onChangeAction: [
        {
          value: quick("chosen"),
          act: ({ all }) => all("input")[1]?.click(),
          look: ({ actions }) => actions()[0],
          sees: { type: "chosen", payload: { field: "b" } },
        },
      ],
      defaultValue: [{ value: "b", look: ({ get }) => get<HTMLInputElement>("input:checked").value, sees: "b", beside: {} }],
      direction: [flag("[role=radiogroup]", "row", "row")],
      disabled: [{ value: true, look: ({ all }) => all<HTMLInputElement>("input").map((one) => one.disabled), sees: [true, true] }],
      required: [problem(true, "One of these has to be chosen")],
    },
  },
  Label: {
    base: { value: "Title", fieldName: "title" },
    props: {
      value: [words(".w-label", "Words")],
      fieldName: [
        {
          value: "other",
          near: [{ type: "Input", name: "other" }],
          look: ({ get }) => get("label").getAttribute("for") === get("input").id,
          sees: true,
        },
      ],
      size: classes(".w-label", ["xs", "md", "lg", "xl"], "size-"),
      weight: [{ value: "semibold", look: ({ get }) => get(".w-label").style.fontWeight, sees: "600" }],
      textAlign: [{ value: "end", look: ({ get }) => get(".w-label").style.textAlign, sees: "end" }],
      color: [{ value: "danger", look: ({ get }) => get(".w-label").style.color, sees: "var(--red)" }],
    },
  },
  Form: {
    base: { children: [{ type: "Input", name: "title", defaultValue: "Bread" }] },
    props: {
      onSubmitAction: [
        {
          value: quick("sent"),
          act: ({ get }) => void press(get("input"), "Enter"),
          look: ({ actions }) => actions()[0],
          sees: { type: "sent", payload: { title: "Bread" } },
        },
      ],
      direction: [{ value: "row", look: ({ get }) => get("form").classList.contains("row"), sees: true }],
    },
  },
};

async function draw(node: object, { near = [], act }: Row): Promise<Stage> {
  const server = new FakeServer().on("threads.sync_custom_action", () => ({}));
  const isForm = (node as { type: string }).type === "Form";
  const stage = await show(card(isForm ? node : near.length > 0 ? form(...near, node) : node), server);
  await act?.(stage);
  return stage;
}

/** What is looked at, `undefined` when it is not there. */
function seen(row: Row, stage: Stage): unknown {
  try {
    return row.look(stage);
  } catch {
    return undefined;
  }
}

describe.each(Object.entries(TABLE))("%s", (type, { base, props }) => {
  const rows = Object.entries(props as Record<string, Row[]>).flatMap(([prop, given]) => given.map((row) => ({ prop, row })));
  it.each(rows.map(({ prop, row }) => [`${prop} ${JSON.stringify(row.value)}`, prop, row] as const))("%s", async (_, prop, row) => {
    const without = { type, ...base, ...row.beside };
    const stage = await draw({ ...without, [prop]: row.value }, row);
    await until(() => expect(row.look(stage)).toEqual(row.sees));
    stage.element.remove();
    expect(seen(row, await draw(without, row))).not.toEqual(row.sees);
  });
});
