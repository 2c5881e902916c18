import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { loadIcons } from "../../src/icons/Icon";
import { type Drawn, dice, draw, erase } from "./draw";

beforeAll(loadIcons);
afterEach(erase);

const CONTENT =
  "Card ListView ListViewItem Basic Box Row Col Divider Spacer Transition Table Table.Row Table.Cell Text Title Caption Markdown Badge Icon Image Hologram".split(
    " ",
  );
const CONTROLS = "Button Checkbox DatePicker Form Input Label RadioGroup Select Textarea".split(" ");
const PROPS =
  "children value label name size color background border padding margin gap align justify wrap flex width height minWidth maxWidth minSize aspectRatio radius status collapsed confirm cancel theme asForm limit onClickAction direction spacing flush minSize header colSpan rowSpan vAlign colSize weight textAlign truncate maxLines minLines italic lineThrough streaming editable variant pill src alt fit position frame options defaultValue onChangeAction onSubmitAction required disabled rows fieldName placeholder pattern min max ariaLabel inputType style iconStart iconEnd block uniform submit key id type".split(
    " ",
  );

/** What a model or an attacker puts where something else belongs. */
const EVIL = [
  '"><img src=x onerror="document.title=`run`">',
  "<script>document.title='run'</script>",
  "javascript:document.title='run'",
  "data:text/html,<script>document.title='run'</script>",
  "url(https://evil.example/x.png)",
  "red; background-image: url(https://evil.example/x.png)",
  "image-set('https://evil.example/x.png' 1x)",
  "expression(document.title='run')",
  "} * { background: url(https://evil.example/x.png) }",
  "\\75 rl(https://evil.example/x.png)",
  "https://evil.example/x.png",
  "//evil.example/x.png",
  "[click](javascript:document.title='run') ![x](https://evil.example/x.png)",
  "<svg onload=document.title='run'>",
  "{{constructor.constructor('run')()}}",
  "__proto__",
  "constructor",
  "lucide:../../evil",
  "‮evil‬",
  "\0",
  "w-card busy inert",
];

const ODD: unknown[] = [
  ...[null, undefined, true, false, 0, -1, 1, 3, 1.5, 1e9, -1e9, Number.NaN, Number.POSITIVE_INFINITY, "", " ", "2", "auto", "center"],
  ...["start", "end", "sm", "md", "lg", "full", "danger", "secondary", "red-100", "dark", "light", "row", "solid", "star", "50%", "1em"],
  ...["calc(1px + 1em)", "16/9", {}, [], [[]], [null], { light: "red", dark: "blue" }, { x: 1, y: "2em" }, { size: 1, style: "dashed" }],
  ...[{ top: { size: 2 } }, { text: "status", icon: "star" }, { type: "go" }, { label: "Go", action: { type: "go" } }, { name: "field" }],
  ...[
    [{ value: "a", label: "A" }],
    "2026-11-21",
    "2026-11-21T10:00:00Z",
    "data:image/png;base64,AA==",
    "x".repeat(3000),
    () => 1,
    Symbol("s"),
    10n,
  ],
  ...EVIL,
];

function pick<Item>(roll: () => number, list: readonly Item[]): Item {
  return list[Math.floor(roll() * list.length)] as Item;
}

function tree(roll: () => number, types: readonly string[], depth = 0): unknown {
  if (roll() < 0.04) return pick(roll, ODD);
  const node: Record<string, unknown> = { type: pick(roll, types) };
  for (let i = roll() * 9; i > 0; i--) node[pick(roll, PROPS.slice(1, -1))] = pick(roll, ODD);
  if (roll() < 0.3) node["key"] = pick(roll, ["a", "b", "c", 1, null, {}]);
  if (roll() < 0.9 && depth < 5) node["children"] = Array.from({ length: roll() * 4 }, () => tree(roll, types, depth + 1));
  else if (roll() < 0.3 && depth < 5) node["children"] = tree(roll, types, depth + 1);
  return node;
}

/** The same tree with a few of its nodes changed, moved or gone. */
function mutated(roll: () => number, node: unknown, types: readonly string[]): unknown {
  if (typeof node !== "object" || node === null || Array.isArray(node)) return node;
  if (roll() < 0.1) return tree(roll, types, 4);
  const next: Record<string, unknown> = { ...node };
  if (roll() < 0.3) next[pick(roll, PROPS.slice(1, -1))] = pick(roll, ODD);
  if (Array.isArray(next["children"])) {
    const children = next["children"].map((child) => mutated(roll, child, types)).filter(() => roll() > 0.1);
    next["children"] = roll() < 0.2 ? children.reverse() : children;
  }
  return next;
}

/** Whatever the values were: nothing that runs, and nothing that asks another host. */
function expectHarmless(widget: HTMLElement): void {
  for (const element of widget.querySelectorAll("*")) {
    expect(element.tagName).not.toMatch(/^(script|iframe|object|embed|link|style|base|meta|foreignobject|video|audio|source)$/i);
    for (const { name, value } of element.attributes) {
      expect(name).not.toMatch(/^on|^srcdoc$|^formaction$|^srcset$|^ping$/i);
      if (name === "src") expect(value).toMatch(/^data:image\//);
      if (name === "href") expect(value).toMatch(/^(https?|mailto):/);
      if (name === "style") expect(value).not.toMatch(/url\(|image-set|expression|\\|javascript:|evil/i);
      if (name === "class") expect(value).not.toMatch(/evil|\bbusy\b|[<>"]/);
    }
  }
}

describe.each([
  ["content", CONTENT, 120],
  ["content and controls", [...CONTENT, ...CONTROLS], 60],
])("random trees of %s", (_, types, count) => {
  it(`(${count}) are drawn and changed without harm`, () => {
    for (let seed = 1; seed <= count; seed++) {
      const roll = dice(seed);
      let root = tree(roll, types);
      const drawn = draw(root, { open: roll() < 0.5 });
      for (let step = 0; step < 3; step++) {
        expectHarmless(drawn.widget);
        root = mutated(roll, root, types);
        drawn.update(root);
      }
      expectHarmless(drawn.widget);
      erase();
    }
    expect(document.title).not.toBe("run");
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  }, 20_000);
});

it("a tree that came by changes looks like one that was there from the start", () => {
  for (let seed = 1000; seed < 1080; seed++) {
    const roll = dice(seed);
    let root = tree(roll, CONTENT);
    const drawn = draw(root);
    for (let step = 0; step < 4; step++) {
      root = mutated(roll, root, CONTENT);
      drawn.update(root);
    }
    expect(looks(drawn), `seed ${seed}`).toBe(looks(draw(root)));
    erase();
  }
}, 20_000);

it.each([...CONTENT, ...CONTROLS])("%s with the same text in all its properties runs none of it", (type) => {
  for (const text of EVIL) {
    const node = Object.fromEntries(PROPS.map((prop) => [prop, text]));
    for (const children of [text, [{ type: "Text", value: text }]]) {
      expectHarmless(draw({ type: "Card", children: [{ ...node, type, children }] }).widget);
    }
    erase();
  }
  expect(document.title).not.toBe("run");
});

/** The markup, without the order that styles were set in and without what a field keeps for itself. */
function looks(drawn: Drawn): string {
  const html = drawn.html().replace(/<textarea[^>]*>/g, "<textarea>");
  return html.replace(/style="([^"]*)"/g, (_, style: string) => `style="${style.split(/;\s*/).sort().join(";")}"`);
}
