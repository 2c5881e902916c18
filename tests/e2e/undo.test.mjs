import assert from "node:assert/strict";
import { axe, openPage, row } from "./support/browser.mjs";
import { dataDirectory, startDocket } from "./support/docket.mjs";
import { eventually } from "./support/expect.mjs";
import { test } from "./support/test.mjs";

async function openToday(t, options) {
  const docket = await startDocket(t, await dataDirectory(t));
  const [plants, train] = await docket.add("Water the plants today", "Book the train today 6pm");
  const opened = await openPage(t, await docket.address(), options);
  await row(opened.page, "Water the plants").waitFor();
  return { docket, plants, train, ...opened };
}

const plants = (docket) => docket.rows("SELECT priority, status, due FROM tasks WHERE title = 'Water the plants'");
const notice = (page, text) => page.getByRole("status").getByText(text, { exact: true });

test("undo takes back step by step and says what; redo does it again, also from the notice", async (t) => {
  const { docket, page, quiet } = await openToday(t);
  await page.keyboard.press("j");
  await page.keyboard.press("2");
  await row(page, "Water the plants, priority 2").waitFor();
  await page.keyboard.press("1");
  await row(page, "Water the plants, priority 1").waitFor();
  await page.keyboard.press("Control+z");
  await notice(page, "Undone: Changed the priority of Water the plants from 2 to 1").waitFor();
  await page.keyboard.press("Control+z");
  await notice(page, "Undone: Changed the priority of Water the plants from 4 to 2").waitFor();
  await eventually(() => plants(docket), [{ priority: 4, status: "open", due: "2026-11-21" }]);
  await page.keyboard.press("Control+Shift+Z");
  await notice(page, "Done again: Changed the priority of Water the plants from 4 to 2").waitFor();
  await eventually(() => plants(docket), [{ priority: 2, status: "open", due: "2026-11-21" }]);
  await page.keyboard.press("Control+y");
  await notice(page, "Done again: Changed the priority of Water the plants from 2 to 1").waitFor();
  await page.keyboard.press("Control+z");
  await notice(page, "Undone: Changed the priority of Water the plants from 2 to 1").waitFor();
  await page.getByRole("button", { name: "Redo", exact: true }).click();
  await eventually(() => plants(docket), [{ priority: 1, status: "open", due: "2026-11-21" }]);
  await quiet();
});

test("nothing to undo and nothing to redo are said", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  const { page } = await openPage(t, await docket.address());
  await page.getByText("Nothing due today.").waitFor();
  await page.keyboard.press("Control+z");
  await notice(page, "Nothing to undo.").waitFor();
  await page.keyboard.press("Control+Shift+Z");
  await notice(page, "Nothing to redo.").waitFor();
});

test("an undo that a later change stands in the way of is refused in words, and changes nothing", async (t) => {
  const { docket, plants: task, page } = await openToday(t);
  await page.keyboard.press("j");
  await page.keyboard.press("Delete");
  await notice(page, "Moved to the trash").waitFor();
  await docket.request("POST", `/api/v1/tasks/${task.id}/restore`);
  await row(page, "Water the plants").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await notice(page, "It was changed again since, so it cannot be undone alone.").waitFor();
  await eventually(() => plants(docket), [{ priority: 4, status: "open", due: "2026-11-21" }]);
});

test("in a field Ctrl Z takes back letters, not tasks", async (t) => {
  const { docket, page, quiet } = await openToday(t);
  await page.keyboard.press("q");
  await page.keyboard.type("Buy");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Escape");
  assert.equal((await docket.request("GET", "/api/v1/history")).entries.length, 2);
  await quiet();
});

test("the history says who did what and when, and takes back one change of many", async (t) => {
  const { docket, train, page, quiet } = await openToday(t);
  await docket.request("POST", `/api/v1/tasks/${train.id}/complete`);
  await page.keyboard.press("j");
  await page.keyboard.press("m");
  await row(page, "Water the plants").waitFor({ state: "detached" });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("history");
  await page.getByRole("option", { name: "History", exact: true }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "History", level: 1 }).waitFor();
  const lines = page.locator(".history-what");
  const moved = "Moved Water the plants from Saturday 21 November to Sunday 22 November";
  await eventually(() => lines.allTextContents(), [moved, "Completed Book the train", "Added Book the train", "Added Water the plants"]);
  assert.deepEqual(await page.locator(".history-actor").allTextContents(), ["You", "You", "Quick add", "Quick add"]);
  await page.getByRole("button", { name: "Undo: Completed Book the train" }).click();
  await eventually(() => lines.first().textContent(), "Reopened Book the train, by undo");
  await eventually(() => docket.rows("SELECT status FROM tasks WHERE title = 'Book the train'"), [{ status: "open" }]);
  await page.getByRole("button", { name: "Redo: Reopened Book the train, by undo" }).click();
  await eventually(() => docket.rows("SELECT status FROM tasks WHERE title = 'Book the train'"), [{ status: "done" }]);
  await page.keyboard.press("Escape");
  await page.getByRole("heading", { name: "Today", level: 1 }).waitFor();
  await quiet();
});

test("a history that cannot be read says so, and is read again", async (t) => {
  let isBroken = true;
  const { page } = await openToday(t, {
    prepare: (page) =>
      page.route("**/api/v1/history?**", (route) =>
        isBroken
          ? route.fulfill({
              status: 503,
              json: { error: { code: "UNAVAILABLE", type: "Unavailable", message: "busy" }, timestamp: "2026-11-21T09:04:00Z" },
            })
          : route.continue(),
      ),
  });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("history");
  await page.getByRole("option", { name: "History", exact: true }).click();
  await page.getByRole("alert").getByText("The history could not be read.").waitFor({ timeout: 60_000 });
  isBroken = false;
  await page.getByRole("button", { name: "Retry" }).click();
  await page.getByText("Added Water the plants").waitFor();
});

for (const colorScheme of ["light", "dark"]) {
  test(`the history has no fault that axe knows, in ${colorScheme}`, async (t) => {
    const { page, quiet } = await openToday(t, { colorScheme, reducedMotion: "reduce" });
    await page.keyboard.press("Control+k");
    await page.keyboard.type("history");
    await page.getByRole("option", { name: "History", exact: true }).click();
    await page.getByText("Added Water the plants").waitFor();
    assert.deepEqual(await axe(page), []);
    await quiet();
  });
}
