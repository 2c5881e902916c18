import { act, button, caption, card, col, node, row, text, widget } from "../items";
import type { Scene } from "../scene";

const scene = (id: string, title: string, roots: object[], more: Partial<Scene> = {}): Scene => ({
  id,
  title,
  script: { items: roots.map((root) => widget(root)) },
  ...more,
});

const VARIANTS = ["solid", "soft", "outline", "ghost"];
const COLORS = ["primary", "secondary", "info", "discovery", "success", "caution", "warning", "danger"];
const SIZES = ["3xs", "2xs", "xs", "sm", "md", "lg", "xl", "2xl", "3xl"];
const SHELVES = ["Home", "Work", "Lent", "Wanted"].map((label) => ({ label, value: label.toLowerCase() }));
const CITIES = "Lisbon Porto Faro Braga Coimbra Aveiro Évora Setúbal Guimarães Viseu Leiria Beja Bragança Guarda Tomar Sintra Lagos".split(
  " ",
);

const labelled = (name: string, label: string, control: object) =>
  col({ gap: 1, align: "stretch" }, node("Label", { value: label, fieldName: name, size: "sm" }), control);

const BUTTONS: Scene[] = [
  scene("buttons", "Button", [
    card(
      {},
      row(
        { gap: 2 },
        button("Primary", { style: "primary" }),
        button("Secondary", { style: "secondary" }),
        button("Disabled", { disabled: true }),
      ),
      row(
        { gap: 2 },
        button("Danger", { color: "danger" }),
        button("Ghost", { variant: "ghost" }),
        button("Pill", { style: "primary", pill: true }),
      ),
      row(
        { gap: 2 },
        button("Undo", { iconStart: "lucide:undo-2" }),
        button("Open", { iconEnd: "external-link" }),
        button("", { iconStart: "dots-horizontal", uniform: true }),
      ),
      button("Over the whole width", { block: true, style: "primary" }),
      button("A label that is longer than the card is wide, so that it cannot be shown in full"),
    ),
  ]),
  scene(
    "button-colors",
    "Button",
    [
      card(
        {},
        ...COLORS.map((color) => row({ gap: 1.5 }, ...VARIANTS.map((variant) => button(`${color}`, { color, variant, size: "sm" })))),
      ),
    ],
    { note: "colours × variants" },
  ),
  scene(
    "button-sizes",
    "Button",
    [
      card(
        {},
        row({ gap: 2 }, ...SIZES.map((size) => button(size, { size }))),
        row({ gap: 2 }, ...SIZES.map((size) => button("", { iconStart: "plus", uniform: true, size }))),
        row({ gap: 2 }, ...["sm", "md", "lg", "xl", "2xl"].map((iconSize) => button(iconSize, { iconStart: "star", iconSize }))),
      ),
    ],
    { note: "sizes" },
  ),
];

const FIELDS: Scene[] = [
  scene("inputs", "Input", [
    card(
      { asForm: true },
      labelled("outline", "Outline", node("Input", { name: "outline", variant: "outline", placeholder: "name@example.org" })),
      labelled("soft", "Soft", node("Input", { name: "soft", variant: "soft", defaultValue: "Saturday market" })),
      labelled("disabled", "Disabled", node("Input", { name: "disabled", disabled: true, defaultValue: "Only on the server" })),
      labelled("pill", "Pill", node("Input", { name: "pill", pill: true, gutterSize: "xl", defaultValue: "Round at its ends" })),
      ...["number", "email", "password", "tel", "url"].map((inputType) =>
        labelled(
          inputType,
          inputType,
          node("Input", { name: inputType, inputType, placeholder: inputType, required: inputType === "email" }),
        ),
      ),
    ),
  ]),
  scene("input-sizes", "Input", [card({}, ...SIZES.map((size) => node("Input", { name: `size-${size}`, size, placeholder: size })))], {
    note: "sizes",
  }),
  scene("textareas", "Textarea", [
    card(
      {},
      labelled("notes", "Notes", node("Textarea", { name: "notes", placeholder: "Anything worth keeping", rows: 2 })),
      labelled(
        "grows",
        "Grows up to four lines",
        node("Textarea", { name: "grows", autoResize: true, maxRows: 4, defaultValue: "One\nTwo\nThree\nFour\nFive" }),
      ),
      labelled("softly", "Soft", node("Textarea", { name: "softly", variant: "soft", defaultValue: "Saturday market" })),
      labelled("never", "Disabled", node("Textarea", { name: "never", disabled: true, defaultValue: "Only on the server" })),
    ),
  ]),
  scene("choices", "Checkbox and RadioGroup", [
    card(
      {},
      row({ gap: 4 }, node("Checkbox", { name: "off", label: "Off" }), node("Checkbox", { name: "on", label: "On", defaultChecked: true })),
      row(
        { gap: 4 },
        node("Checkbox", { name: "no", label: "Off", disabled: true }),
        node("Checkbox", { name: "yes", label: "On", disabled: true, defaultChecked: true }),
      ),
      node("Checkbox", {
        name: "long",
        label: "One with a label that goes over more than one line, because it has to say what it means",
        required: true,
      }),
      node("Divider"),
      node("RadioGroup", {
        name: "priority",
        ariaLabel: "Priority",
        direction: "row",
        defaultValue: "2",
        options: ["1", "2", "3", "none"].map((value) => ({ label: value, value })),
      }),
      node("RadioGroup", {
        name: "shelf",
        ariaLabel: "Shelf",
        direction: "col",
        defaultValue: "work",
        options: [...SHELVES, { label: "Closed", value: "closed", disabled: true }],
      }),
      node("RadioGroup", {
        name: "all-off",
        ariaLabel: "Disabled",
        direction: "row",
        disabled: true,
        defaultValue: "home",
        options: SHELVES,
      }),
    ),
  ]),
  scene("selects", "Select", [
    card(
      {},
      labelled("shelf", "Shelf", node("Select", { name: "shelf", options: SHELVES, defaultValue: "home", block: true, clearable: true })),
      row({ gap: 2 }, ...VARIANTS.map((variant) => node("Select", { name: variant, variant, options: SHELVES, placeholder: variant }))),
      row(
        { gap: 2 },
        ...["xs", "md", "xl"].map((size) => node("Select", { name: `size-${size}`, size, options: SHELVES, placeholder: size })),
      ),
      row(
        { gap: 2 },
        node("Select", { name: "round", pill: true, options: SHELVES, placeholder: "Pill" }),
        node("Select", { name: "none", disabled: true, options: SHELVES, placeholder: "Disabled" }),
      ),
      labelled(
        "city",
        "City (to search in)",
        node("Select", {
          name: "city",
          block: true,
          placeholder: "Choose a city",
          options: CITIES.map((label) => ({ label, value: label })),
        }),
      ),
    ),
  ]),
  scene("dates", "DatePicker", [
    card(
      {},
      labelled("due", "Due", node("DatePicker", { name: "due", defaultValue: "2026-11-27T00:00:00Z", clearable: true, block: true })),
      labelled(
        "between",
        "Between the 10th and the 20th",
        node("DatePicker", { name: "between", min: "2026-11-10T00:00:00Z", max: "2026-11-20T00:00:00Z", placeholder: "Choose a day" }),
      ),
      row({ gap: 2 }, ...VARIANTS.map((variant) => node("DatePicker", { name: `date-${variant}`, variant, placeholder: variant }))),
      row(
        { gap: 2 },
        node("DatePicker", { name: "pill-date", pill: true, placeholder: "Pill" }),
        node("DatePicker", { name: "no-date", disabled: true, placeholder: "Disabled" }),
      ),
    ),
  ]),
];

