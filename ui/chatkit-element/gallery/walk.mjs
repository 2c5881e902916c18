/**
 * Goes through the whole gallery with the Tab key, forwards and back, as somebody without a mouse does. Ends with 1 when something
 * cannot be reached, holds the focus, has no name, does not show the focus, or is smaller than 24 pixels to hit.
 */
import { open, report, withGallery } from "./browser.mjs";

/** More than there are stops; to be turning in a circle for. */
const MOST_STOPS = 3000;

/** In the page: helpers that the walk calls at each stop. */
function prepare() {
  const ids = new Map();
  const idOf = (element) => {
    if (!ids.has(element)) ids.set(element, ids.size);
    return ids.get(element);
  };
  const deep = () => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at;
  };
  const nameOf = (element) => {
    const root = element.getRootNode();
    const by = (element.getAttribute("aria-labelledby") ?? "").split(/\s+/).map((id) => root.getElementById?.(id)?.textContent ?? "");
    const labels = [...(element.labels ?? [])].map((label) => label.textContent);
    const names = [by.join(" "), element.getAttribute("aria-label"), ...labels, element.textContent, element.placeholder, element.title];
    return names.map((name) => (name ?? "").trim()).find((name) => name !== "") ?? "";
  };
  const whereOf = (element) => {
    const scene = element.getRootNode().host?.closest("section")?.id ?? "page";
    return `${scene}: ${element.tagName.toLowerCase()}${element.className ? `.${String(element.className).trim().replace(/\s+/g, ".")}` : ""} “${nameOf(element).slice(0, 40)}”`;
  };
  /** What a click at the point would land on, through shadow roots. */
  const hit = (x, y) => {
    let at = document.elementFromPoint(x, y);
    for (let inner = at?.shadowRoot?.elementFromPoint(x, y); inner && inner !== at; inner = at.shadowRoot?.elementFromPoint(x, y))
      at = inner;
    return at;
  };
  /** The area that takes a click is at least 24 in each direction, around the middle. */
  const isBigEnough = (element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    if (width >= 24 && height >= 24) return true;
    // Links in a sentence are as high as its lines (WCAG 2.5.8 leaves them out).
    if (element.matches("a, .mention, .cite, .mark, sup *") && getComputedStyle(element).display.startsWith("inline")) return true;
    const [x, y] = [left + width / 2, top + height / 2];
    const takes = (at) => at && (element.contains(at) || at.closest("label")?.control === element || at.contains(element));
    return [
      [-11, 0],
      [11, 0],
      [0, -11],
      [0, 11],
    ].every(([dx, dy]) => takes(hit(x + dx, y + dy)));
  };
  const showsFocus = (element) => {
    const shown = (part) => {
      const style = getComputedStyle(part);
      const outline =
        style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2 && !/, 0\)$|transparent/.test(style.outlineColor);
      return outline || (style.boxShadow !== "none" && !style.boxShadow.includes("inset"));
    };
    // A ring may stand around the box the control is in, or on what is drawn in its place.
    const around = [element, element.parentElement, element.closest(".composer, .search, .w-control"), element.nextElementSibling];
    return around.some((part) => part && shown(part));
  };
  window.walk = {
    stop() {
      const element = deep();
      if (!element || element === document.body) return null;
      if (!element.getRootNode().host) return { id: idOf(element), faults: [], where: whereOf(element) };
      element.scrollIntoView({ block: "center" });
      const faults = [];
      if (nameOf(element) === "") faults.push("has no name");
      if (!showsFocus(element)) faults.push("does not show that it has the focus");
      if (!isBigEnough(element)) faults.push("is smaller than 24 to hit");
      return { id: idOf(element), faults, where: whereOf(element) };
    },
    /** What must be reached, but for members of a group that the arrows move in. */
    all() {
      const found = [];
      for (const host of document.querySelectorAll("openai-chatkit")) {
        const parts = host.shadowRoot.querySelectorAll("button, a[href], input, select, textarea, summary, [tabindex]");
        for (const part of parts) {
          const isGone =
            part.disabled || part.tabIndex < 0 || part.closest("[inert]") || !part.checkVisibility({ visibilityProperty: true });
          if (isGone || part.matches("input[type=radio]")) continue;
          found.push({ id: idOf(part), where: whereOf(part) });
        }
      }
      return found;
    },
  };
}

async function walk(page, key) {
  const stops = [];
  while (stops.length < MOST_STOPS) {
    await page.keyboard.press(key);
    const stop = await page.evaluate(() => window.walk.stop());
    // Behind the last stop is the page itself, or the first one again.
    if (stop === null || stop.id === stops[0]?.id) return stops;
    if (stops.at(-1)?.id === stop.id) throw new Error(`the focus is held by ${stop.where}`);
    stops.push(stop);
  }
  throw new Error("the walk does not end");
}

const faults = await withGallery(async (browser, base) => {
  const { page, context, troubles } = await open(browser, base);
  await page.evaluate(prepare);
  const there = new Set((await page.evaluate(() => window.walk.all())).map(({ id }) => id));
  // Some scenes put the caret where one is to write.
  await page.locator("select").first().focus();
  const forwards = await walk(page, "Tab");
  await page.locator("footer a").focus();
  const back = [await page.evaluate(() => window.walk.stop()), ...(await walk(page, "Shift+Tab"))];
  const reached = new Set(forwards.map(({ id }) => id));
  // What came meanwhile, the walk may have been past already.
  const missed = (await page.evaluate(() => window.walk.all())).filter(({ id }) => there.has(id) && !reached.has(id));
  await context.close();
  console.info(`${forwards.length} stops forwards, ${back.length} back`);
  const lost = forwards.filter(({ id }) => !back.some((stop) => stop.id === id));
  return [
    ...forwards.flatMap(({ where, faults }) => faults.map((fault) => `${where} ${fault}`)),
    ...missed.map(({ where }) => `${where} is not reached`),
    ...lost.map(({ where }) => `${where} is not reached on the way back`),
    ...troubles,
  ];
});
report(faults);
