/** Chromium: a page that is measured, and what its main thread did. */

import { chromium } from "playwright-core";

export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** A page of 1280 x 800 in a browser without a window and without a GPU. */
export async function openPage(kit, address) {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  kit.after(() => browser.close());
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  const client = await page.context().newCDPSession(page);
  await page.goto(address);
  return { page, client };
}

/**
 * Runs `act` and answers what it answered, the tasks of the page's main thread meanwhile, and the marks that the page has set
 * (`performance.mark`). Times are in ms, on one clock.
 */
export async function traced(client, act) {
  const events = [];
  const gather = ({ value }) => events.push(...value);
  client.on("Tracing.dataCollected", gather);
  const traceConfig = { includedCategories: ["toplevel", "blink.user_timing", "__metadata"] };
  await client.send("Tracing.start", { transferMode: "ReportEvents", traceConfig });
  const result = await act();
  const complete = new Promise((resolve) => client.once("Tracing.tracingComplete", resolve));
  await client.send("Tracing.end");
  await complete;
  client.off("Tracing.dataCollected", gather);
  const thread = ({ pid, tid }) => `${pid} ${tid}`;
  const main = new Set(events.filter((one) => one.name === "thread_name" && one.args.name === "CrRendererMain").map(thread));
  const tasks = events
    .filter((one) => /RunTask$/.test(one.name) && one.ph === "X" && main.has(thread(one)))
    .map(({ ts, dur, tdur }) => ({ from: ts / 1000, to: (ts + dur) / 1000, cpuMs: (tdur ?? dur) / 1000 }));
  const marks = new Map(events.filter((one) => one.cat === "blink.user_timing").map((one) => [one.name, one.ts / 1000]));
  return { result, tasks, marks };
}