const entry = (...children: object[]) =>
  card(
    {
      asForm: true,
      status: { text: "New entry" },
      confirm: { label: "Add", action: act("add") },
      cancel: { label: "Cancel", action: act("cancel") },
    },
    ...children,
  );

const FORMS: Scene[] = [
  scene(
    "form",
    "Form",
    [
      entry(
        labelled("entry.title", "Title", node("Input", { name: "entry.title", defaultValue: "Book a table for six", required: true })),
        row(
          { gap: 2.5, wrap: "nowrap" },
          node("Box", { flex: 1, minWidth: 0 }, [
            labelled("entry.due", "Due", node("DatePicker", { name: "entry.due", defaultValue: "2026-11-27T00:00:00Z", block: true })),
          ]),
          node("Box", { flex: 1, minWidth: 0 }, [
            labelled("entry.shelf", "Shelf", node("Select", { name: "entry.shelf", options: SHELVES, defaultValue: "home", block: true })),
          ]),
        ),
        labelled("entry.notes", "Notes", node("Textarea", { name: "entry.notes", placeholder: "Anything worth keeping", rows: 2 })),
        node("RadioGroup", {
          name: "entry.priority",
          ariaLabel: "Priority",
          direction: "row",
          defaultValue: "2",
          options: ["1", "2", "3"].map((value) => ({ label: value, value })),
        }),
        labelled("entry.mail", "E-mail", node("Input", { name: "entry.mail", inputType: "email", defaultValue: "ines@" })),
        node("Checkbox", { name: "entry.remind", label: "Remind me an hour before", defaultChecked: true }),
      ),
    ],
    { note: "a card as a form" },
  ),
  scene(
    "form-node",
    "Form",
    [
      card(
        {},
        node("Form", { direction: "row", gap: 2, onSubmitAction: act("search") }, [
          node("Input", { name: "query", placeholder: "Search the shelves", required: true }),
          button("Search", { submit: true, style: "primary", onClickAction: undefined }),
        ]),
      ),
    ],
    { note: "in a row, with a submit button" },
  ),
  scene("changed", "Before and after", [
    card(
      {},
      row(
        { gap: 2 },
        node("Checkbox", { name: "read", pill: true, color: "purple", ariaLabel: "Call the museum" }),
        text("Call the museum", { weight: "medium", flex: 1 }),
        node("Spacer"),
        button("Undo", { iconStart: "lucide:undo-2", variant: "ghost", size: "sm" }),
      ),
      row(
        { gap: 1.5, padding: { left: 6.25 } },
        caption("Due", { color: "tertiary" }),
        caption("Sat 21 Nov", { lineThrough: true }),
        caption("→", { color: "tertiary" }),
        caption("Fri 27 Nov", { weight: "semibold", color: "primary" }),
      ),
    ),
  ]),
];

export const controls: Scene[] = [...BUTTONS, ...FIELDS, ...FORMS];
