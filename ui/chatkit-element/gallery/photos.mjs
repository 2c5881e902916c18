/**
 * Photographs the gallery in both schemes and three densities, under the strict content policy, and looks at each with axe. Ends
 * with 1 when axe finds something, the policy reports something, the console has an error, or a request went elsewhere.
 *
 *   node gallery/photos.mjs                    # all of it, into test-results/gallery
 *   node gallery/photos.mjs dark-compact,dark-normal form  # some combinations; one scene
 */
import { mkdir } from "node:fs/promises";
import { axe, open, report, settled, withGallery } from "./browser.mjs";
import { hands } from "./hands.mjs";

const OUT = new URL("../test-results/gallery/", import.meta.url).pathname;

/** What a page is looked at as, besides scheme and density: one photo each. */
const MORE = [
  { name: "light-compact-rtl", query: "locale=ar" },
  { name: "light-compact-320", query: "", media: { viewport: { width: 320, height: 640 } } },
  { name: "light-compact-320-rtl", query: "locale=ar", media: { viewport: { width: 320, height: 640 } } },
  { name: "light-spacious-320", query: "density=spacious&size=18", media: { viewport: { width: 320, height: 640 } } },
  { name: "light-compact-german", query: "locale=de" },
  { name: "light-compact-forced-colors", query: "", media: { forcedColors: "active" } },
  { name: "dark-compact-forced-colors", query: "scheme=dark", media: { forcedColors: "active", colorScheme: "dark" } },
  { name: "light-compact-more-contrast", query: "", media: { contrast: "more" } },
  { name: "light-compact-pill-18", query: "radius=pill&size=18&level=3" },
  { name: "dark-normal-yellow", query: "scheme=dark&density=normal&accent=%23ffdd00&level=2" },
  { name: "light-normal-yellow", query: "density=normal&accent=%23ffdd00&level=3" },
];

function combinations() {
  const all = ["light", "dark"].flatMap((scheme) =>
    ["compact", "normal", "spacious"].map((density) => ({
      name: `${scheme}-${density}`,
      query: `scheme=${scheme}&density=${density}`,
      plain: true,
    })),
  );
  return [...all, ...MORE];
}

/** Wider than its column is a fault: something sticks out that cannot be reached. */
function overflowing() {
  return [...document.querySelectorAll("openai-chatkit")].flatMap((element) =>
    [...element.shadowRoot.querySelectorAll(".root, .frame, .scroll, .composer, .bar")]
      .filter((part) => part.scrollWidth > part.clientWidth + 1)
      .map((part) => `wider than its place: ${element.closest("section").id} .${part.className}`),
  );
}

/** In the page: what a density changes, in pixels. */
function measure() {
  const first = (selector) => {
    for (const { shadowRoot } of document.querySelectorAll("openai-chatkit")) {
      const found = shadowRoot.querySelector(selector);
      if (found) return found;
    }
    throw new Error(`nothing is ${selector}`);
  };
  const height = (selector) => first(selector).getBoundingClientRect().height;
  const style = (selector, property) => Number.parseFloat(getComputedStyle(first(selector))[property]);
  return {
    bar: height(".bar"),
    row: height(".w-row"),
    button: height(".w-card .foot .button"),
    inset: style(".w-card > .body", "paddingInlineStart"),
    gutter: style(".scroll", "paddingInlineStart"),
    gap: style(".answer > .widget + .widget", "marginBlockStart"),
    turn: style(".turn + .turn .said-line", "marginBlockStart"),
    suggestion: height(".prompt"),
    choice: height(".question .choice"),
    chat: height(".history .item"),
  };
}

/** A density that changes nothing somewhere is none. */
function alike(measured) {
  const densities = Object.entries(measured);
  return densities.slice(1).flatMap(([name, now], i) => {
    const [before, then] = densities[i];
    return Object.keys(now).flatMap((what) =>
      now[what] > then[what] ? [] : `${what} is ${now[what]} in ${name}, ${then[what]} in ${before}`,
    );
  });
}

async function photograph(browser, base, { name, query, media, plain }, { only, measured }) {
  const found = [];
  const note = (where, list) => found.push(...list.map((one) => `${name} ${where}: ${one}`));
  if (!only || !hands.some((hand) => hand.scene === only)) {
    const { context, page, troubles } = await open(browser, `${base}?${query}${only ? `&scene=${only}` : ""}`, media);
    await page.screenshot({ path: `${OUT}${only ? `${only}-` : ""}${name}.png`, fullPage: true });
    note(only ?? "page", await axe(page, media));
    note(only ?? "page", await page.evaluate(overflowing));
    note(only ?? "page", troubles);
    if (plain && !only) measured[name] = await page.evaluate(measure);
    await context.close();
  }
  // Hands find things by their English names; a look that changes no word needs them once.
  for (const hand of hands.filter((one) => (only ? one.scene === only : plain))) {
    const { context, page, troubles } = await open(browser, `${base}?${query}&scene=${hand.scene}`, media);
    try {
      await hand.act(page);
      await page.evaluate(settled);
      await page.screenshot({ path: `${OUT}${hand.name}-${name}.png`, clip: { x: 0, y: 0, width: 440, height: 800 } });
      note(hand.name, await axe(page, media));
    } catch (error) {
      note(hand.name, [error.message]);
    }
    note(hand.name, troubles);
    await context.close();
  }
  return found;
}

const [wanted, only] = process.argv.slice(2);
await mkdir(OUT, { recursive: true });
const faults = await withGallery(async (browser, base) => {
  const all = [];
  const measured = {};
  for (const combination of combinations().filter(({ name }) => !wanted || wanted.split(",").includes(name))) {
    const found = await photograph(browser, base, combination, { only, measured });
    console.info(`${combination.name}: ${found.length === 0 ? "clean" : `${found.length} faults`}`);
    all.push(...found);
  }
  const light = Object.fromEntries(Object.entries(measured).filter(([name]) => name.startsWith("light")));
  return [...all, ...alike(light)];
});
report(faults);
