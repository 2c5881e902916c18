import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after } from "node:test";
import { chromium } from "playwright-core";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const REPORTS = "__policyReports";

let launched = null;

/** What tests do by themselves at their end. */
export async function closeBrowser() {
  await (await launched)?.close();
}

after(closeBrowser);

/** One browser for a file; each page has a context of its own in it, with nothing of the others. */
function browser() {
  launched ??= chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
  });
  return launched;
}

/**
 * A page with an empty profile. Everything that must not happen is noted, and `quiet()` fails if it did:
 * requests to another host, reports of the content policy, errors in the console or thrown.
 */
export async function openPage(
  t,
  address,
  { width = 1280, height = 800, colorScheme = "light", reducedMotion = "no-preference", locale = "en-GB", prepare } = {},
) {
  const context = await (await browser()).newContext({ viewport: { width, height }, colorScheme, reducedMotion, locale });
  t.after(() => context.close());
  const page = await context.newPage();
  const troubles = watch(page);
  await page.addInitScript((key) => {
    window[key] = [];
    document.addEventListener("securitypolicyviolation", (event) => {
      window[key].push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  }, REPORTS);
  await prepare?.(page);
  await page.goto(address);
  return {
    page,
    context,
    /** Asserts that nothing happened that must not. */
    async quiet() {
      assert.deepEqual(troubles, []);
      assert.deepEqual(await page.evaluate((key) => window[key], REPORTS), []);
    },
  };
}

function watch(page) {
  const troubles = [];
  page.on("request", (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol !== "data:" && protocol !== "blob:" && hostname !== "127.0.0.1") troubles.push(`request to ${request.url()}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") troubles.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => troubles.push(`thrown: ${error.message}`));
  return troubles;
}

/** What axe finds wrong with what is on the screen now, in words. Empty is what one wants. */
export async function axe(page) {
  // Axe comes in through the debugger, which the page's content policy does not reach.
  await page.evaluate(await readFile(AXE, "utf8"));
  // Base UI guards the edges of a popup with stops that pass the focus on at once: hidden from readers, and never rested on.
  const context = { exclude: ["[data-base-ui-focus-guard]"] };
  const { violations } = await page.evaluate((context) => window.axe.run(context, { resultTypes: ["violations"] }), context);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`));
}

/** The row of a task, by its title. */
export function row(page, title) {
  return page.getByRole("row", { name: title });
}
