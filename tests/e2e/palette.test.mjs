import assert from "node:assert/strict";
import { axe, openPage, row } from "./support/browser.mjs";
import { dataDirectory, startDocket } from "./support/docket.mjs";
import { eventually } from "./support/expect.mjs";
import { test } from "./support/test.mjs";

const LINES = [
  "Write the outline of the talk today 2pm p1 #'Meetup talk'",
  "Time the demo for the talk monday #'Meetup talk'",
  "Water the plants today #Home @calls",
];

async function openPalette(t, options) {
  const docket = await startDocket(t, await dataDirectory(t));
  const tasks = await docket.add(...LINES);
  const opened = await openPage(t, await docket.address(), options);
  await row(opened.page, "Water the plants").waitFor();
  await opened.page.keyboard.press("Control+k");
  await field(opened.page).waitFor();
  return { docket, tasks, ...opened };
}

const field = (page) => page.getByRole("combobox", { name: "Find tasks, places, commands" });
const option = (page, name) => page.getByRole("option", { name });

test("the palette finds tasks, places and commands as one types, and marks what it found", async (t) => {
  const { page, quiet } = await openPalette(t);
  await page.keyboard.type("talk");
  await option(page, /Write the outline of the talk/).waitFor();
  await option(page, /Time the demo/).waitFor();
  await option(page, /^Meetup talk/).waitFor();
  await option(page, /Add “talk” as a task/).waitFor();
  assert.deepEqual(await page.locator(".palette-item mark").allTextContents(), ["talk", "talk", "talk"]);
  await quiet();
});

test("a task is opened from the palette with the keyboard alone", async (t) => {
  const { page, tasks, quiet } = await openPalette(t);
  await page.keyboard.type("demo");
  await option(page, /Time the demo/).waitFor();
  await page.keyboard.press("Enter");
  await field(page).waitFor({ state: "detached" });
  await eventually(() => page.evaluate(() => window.location.hash), `#task=${tasks[1].id}`);
  await quiet();
});

test("a place is gone to by its name", async (t) => {
  const { page, quiet } = await openPalette(t);
  await page.keyboard.type("meetup");
  await option(page, /^Meetup talk/).click();
  await page.getByRole("heading", { name: "Meetup talk", level: 1 }).waitFor();
  await row(page, "Time the demo").waitFor();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("upc");
  await option(page, /^Upcoming/).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Upcoming", level: 1 }).waitFor();
  await quiet();
});

test("> finds commands alone, and they do what their keys do", async (t) => {
  const { docket, page, quiet } = await openPalette(t);
  await page.keyboard.type(">und");
  await option(page, /^Undo/).waitFor();
  assert.equal(await page.getByRole("option").count(), 1);
  await page.keyboard.press("Enter");
  // The last change set was the third task.
  await page.getByText("Undone: Added Water the plants").waitFor();
  await eventually(async () => (await docket.request("GET", "/api/v1/tasks")).tasks.length, 2);
  await quiet();
});

test("a task is added and another completed without leaving the palette's field", async (t) => {
  const { docket, page, quiet } = await openPalette(t);
  await page.keyboard.type("Buy bread tomorrow");
  await option(page, /Add “Buy bread tomorrow” as a task/).waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByText("Sun 22 Nov").first().waitFor();
  await eventually(() => docket.rows("SELECT due FROM tasks WHERE title = 'Buy bread'"), [{ due: "2026-11-22" }]);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("plants");
  await option(page, /Water the plants/).waitFor();
  await page.keyboard.press("Control+e");
  await page.getByText("Water the plants completed").first().waitFor();
  await eventually(() => docket.rows("SELECT status FROM tasks WHERE title = 'Water the plants'"), [{ status: "done" }]);
  await field(page).waitFor();
  await quiet();
});

test("the palette closes with Escape and gives the focus back to the row it had", async (t) => {
  const { page, quiet } = await openPalette(t);
  await page.keyboard.press("Escape");
  await field(page).waitFor({ state: "detached" });
  await page.keyboard.press("j");
  const focused = () => page.evaluate(() => document.activeElement.getAttribute("data-task"));
  const before = await focused();
  assert.ok(before);
  await page.keyboard.press("Control+k");
  await field(page).waitFor();
  await page.keyboard.press("Control+k");
  await field(page).waitFor({ state: "detached" });
  await eventually(focused, before);
  await quiet();
});

for (const colorScheme of ["light", "dark"]) {
  test(`the palette has no fault that axe knows, in ${colorScheme}`, async (t) => {
    const { page, quiet } = await openPalette(t, { colorScheme, reducedMotion: "reduce" });
    assert.deepEqual(await axe(page), []);
    await page.keyboard.type("talk");
    await option(page, /Time the demo/).waitFor();
    assert.deepEqual(await axe(page), []);
    await quiet();
  });
}
