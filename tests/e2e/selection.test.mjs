import assert from "node:assert/strict";
import { axe, openPage, row } from "./support/browser.mjs";
import { dataDirectory, startDocket } from "./support/docket.mjs";
import { eventually } from "./support/expect.mjs";
import { test } from "./support/test.mjs";

const TITLES = ["Buy flour", "Call Ann", "Mend the fence", "Pay rent", "Water the plants"];

/** Five tasks of a list, in their order, and the page at that list. */
async function openList(t, options) {
  const docket = await startDocket(t, await dataDirectory(t));
  const tasks = await docket.add(...TITLES.map((title) => `${title} #Home`));
  const opened = await openPage(t, await docket.address(), options);
  await opened.page.getByRole("button", { name: /^Home/ }).click();
  await row(opened.page, "Water the plants").waitFor();
  return { docket, tasks, ...opened };
}

const selected = (page) =>
  page.evaluate(() => [...document.querySelectorAll("[role=row][aria-selected=true] .task-name")].map((name) => name.textContent));
const bar = (page) => page.getByRole("toolbar", { name: "Selected tasks" });
const titles = (docket, where) =>
  docket.rows(`SELECT title FROM tasks WHERE ${where} ORDER BY title`).then((rows) => rows.map(({ title }) => title));
const changeSets = async (docket) => (await docket.request("GET", "/api/v1/history?limit=100")).entries.length;

test("rows are selected by keys, and completed as one change set with one undo", async (t) => {
  const { docket, page, quiet } = await openList(t);
  const before = await changeSets(docket);
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("Shift+J");
  await page.keyboard.press("Shift+J");
  await eventually(() => selected(page), TITLES.slice(0, 3));
  await page.keyboard.press("Shift+K");
  await eventually(() => selected(page), TITLES.slice(0, 2));
  await page.keyboard.press("End");
  await page.keyboard.press("x");
  await bar(page).getByText("3 selected").waitFor();
  await page.keyboard.press("e");
  await page.getByText("3 tasks completed").waitFor();
  await eventually(() => titles(docket, "status = 'done'"), ["Buy flour", "Call Ann", "Water the plants"]);
  assert.equal(await changeSets(docket), before + 1);
  await bar(page).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await row(page, "Buy flour").waitFor();
  await eventually(() => titles(docket, "status = 'done'"), []);
  await quiet();
});

test("rows are selected with the mouse: one more with the command key, a range with Shift", async (t) => {
  const { docket, page, quiet } = await openList(t);
  await row(page, "Buy flour").click({ modifiers: ["Control"] });
  await row(page, "Pay rent").click({ modifiers: ["Shift"] });
  await eventually(() => selected(page), TITLES.slice(0, 4));
  await row(page, "Call Ann").click({ modifiers: ["Control"] });
  await eventually(() => selected(page), ["Buy flour", "Mend the fence", "Pay rent"]);
  await bar(page).getByRole("button", { name: "Move to trash" }).click();
  await page.getByText("3 tasks moved to the trash").waitFor();
  await eventually(() => titles(docket, "deleted_at_us IS NOT NULL"), ["Buy flour", "Mend the fence", "Pay rent"]);
  await quiet();
});

test("the whole view is selected, Shift x reaches to a row, and Escape takes all off", async (t) => {
  const { page, quiet } = await openList(t);
  await page.keyboard.press("j");
  await page.keyboard.press("Control+a");
  await bar(page).getByText("5 selected").waitFor();
  await page.keyboard.press("Escape");
  await eventually(() => selected(page), []);
  await page.keyboard.press("x");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("Shift+X");
  await eventually(() => selected(page), TITLES.slice(0, 3));
  await bar(page).getByRole("button", { name: "Clear selection" }).click();
  await bar(page).waitFor({ state: "detached" });
  // One is still in the list: Escape went no further than the selection.
  await page.getByRole("heading", { name: "Home", level: 1 }).waitFor();
  await quiet();
});

test("a view that is longer than a page is selected whole", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  const lines = Array.from({ length: 130 }, (_, index) => `Task number ${index}`);
  await docket.add(...lines);
  const { page, quiet } = await openPage(t, await docket.address());
  await page.getByRole("button", { name: /^Inbox/ }).click();
  await row(page, "Task number 0").first().waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Control+a");
  await bar(page).getByText("130 selected").waitFor();
  await page.keyboard.press("2");
  await page.getByText("130 tasks with priority 2 now").waitFor();
  await eventually(() => docket.rows("SELECT count(*) AS n FROM tasks WHERE priority = 2"), [{ n: 130 }]);
  await quiet();
});

