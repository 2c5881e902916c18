import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { openPage } from "./support/browser.mjs";
import { dataDirectory, startDocket } from "./support/docket.mjs";
import { eventually } from "./support/expect.mjs";
import { test } from "./support/test.mjs";

const BINARY = process.env.DOCKET_BIN ?? resolve(import.meta.dirname, "../../target/debug/docket");
const TASKS = 10_000;

/** Frames of one second of scrolling, in milliseconds each. */
function framesWhileScrolling() {
  const list = document.querySelector(".task-scroll");
  return new Promise((done) => {
    const frames = [];
    const begun = performance.now();
    let last = begun;
    const step = (now) => {
      frames.push(now - last);
      last = now;
      list.scrollTop += 240;
      if (now - begun < 1_000) requestAnimationFrame(step);
      else done(frames.slice(1));
    };
    requestAnimationFrame(step);
  });
}

test(`${TASKS} tasks: the list scrolls, its keys reach the ends, and only what is in sight is drawn`, async (t) => {
  const dataDir = await dataDirectory(t);
  await promisify(execFile)(BINARY, ["seed", "--data-dir", dataDir, "--threads", "1", "--items", "1", "--tasks", String(TASKS)]);
  const docket = await startDocket(t, dataDir);
  const { page, quiet } = await openPage(t, await docket.address());
  await page.getByRole("button", { name: /^All/ }).click();
  await page.locator("[role=row][data-task]").first().waitFor();
  await page.keyboard.press("j");
  const place = () => page.evaluate(() => Number(document.activeElement.getAttribute("aria-rowindex")));
  await eventually(place, 1);
  await page.keyboard.press("PageDown");
  await eventually(place, 13);
  await page.keyboard.press("PageUp");
  await eventually(place, 1);

  const open = (await docket.request("GET", "/api/v1/lists")).views.all;
  // The end is that of what has been read; going there reads on.
  const height = () => page.evaluate(() => document.querySelector("[role=grid]").offsetHeight);
  while ((await page.getByRole("grid").getAttribute("aria-rowcount")) === "-1") {
    const before = await height();
    await page.keyboard.press("End");
    await page.waitForFunction((seen) => document.querySelector("[role=grid]").offsetHeight > seen, before);
  }
  await page.keyboard.press("End");
  await eventually(place, open);
  assert.ok((await page.locator("[role=row]").count()) < 100);
  await page.keyboard.press("Home");
  await eventually(place, 1);

  const frames = (await page.evaluate(framesWhileScrolling)).sort((a, b) => a - b);
  const at = (share) => frames[Math.floor(frames.length * share)] ?? 0;
  t.diagnostic(`${frames.length} frames a second; median ${at(0.5).toFixed(1)} ms, p95 ${at(0.95).toFixed(1)} ms`);
  await quiet();
});
