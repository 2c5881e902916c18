/** The built gallery under its content policy, in Debian's or another Chromium. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { build, preview } from "vite";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const CONFIG = new URL("vite.config.ts", import.meta.url).pathname;

/** Builds and serves the gallery, calls `use` with a browser and the address, and ends both. */
export async function withGallery(use) {
  await build({ configFile: CONFIG, logLevel: "warn" });
  const server = await preview({ configFile: CONFIG, preview: { host: "127.0.0.1", port: 0 } });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  try {
    return await use(browser, `http://127.0.0.1:${server.httpServer.address().port}/`);
  } finally {
    await browser.close();
    await new Promise((resolve) => server.httpServer.close(resolve));
  }
}

/** Prints what was found wrong; the process then ends with 1. */
export function report(faults) {
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length > 0 ? 1 : 0;
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

/** The gallery in a page of its own; `troubles` fills with what must not happen. */
export async function open(browser, address, media = {}) {
  const context = await browser.newContext({ viewport: { width: 1720, height: 1200 }, reducedMotion: "reduce", locale: "en-GB", ...media });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
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
export async function settled() {
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

/** What axe finds, in words. `media`: forced colours are the system's, and axe reads those of the page. */
export async function axe(page, media) {
  // Axe comes in through the debugger, which the page's content policy does not reach.
  await page.evaluate(await readFile(AXE, "utf8"));
  const rules = media?.forcedColors ? { "color-contrast": { enabled: false } } : {};
  const { violations } = await page.evaluate((rules) => window.axe.run({ resultTypes: ["violations"], rules }), rules);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.flat().join(" ")}: ${failureSummary}`),
  );
}