test("a selection is given a day, a priority, a list and a label from the bar", async (t) => {
  const { docket, page, quiet } = await openList(t);
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("Shift+J");
  const both = "title IN ('Buy flour', 'Call Ann')";
  await bar(page).getByRole("button", { name: "Due" }).click();
  await page.getByRole("menuitem", { name: "Tomorrow" }).click();
  await page.getByText("2 tasks moved to Sunday 22 November").waitFor();
  await bar(page).getByRole("button", { name: "Priority" }).click();
  await page.getByRole("menuitem", { name: "Priority 1" }).click();
  await page.getByText("2 tasks with priority 1 now").waitFor();
  await bar(page).getByRole("button", { name: "Labels" }).click();
  await page.getByRole("combobox", { name: "Labels" }).fill("weekend");
  await page.getByRole("option", { name: "New label @weekend" }).click();
  await page.getByText("@weekend on 2 tasks").waitFor();
  await page.keyboard.press("Escape");
  await bar(page).getByRole("button", { name: "List" }).click();
  await page.getByRole("combobox", { name: "List" }).fill("garden");
  await page.getByRole("option", { name: "New list “garden”" }).click();
  await page.getByText("2 tasks moved to garden").waitFor();
  await eventually(
    () =>
      docket.rows(
        `SELECT due, priority, (SELECT name FROM lists WHERE lists.id = list_id) AS list FROM tasks WHERE ${both} ORDER BY title`,
      ),
    Array(2).fill({ due: "2026-11-22", priority: 1, list: "garden" }),
  );
  const { tasks } = await docket.request("GET", "/api/v1/tasks?label=weekend");
  assert.deepEqual(tasks.map(({ title }) => title).sort(), ["Buy flour", "Call Ann"]);
  // They have left this list, and so the selection.
  await bar(page).waitFor({ state: "detached" });
  await quiet();
});

