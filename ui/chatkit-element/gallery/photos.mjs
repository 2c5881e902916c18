/**
 * Photographs the gallery in both schemes and three densities, under the strict content policy, and looks at each with axe. Ends
 * with 1 when axe finds something, the policy reports something, the console has an error, or a request went elsewhere.
 *
 *   node gallery/photos.mjs                    # all of it, into test-results/gallery
 *   node gallery/photos.mjs dark-compact form  # one combination; one scene
 */
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { build, preview } from "vite";
import { hands } from "./hands.mjs";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const OUT = new URL("../test-results/gallery/", import.meta.url).pathname;
const CONFIG = new URL("vite.config.ts", import.meta.url).pathname;

/** What a page is looked at as, besides scheme and density: one photo each. */
const MORE = [
  { name: "light-compact-rtl", query: "locale=ar" },
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
    ["compact", "normal", "spacious"].map((density) => ({ name: `${scheme}-${density}`, query: `scheme=${scheme}&density=${density}` })),
  );
  return [...all, ...MORE];
}

function watch(page) {
  const troubles = [];
  page.on("request", (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol !== "data:" && protocol !== "blob:" && hostname !== "127.0.0.1") troubles.push(`request to ${request.url()}`);
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) troubles.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => troubles.push(`thrown: ${error.stack}`));
  return troubles;
}

async function open(browser, address, media = {}) {
  const context = await browser.newContext({ viewport: { width: 1720, height: 1200 }, reducedMotion: "reduce", locale: "en-GB", ...media });
  const page = await context.newPage();
  const troubles = watch(page);
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) =>
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  await page.goto(address);
  await page.waitForSelector("html[data-gallery=ready]");
  await page.evaluate(settled);
  return { context, page, troubles };
}

/** In the page: resolves when nothing is loaded and nothing was drawn for two frames. */
async function settled() {
  await document.fonts.ready;
  const quiet = (observe) =>
    new Promise((resolve) => {
      let frames = 0;
      const tick = () => (++frames > 6 ? resolve(stop()) : requestAnimationFrame(tick));
      const stop = observe(() => {
        frames = 0;
      });
      tick();
    });
  await quiet((again) => {
    const watches = [...document.querySelectorAll("openai-chatkit")].map((element) => {
      const watch = new MutationObserver(again);
      watch.observe(element.shadowRoot, { subtree: true, childList: true, attributes: true, characterData: true });
      return watch;
    });
    const loads = new PerformanceObserver(again);
    loads.observe({ type: "resource" });
    return () => {
      for (const watch of [...watches, loads]) watch.disconnect();
    };
  });
}

/** `media`: forced colours are the system's, and axe reads those of the page. */
async function axe(page, media) {
  // Axe comes in through the debugger, which the page's content policy does not reach.
  await page.evaluate(await readFile(AXE, "utf8"));
  const rules = media?.forcedColors ? { "color-contrast": { enabled: false } } : {};
  const { violations } = await page.evaluate((rules) => window.axe.run({ resultTypes: ["violations"], rules }), rules);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.flat().join(" ")}: ${failureSummary}`),
  );
}

/** Wider than its column is a fault: something sticks out that cannot be reached. */
function overflowing() {
  return [...document.querySelectorAll("openai-chatkit")].flatMap((element) =>
    [...element.shadowRoot.querySelectorAll(".root, .frame, .scroll, .composer, .bar")]
      .filter((part) => part.scrollWidth > part.clientWidth + 1)
      .map((part) => `wider than its place: ${element.closest("section").id} .${part.className}`),
  );
}

async function photograph(browser, base, { name, query, media }, only) {
  const found = [];
  const note = (where, list) => found.push(...list.map((one) => `${name} ${where}: ${one}`));
  if (!only || !hands.some((hand) => hand.scene === only)) {
    const { context, page, troubles } = await open(browser, `${base}?${query}${only ? `&scene=${only}` : ""}`, media);
    await page.screenshot({ path: `${OUT}${only ? `${only}-` : ""}${name}.png`, fullPage: true });
    note(only ?? "page", await axe(page, media));
    note(only ?? "page", await page.evaluate(overflowing));
    note(only ?? "page", troubles);
    await context.close();
  }
  for (const hand of hands.filter((one) => !only || one.scene === only)) {
    const { context, page, troubles } = await open(browser, `${base}?${query}&scene=${hand.scene}`, media);
    try {
      await hand.act(page);
      await page.evaluate(settled);
      await page.screenshot({ path: `${OUT}${hand.name}-${name}.png`, clip: { x: 0, y: 0, width: 720, height: 900 } });
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
await build({ configFile: CONFIG, logLevel: "warn" });
const server = await preview({ configFile: CONFIG, preview: { host: "127.0.0.1", port: 0 } });
const base = `http://127.0.0.1:${server.httpServer.address().port}/`;
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
const faults = [];
try {
  for (const combination of combinations().filter(({ name }) => !wanted || name === wanted)) {
    const found = await photograph(browser, base, combination, only);
    console.info(`${combination.name}: ${found.length === 0 ? "clean" : `${found.length} faults`}`);
    faults.push(...found);
  }
} finally {
  await browser.close();
  await new Promise((resolve) => server.httpServer.close(resolve));
}
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
