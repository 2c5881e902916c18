import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Scene } from "../gallery/scene";
import { controls } from "../gallery/scenes/controls";
import { items } from "../gallery/scenes/items";
import { states } from "../gallery/scenes/states";
import { widgets } from "../gallery/scenes/widgets";
import { serve } from "../gallery/server";
import { type Translate, translator } from "../src/i18n";
import { loadIcons } from "../src/icons/Icon";
import type { Options } from "../src/options";
import { inside, mount, until } from "./page";

// What people who use a screen reader asked of such a chat (openai/chatkit-js#114) and WCAG 2.2 asks of all, over every scene of the
// gallery. What needs a layout (contrast, sizes, order of the Tab key, the ring) is looked at in a browser by gallery/*.mjs.

const scenes = [...widgets, ...controls, ...items, ...states];
const CONTROLS = "button, a[href], input, select, textarea, summary, [role=button], [role=combobox], [role=listbox], [tabindex='0']";

beforeAll(loadIcons);
afterEach(() => document.body.replaceChildren());

async function show({ script = {}, options = {}, begin }: Scene): Promise<ShadowRoot> {
  const { element, names } = mount();
  element.setOptions({
    initialThread: script.items ? "thr_1" : null,
    onClientTool: () => ({}),
    ...options,
    api: { url: "/chatkit", fetch: serve(script), ...options.api },
  } as Options);
  const waits = script.items && script.refuse?.["threads.get_by_id"] !== "pending";
  await until(() => expect(names().some((name) => name === "error" || name === (waits ? "thread.load.end" : "ready"))).toBe(true));
  void begin?.(element).catch(() => undefined);
  await drawn(element);
  return inside(element);
}

/** Resolves when parts that are loaded later stand there, and nothing more was drawn for a while. */
async function drawn(element: Element): Promise<void> {
  let quiet = 0;
  const watch = new MutationObserver(() => {
    quiet = 0;
  });
  watch.observe(inside(element), { subtree: true, childList: true, attributes: true, characterData: true });
  await until(() => expect(++quiet).toBeGreaterThan(8));
  watch.disconnect();
}

/** What a screen reader says of a control, as far as attributes and text tell. */
function nameOf(element: Element): string {
  const root = element.getRootNode() as ShadowRoot;
  const by = (element.getAttribute("aria-labelledby") ?? "")
    .split(/\s+/)
    .flatMap((id) => (id && root.getElementById(id)?.textContent) || []);
  const { labels } = element as HTMLInputElement;
  const spoken = element.cloneNode(true) as Element;
  for (const unseen of spoken.querySelectorAll("[aria-hidden=true]")) unseen.remove();
  const names = [
    by.join(" "),
    element.getAttribute("aria-label"),
    ...[...(labels ?? [])].map((one) => one.textContent),
    spoken.textContent,
  ];
  return (names.find((name) => (name ?? "").trim() !== "") ?? "").trim();
}

function html(elements: Iterable<Element>): string[] {
  return [...elements].map((element) => element.outerHTML.slice(0, 200));
}

function isHidden(element: Element): boolean {
  return element.closest("[hidden], [aria-hidden=true], [inert]") !== null;
}

/** Everything that takes the focus says what it is; nothing that does not is in the way. */
function checkControls(root: ShadowRoot): void {
  const all = [...root.querySelectorAll(CONTROLS)].filter((element) => !isHidden(element));

  expect(html(all.filter((element) => nameOf(element) === "")), "controls have names").toEqual([]);
  // An icon's own name is no name: `dots horizontal` says nothing.
  expect(html(all.filter((element) => /^(lucide|icon)\b/i.test(nameOf(element)))), "names are words").toEqual([]);
  expect(html(root.querySelectorAll("[tabindex]:not([tabindex='0'], [tabindex='-1'])")), "the order is that of the page").toEqual([]);
  expect(html([...root.querySelectorAll("[aria-hidden=true] :is(button, a[href], input)")]), "nothing hidden has the focus").toEqual([]);
  expect(html([...root.querySelectorAll("svg:not([aria-hidden=true])")]), "pictures beside words are silent").toEqual([]);
  expect(html([...root.querySelectorAll("img:not([alt])")]), "pictures say what they show, or that they are none").toEqual([]);

  const files = [...root.querySelectorAll<HTMLInputElement>("input[type=file]")];
  expect(html(files.filter((field) => field.tabIndex >= 0 && !isHidden(field))), "the file field is behind its button").toEqual([]);

  const ids = [...root.querySelectorAll("[id]")].map((element) => element.id);
  expect(
    ids.filter((id, i) => ids.indexOf(id) !== i),
    "ids are given once",
  ).toEqual([]);
  const dangling = ["aria-labelledby", "aria-describedby", "aria-activedescendant"].flatMap((name) =>
    [...root.querySelectorAll(`[${name}]`)].filter((element) =>
      (element.getAttribute(name) ?? "").split(/\s+/).some((id) => id !== "" && !root.getElementById(id)),
    ),
  );
  expect(html(dangling), "what describes another is there").toEqual([]);
}

/** The chat's name, then whose words they are, then what is in them. */
function checkHeadings(root: ShadowRoot, t: Translate): void {
  const levels = [...root.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((heading) => Number(heading.tagName[1]));
  expect(levels[0], "the chat's name comes first").toBe(2);
  expect(levels.filter((level) => level === 2)).toHaveLength(1);
  expect(levels.filter((level, i) => level > (levels[i - 1] ?? 1) + 1)).toEqual([]);
  expect(html([...root.querySelectorAll("h2, h3, h4, h5, h6")].filter((heading) => heading.textContent?.trim() === ""))).toEqual([]);
  // Whose words they are is said before each message and each answer.
  for (const said of root.querySelectorAll(".said-line")) expect(said.querySelector("h3")?.textContent).toBe(t("thread.you"));
  for (const answer of root.querySelectorAll(".answer:has(.message, .widget)"))
    expect(answer.querySelector("h3")?.textContent).toBe(t("thread.answer"));
}

/** One region to go to, one log to move in, one place that speaks. */
function checkRegions(root: ShadowRoot): void {
  expect(root.querySelectorAll(".frame[aria-label]")).toHaveLength(1);
  const log = root.querySelector("[role=log]");
  // The log is for moving in: what is finished is said by the status, once.
  if (log) expect(log.getAttribute("aria-live")).toBe("off");
  expect(root.querySelectorAll("[aria-live=assertive], [role=alert]"), "nobody is interrupted").toHaveLength(0);
}

describe("every scene of the gallery", () => {
  it.each(scenes.map((scene) => [scene.id, scene] as const))("can be used by name, heading and key: %s", async (_id, scene) => {
    const root = await show(scene);
    checkControls(root);
    if (root.querySelector(".misconfigured")) return;
    checkHeadings(root, translator(scene.options?.locale ?? "en"));
    checkRegions(root);
  });
});
