import assert from "node:assert/strict";
import { axe, openPage } from "./support/browser.mjs";
import { dataDirectory, startDocket } from "./support/docket.mjs";
import { eventually } from "./support/expect.mjs";
import { test } from "./support/test.mjs";

const field = (page) => page.getByRole("textbox", { name: "Quick add" });
const titles = (docket) => docket.rows("SELECT title FROM tasks ORDER BY created_at_us, id");

async function openQuickAdd(t, docket, options) {
  return openPage(t, await docket.address("/quick-add.html"), { width: 640, height: 360, ...options });
}

test("quick add takes a task, also in a plain browser", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  const { page, quiet } = await openQuickAdd(t, docket);
  await eventually(() => page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Quick add");

  await page.keyboard.type("Pay rent tomorrow 9am #Home @bills p1");
  await page.getByRole("button", { name: "Leave Sun 22 Nov, 9:00 as text" }).waitFor();
  await page.getByRole("button", { name: "Leave Priority 1 as text" }).waitFor();
  assert.deepEqual(await axe(page), []);
  await page.keyboard.press("Control+Enter");
  await page.getByText("Pay rent added.").waitFor();
  await page.keyboard.type("And one more");
  await page.keyboard.press("Enter");
  await eventually(() => titles(docket), [{ title: "Pay rent" }, { title: "And one more" }]);
  assert.equal(await field(page).inputValue(), "");
  const saved = await docket.rows("SELECT due, priority, source FROM tasks WHERE title = 'Pay rent'");
  assert.deepEqual(saved, [{ due: "2026-11-22T09:00", priority: 1, source: "quick_add" }]);
  await quiet();
});

test("Escape keeps the draft, and showing the window selects it", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  await docket.add("Something");
  const first = await openQuickAdd(t, docket);
  await field(first.page).fill("Half a thought");
  await first.page.keyboard.press("Escape");
  await eventually(async () => (await docket.request("GET", "/api/v1/settings")).ui_state.quick_add_draft, "Half a thought");
  assert.equal(await field(first.page).inputValue(), "Half a thought");

  await first.page.evaluate(() => {
    window.dispatchEvent(new Event("blur"));
    window.dispatchEvent(new Event("focus"));
  });
  const selected = await first.page.evaluate(() => {
    const { selectionStart, selectionEnd, value } = document.activeElement;
    return value.slice(selectionStart, selectionEnd);
  });
  assert.equal(selected, "Half a thought");

  const second = await openQuickAdd(t, docket);
  assert.equal(await field(second.page).inputValue(), "Half a thought");
});

test("quick add holds no stream and asks for nothing while it is hidden", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  const { page } = await openQuickAdd(t, docket);
  await field(page).waitFor();
  await page.waitForLoadState("networkidle");
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await docket.add("A change that a stream would tell");
  // A round trip through the page: what a change would set off, it would have set off by now.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  assert.deepEqual(asked, []);
});