test("any other day is written in words", async (t) => {
  const { docket, page, quiet } = await openList(t);
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("Shift+J");
  await bar(page).getByRole("button", { name: "Due" }).click();
  await page.getByRole("menuitem", { name: "Pick a day…" }).click();
  await page.getByRole("combobox", { name: "Due" }).fill("dec 3");
  await page.getByRole("option", { name: /Thursday 3 December/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("2 tasks moved to Thursday 3 December").waitFor();
  await eventually(() => titles(docket, "due = '2026-12-03'"), ["Buy flour", "Call Ann"]);
  await quiet();
});

test("rows that go away elsewhere leave the selection", async (t) => {
  const { docket, tasks, page, quiet } = await openList(t);
  await page.keyboard.press("j");
  await page.keyboard.press("Control+a");
  await bar(page).getByText("5 selected").waitFor();
  await docket.request("DELETE", `/api/v1/tasks/${tasks[1].id}`);
  await bar(page).getByText("4 selected").waitFor();
  await page.keyboard.press("1");
  await page.getByText("4 tasks with priority 1 now").waitFor();
  await eventually(() => docket.rows("SELECT count(*) AS n FROM tasks WHERE priority = 1"), [{ n: 4 }]);
  await quiet();
});

test("what the server refuses for a selection is said, and nothing is changed", async (t) => {
  const { docket, page } = await openList(t, {
    prepare: (page) =>
      page.route("**/api/v1/tasks/bulk", (route) =>
        route.fulfill({
          status: 409,
          json: { error: { code: "WRONG_STATE", type: "Conflict", message: "it is in the trash" }, timestamp: "2026-11-21T09:04:00Z" },
        }),
      ),
  });
  await page.keyboard.press("j");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("e");
  await page.getByText("This task has changed meanwhile. Look at it again.").waitFor();
  await bar(page).getByText("5 selected").waitFor();
  assert.deepEqual(await titles(docket, "status = 'done'"), []);
});

test("# moves the row at the cursor to another list, and @ puts labels on and off, by keys alone", async (t) => {
  const { docket, tasks, page, quiet } = await openList(t);
  await docket.add("Dig #Garden @calls");
  await page.getByRole("button", { name: /^Garden/ }).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("@");
  await page.getByRole("combobox", { name: "Labels" }).waitFor();
  await page.keyboard.type("cal");
  await page.getByRole("option", { name: "calls" }).waitFor();
  await page.keyboard.press("Enter");
  await eventually(async () => (await docket.request("GET", `/api/v1/tasks/${tasks[0].id}`)).labels, ["calls"]);
  await page.keyboard.type("errand");
  await page.keyboard.press("Enter");
  await eventually(async () => (await docket.request("GET", `/api/v1/tasks/${tasks[0].id}`)).labels, ["calls", "errand"]);
  await page.keyboard.type("calls");
  await page.getByRole("option", { name: "calls" }).waitFor();
  await page.keyboard.press("Enter");
  await eventually(async () => (await docket.request("GET", `/api/v1/tasks/${tasks[0].id}`)).labels, ["errand"]);
  await page.keyboard.press("Escape");
  await eventually(() => page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Buy flour, Home, errand");
  await page.keyboard.press("#");
  await page.getByRole("combobox", { name: "List" }).waitFor();
  await page.keyboard.type("gar");
  await page.getByRole("option", { name: "Garden" }).waitFor();
  await page.keyboard.press("Enter");
  await row(page, "Buy flour").waitFor({ state: "detached" });
  const { tasks: there } = await docket.request("GET", "/api/v1/tasks?list=Garden");
  assert.deepEqual(there.map(({ title }) => title).sort(), ["Buy flour", "Dig"]);
  await quiet();
});

test("the menu of a row has all that can be done to it, by the keyboard too", async (t) => {
  const { docket, page, context, quiet } = await openList(t);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("Shift+F10");
  const menu = page.getByRole("menu", { name: "What to do with Call Ann" });
  await menu.waitFor();
  assert.deepEqual(await axe(page), []);
  await menu.getByRole("menuitem", { name: "Move up" }).click();
  await eventually(
    async () => (await docket.request("GET", "/api/v1/tasks?list=Home")).tasks.map(({ title }) => title),
    ["Call Ann", "Buy flour", ...TITLES.slice(2)],
  );
  await row(page, "Pay rent").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Copy title" }).click();
  await page.getByText("Copied.").waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "Pay rent");
  await row(page, "Pay rent").hover();
  await row(page, "Pay rent").getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Priority 3" }).click();
  await eventually(() => titles(docket, "priority = 3"), ["Pay rent"]);
  await quiet();
});

test("⌥↓ moves the row at the cursor down, and the cursor with it", async (t) => {
  const { docket, page, quiet } = await openList(t);
  await page.keyboard.press("j");
  await page.keyboard.press("Alt+ArrowDown");
  await eventually(
    async () => (await docket.request("GET", "/api/v1/tasks?list=Home")).tasks.map(({ title }) => title).slice(0, 3),
    ["Call Ann", "Buy flour", "Mend the fence"],
  );
  await eventually(() => page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Buy flour, Home");
  await quiet();
});

test("a repeating task that is completed says when the next one is", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  await docket.add("Water the figs every saturday");
  const { page, quiet } = await openPage(t, await docket.address());
  await page.getByRole("checkbox", { name: "Complete Water the figs" }).click();
  await page.getByText("completed, next Saturday 28 November").waitFor();
  await eventually(
    () => docket.rows("SELECT due, status FROM tasks ORDER BY due"),
    [
      { due: "2026-11-21", status: "done" },
      { due: "2026-11-28", status: "open" },
    ],
  );
  await quiet();
});

test("all that is overdue is moved to today at once, and keeps its time", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  const [bill, call] = await docket.add("Pay the bill today", "Call Ann today 6pm");
  await docket.request("PATCH", `/api/v1/tasks/${bill.id}`, { due: "2026-11-18" });
  await docket.request("PATCH", `/api/v1/tasks/${call.id}`, { due: "2026-11-19T18:00" });
  const { page, quiet } = await openPage(t, await docket.address());
  await page.getByRole("button", { name: "Move all to today" }).click();
  await page.getByText("2 tasks moved to Saturday 21 November").waitFor();
  await eventually(
    () => docket.rows("SELECT title, due FROM tasks ORDER BY title"),
    [
      { title: "Call Ann", due: "2026-11-21T18:00" },
      { title: "Pay the bill", due: "2026-11-21" },
    ],
  );
  await page.getByRole("heading", { name: "Overdue" }).waitFor({ state: "detached" });
  await quiet();
});

for (const colorScheme of ["light", "dark"]) {
  test(`a selection and its pickers have no fault that axe knows, in ${colorScheme}`, async (t) => {
    const { page, quiet } = await openList(t, { colorScheme, reducedMotion: "reduce" });
    await page.keyboard.press("j");
    await page.keyboard.press("x");
    await page.keyboard.press("Shift+J");
    await bar(page).waitFor();
    assert.deepEqual(await axe(page), []);
    await page.keyboard.press("@");
    await page.getByRole("combobox", { name: "Labels" }).waitFor();
    assert.deepEqual(await axe(page), []);
    await quiet();
  });
}
