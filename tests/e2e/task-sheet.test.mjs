import assert from "node:assert/strict";
import { axe, openPage, row } from "./support/browser.mjs";
import { dataDirectory, startDocket } from "./support/docket.mjs";
import { eventually } from "./support/expect.mjs";
import { test } from "./support/test.mjs";

const OUTLINE = "Write the outline";
const sheetOf = (page, title) => page.getByRole("dialog", { name: `Task: ${title}`, exact: true });
const focused = (page) => () => page.evaluate(() => document.activeElement.getAttribute("aria-label"));
const read = (docket, id) => docket.request("GET", `/api/v1/tasks/${id}`);

/** A page with the task of the first line opened in the sheet. */
async function openSheet(t, lines = [`${OUTLINE} today 2pm p1 #Talk @deep`], options = {}) {
  const docket = await startDocket(t, await dataDirectory(t));
  const tasks = await docket.add(...lines);
  const task = options.change ? await docket.request("PATCH", `/api/v1/tasks/${tasks[0].id}`, options.change) : tasks[0];
  const opened = await openPage(t, `${await docket.address()}&task=${task.id}`, options);
  const sheet = sheetOf(opened.page, task.title);
  await sheet.waitFor();
  await sheet.getByText(/^Added/).waitFor();
  return { docket, task, tasks, sheet, ...opened };
}

/** Waits until the server has for the task what is expected. */
const saved = (docket, task, expected) =>
  eventually(async () => {
    const now = await read(docket, task.id);
    return Object.fromEntries(Object.keys(expected).map((field) => [field, now[field]]));
  }, expected);

test("a press on a row opens its task, Escape closes it and gives the focus back", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  await docket.add("Water the plants today", `${OUTLINE} today 2pm p1 #Talk @deep`);
  const { page, quiet } = await openPage(t, await docket.address());
  await row(page, OUTLINE).getByText(OUTLINE).click();
  const sheet = sheetOf(page, OUTLINE);
  for (const name of ["List: Talk", "Due: Today, 14:00", "Priority: Priority 1", "Start: none", "Repeat: none", "Reminders: none"]) {
    await sheet.getByRole("button", { name, exact: true }).waitFor();
  }
  await sheet.getByText("Saved at 10:04").waitFor();
  await page.locator("[role=row][data-open]", { hasText: OUTLINE }).waitFor();
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
  await eventually(focused(page), "Write the outline, priority 1, due Saturday 21 November 14:00, Talk, deep");
  await quiet();
});

test("with the keyboard alone: Enter opens, the title is written anew, Escape goes back to the row", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  const [task] = await docket.add("Water the plants today");
  const { page, quiet } = await openPage(t, await docket.address());
  await row(page, "Water the plants").waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await sheetOf(page, "Water the plants").waitFor();
  await eventually(focused(page), "Task: Water the plants");
  const passed = [];
  for (let stop = 0; stop < 6; stop += 1) {
    await page.keyboard.press("Tab");
    passed.push(await focused(page)());
  }
  assert.deepEqual(passed, ["List: Inbox", "More", "Close", "Complete Water the plants", "Title", "Due: Today"]);
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Water everything, the fig tree and the lemon too");
  await page.keyboard.press("Enter");
  await saved(docket, task, { title: "Water everything, the fig tree and the lemon too" });
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await eventually(focused(page), "Water everything, the fig tree and the lemon too, due Saturday 21 November");
  await quiet();
});

test("an empty title is refused at its field, and one goes back to the saved one", async (t) => {
  const { docket, task, page, sheet } = await openSheet(t);
  const title = sheet.getByRole("textbox", { name: "Title" });
  await title.fill("");
  await title.press("Enter");
  await page.getByText("A task needs a title.").waitFor();
  await page.getByText("Not saved.").waitFor();
  await page.getByRole("button", { name: "Go back to the saved text" }).click();
  assert.equal(await page.getByRole("textbox", { name: "Title" }).inputValue(), OUTLINE);
  await page.getByText("Saved at 10:04").waitFor();
  await saved(docket, task, { title: OUTLINE, revision: 1 });
});

test("a due date in words, then from the month by keys, then none", async (t) => {
  const { docket, task, page, sheet, quiet } = await openSheet(t, ["Book the train"]);
  await sheet.getByRole("button", { name: "Due: none" }).press("Enter");
  await eventually(focused(page), "Due, in words");
  await page.keyboard.type("fri banana");
  await page.getByText("“fri banana” is not understood as a date.").waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("fri 14:00");
  await page.getByText("Fri 27 Nov, 14:00").waitFor();
  await page.keyboard.press("Enter");
  await saved(docket, task, { due: "2026-11-27T14:00", due_zone: "Europe/Berlin" });
  const due = sheet.getByRole("button", { name: "Due: Fri 27 Nov, 14:00" });
  await due.waitFor();
  await eventually(focused(page), "Due: Fri 27 Nov, 14:00");

  await page.keyboard.press("Enter");
  await page.getByRole("gridcell").getByRole("button", { name: "Friday 27 November 2026, chosen" }).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowLeft");
  await eventually(focused(page), "Thursday 3 December 2026");
  await page.keyboard.press("Enter");
  // Another day keeps the time.
  await saved(docket, task, { due: "2026-12-03T14:00" });

  await sheet.getByRole("button", { name: "Due: Thu 3 Dec, 14:00" }).click();
  await page.getByRole("button", { name: "Remove date" }).click();
  await saved(docket, task, { due: null, due_zone: null });
  await sheet.getByRole("button", { name: "Due: none" }).waitFor();
  await quiet();
});

test("a time is changed and taken away, and keeps the zone it was said in", async (t) => {
  const change = { due: "2026-11-27T09:00", due_zone: "Europe/London" };
  const { docket, task, page, sheet, quiet } = await openSheet(t, ["Call the office"], { change });
  await sheet.getByRole("button", { name: "Due: Fri 27 Nov, 9:00" }).click();
  await page.getByText("Time in Europe/London").waitFor();
  const time = page.getByRole("textbox", { name: "Time" });
  await time.fill("16.45");
  await time.press("Enter");
  await saved(docket, task, { due: "2026-11-27T16:45", due_zone: "Europe/London" });
  await page.getByRole("button", { name: /^Next week/ }).click();
  await saved(docket, task, { due: "2026-11-23T16:45", due_zone: "Europe/London" });
  await sheet.getByRole("button", { name: "Due: Mon 23 Nov, 16:45" }).click();
  await page.getByRole("button", { name: "No time" }).click();
  await saved(docket, task, { due: "2026-11-23", due_zone: null });
  await quiet();
});

test("a start is set in words and taken away", async (t) => {
  const { docket, task, page, sheet, quiet } = await openSheet(t);
  await sheet.getByRole("button", { name: "Start: none" }).click();
  await page.getByRole("textbox", { name: "Start, in words" }).fill("yesterday");
  await page.keyboard.press("Enter");
  await saved(docket, task, { start: "2026-11-20" });
  await sheet.getByRole("button", { name: "Start: Starts Fri 20 Nov" }).click();
  await page.getByRole("button", { name: "Remove start" }).click();
  await saved(docket, task, { start: null });
  await quiet();
});

test("a repeat: a usual one, one in words, counted from completion, and none", async (t) => {
  const { docket, task, page, sheet, quiet } = await openSheet(t);
  const rule = (rrule, from) =>
    eventually(async () => ((now) => [now?.rrule, now?.from])((await read(docket, task.id)).repeat), [rrule, from]);
  await sheet.getByRole("button", { name: "Repeat: none" }).click();
  await page.getByRole("button", { name: "Every week on Saturday" }).click();
  await rule("FREQ=WEEKLY;BYDAY=SA", "due");
  const repeat = sheet.getByRole("button", { name: /^Repeat: Every/ });
  await repeat.click();
  await page.getByRole("button", { name: "Every week on Saturday", pressed: true }).waitFor();
  await page.getByRole("textbox", { name: "Repeat, in words" }).fill("every 2 weeks on Monday");
  await page.getByText("First Mon", { exact: false }).waitFor();
  await page.keyboard.press("Enter");
  await rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "due");
  await repeat.click();
  await page.getByRole("radio", { name: "Completion" }).click();
  await rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "completion");
  await page.getByRole("button", { name: "Stop repeating" }).click();
  await eventually(async () => (await read(docket, task.id)).repeat, null);
  await sheet.getByRole("button", { name: "Repeat: none" }).waitFor();
  await quiet();
});

test("without its date a repeat and its reminders say what becomes of them", async (t) => {
  const change = { reminders: [{ before_due_min: 15 }] };
  const { docket, task, page, sheet, quiet } = await openSheet(t, ["Pay rent every month on the 1st 9am"], { change });
  await sheet.getByRole("button", { name: /^Due: Tue 1 Dec/ }).click();
  await page.getByRole("button", { name: "Remove date" }).click();
  await sheet.getByText("It still repeats, but has no date").waitFor();
  await sheet.getByText("Reminders before the due wait until there is a date.").waitFor();
  await saved(docket, task, { due: null });
  assert.equal((await read(docket, task.id)).repeat.rrule, "FREQ=MONTHLY;BYMONTHDAY=1");
  await sheet.getByRole("button", { name: "Undo: Due Tue 1 Dec, 9:00 removed" }).click();
  await sheet.getByText("It still repeats").waitFor({ state: "detached" });
  await saved(docket, task, { due: "2026-12-01T09:00" });
  await quiet();
});

test("completing a repeating task says when the next one is due, and can be undone", async (t) => {
  const { docket, task, page, sheet, quiet } = await openSheet(t, ["Water the plants every day"]);
  await sheet.getByRole("checkbox", { name: "Complete Water the plants" }).click();
  await page.getByText("completed. The next one is due Sun 22 Nov").waitFor();
  await sheet.getByRole("checkbox", { name: "Reopen Water the plants", checked: true }).waitFor();
  await page.getByRole("region", { name: "Notices" }).getByRole("button", { name: "Undo" }).click();
  await sheet.getByRole("checkbox", { name: "Complete Water the plants", checked: false }).waitFor();
  await saved(docket, task, { status: "open" });
  assert.deepEqual(await docket.rows("SELECT count(*) AS n FROM tasks"), [{ n: 1 }]);
  await quiet();
});

test("several reminders: by a press, by number, at a time in words; one is removed", async (t) => {
  const { docket, task, page, sheet, quiet } = await openSheet(t);
  const said = (expected) =>
    eventually(async () => (await read(docket, task.id)).reminders.map(({ at, before_due_min }) => at ?? before_due_min), expected);
  await sheet.getByRole("button", { name: "Reminders: none" }).click();
  const list = page.getByRole("list", { name: "Reminders" });
  await page.getByRole("button", { name: "10 min before", exact: true }).click();
  await said([10]);
  await list.getByText("10 min before").waitFor();
  await page.getByRole("textbox", { name: "How long before" }).fill("2");
  await page.getByRole("combobox", { name: "Unit" }).selectOption("h");
  await page.getByRole("button", { name: "Add a reminder before the due" }).click();
  await said([10, 120]);
  await list.getByText("2 h before").waitFor();
  await page.getByRole("textbox", { name: "Remind at, in words" }).fill("tomorrow");
  await page.getByText("“tomorrow” is not understood as a day and a time.").waitFor();
  await page.getByRole("textbox", { name: "Remind at, in words" }).fill("tomorrow 9:00");
  await page.getByText("Tomorrow, 9:00").waitFor();
  await page.keyboard.press("Enter");
  await said([10, 120, "2026-11-22T09:00"]);
  await page.getByRole("button", { name: "Remove 10 min before" }).click();
  await said([120, "2026-11-22T09:00"]);
  await page.keyboard.press("Escape");
  await sheet.getByRole("button", { name: "Reminders: 2 reminders" }).waitFor();
  await quiet();
});

test("labels are chosen, made and taken off in one field", async (t) => {
  const { docket, task, page, sheet, quiet } = await openSheet(t, [`${OUTLINE} @deep`, "Other @calls"]);
  await sheet.getByRole("combobox", { name: "Labels: deep" }).click();
  const find = page.getByRole("combobox", { name: "Find or add a label" });
  await find.fill("cal");
  await page.getByRole("option", { name: "calls" }).waitFor();
  await page.keyboard.press("Enter");
  await saved(docket, task, { labels: ["calls", "deep"] });
  await find.fill("errand");
  await page.getByRole("option", { name: "Add “errand”" }).click();
  await saved(docket, task, { labels: ["calls", "deep", "errand"] });
  await page.getByRole("option", { name: "deep" }).click();
  await saved(docket, task, { labels: ["calls", "errand"] });
  await page.keyboard.press("Escape");
  await sheet.getByRole("combobox", { name: "Labels: calls, errand" }).waitFor();
  await quiet();
});

test("list and priority are chosen from their menus", async (t) => {
  const { docket, task, page, sheet, quiet } = await openSheet(t, [OUTLINE, "Other #Garden"]);
  await sheet.getByRole("button", { name: "List: Inbox" }).click();
  await page.getByRole("menuitemradio", { name: "Garden" }).click();
  await sheet.getByRole("button", { name: "List: Garden" }).waitFor();
  const [garden] = await docket.rows("SELECT hex(id) AS id FROM lists WHERE name = 'Garden'");
  await eventually(async () => (await read(docket, task.id)).list?.replaceAll("-", "").toUpperCase(), garden.id);
  await sheet.getByRole("button", { name: "Priority: none" }).press("Enter");
  await page.getByRole("menuitemradio", { name: "Priority 2" }).press("Enter");
  await saved(docket, task, { priority: 2 });
  await sheet.getByRole("button", { name: "Priority: Priority 2" }).waitFor();
  await quiet();
});

test("notes are written as Markdown, saved while one writes, and read without ever becoming HTML", async (t) => {
  const { docket, task, tasks, page, sheet, quiet } = await openSheet(t, [OUTLINE, "The other one"]);
  await sheet.getByRole("button", { name: "Add notes" }).press("Enter");
  const field = sheet.getByRole("textbox", { name: "Notes" });
  await eventually(focused(page), "Notes");
  await page.keyboard.type("Start from the **demo**");
  // Saved in a pause, while the caret stays where it is.
  await saved(docket, task, { notes: "Start from the **demo**" });
  assert.equal(await focused(page)(), "Notes");
  const notes = `Start from the **demo**\n\n- [the other](docket://task/${tasks[1].id})\n- <img src=x onerror="document.title='broken'">\n- [no](javascript:document.title='broken')`;
  await field.fill(notes);
  await page.keyboard.press("Escape");
  await saved(docket, task, { notes });
  await sheet.locator("strong", { hasText: "demo" }).waitFor();
  assert.equal(await sheet.locator("img").count(), 0);
  assert.equal(await sheet.getByRole("link", { name: "no" }).count(), 0);
  await eventually(focused(page), "Edit notes");
  await sheet.getByRole("button", { name: "the other" }).click();
  await sheetOf(page, "The other one").waitFor();
  assert.match(await page.title(), /Docket/);
  await quiet();
});

test("notes that are too long are refused at their field, and stay", async (t) => {
  const { docket, task, page, sheet } = await openSheet(t);
  await sheet.getByRole("button", { name: "Add notes" }).click();
  const long = "A very long story. ".repeat(1_100);
  await sheet.getByRole("textbox", { name: "Notes" }).fill(long);
  await page.getByRole("alert").filter({ hasText: "20" }).waitFor();
  await page.getByText("Not saved.").waitFor();
  assert.equal(await sheet.getByRole("textbox", { name: "Notes" }).inputValue(), long);
  await sheet.getByRole("textbox", { name: "Notes" }).fill("A short one");
  await saved(docket, task, { notes: "A short one" });
  await page.getByText("Saved at 10:04").waitFor();
});

test("what changes elsewhere shows at once, but not over what is being typed; then one chooses", async (t) => {
  const { docket, task, page, sheet, quiet } = await openSheet(t, [`${OUTLINE} today`], { change: { notes: "First words" } });
  await sheet.getByText("First words").click();
  const field = sheet.getByRole("textbox", { name: "Notes" });
  await field.fill("My words");
  await docket.request("PATCH", `/api/v1/tasks/${task.id}`, { notes: "Their words", priority: 3, title: "Write it all" });
  await sheetOf(page, "Write it all").getByRole("button", { name: "Priority: Priority 3" }).waitFor();
  const now = sheetOf(page, "Write it all");
  assert.equal(await now.getByRole("textbox", { name: "Notes" }).inputValue(), "My words");
  await now.getByText("Somebody changed this text while you were typing.").waitFor();
  await now.getByText("The other text").click();
  await now.getByText("Their words").waitFor();
  await saved(docket, task, { notes: "Their words" });
  await now.getByRole("button", { name: "Keep mine" }).click();
  await saved(docket, task, { notes: "My words" });
  await now.getByText("Somebody changed this text").waitFor({ state: "detached" });
  await quiet();
});

test("offline, what was typed stays, also when the sheet is closed, and is sent again", async (t) => {
  const { docket, task, page, sheet } = await openSheet(t, [`${OUTLINE} today`]);
  await page.route(`**/api/v1/tasks/${task.id}`, (route) => route.abort("connectionrefused"));
  await sheet.getByRole("button", { name: "Add notes" }).click();
  await sheet.getByRole("textbox", { name: "Notes" }).fill("Precious words");
  await page.getByText("Not saved. Docket’s own server did not answer. Nothing was lost; try again.").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
  await row(page, OUTLINE).getByText(OUTLINE).click();
  await sheet.getByText("Precious words").waitFor();
  await sheet.getByText("Not saved.", { exact: false }).waitFor();
  assert.equal((await read(docket, task.id)).notes, "");
  await page.unroute(`**/api/v1/tasks/${task.id}`);
  await sheet.getByRole("button", { name: "Retry" }).click();
  await saved(docket, task, { notes: "Precious words" });
  await sheet.getByText("Saved at 10:04").waitFor();
});

test("moved to the trash elsewhere it can only be looked at, until it is restored; what was typed is saved then", async (t) => {
  const { docket, task, page, sheet } = await openSheet(t);
  await docket.request("DELETE", `/api/v1/tasks/${task.id}`);
  await sheet.getByText("In the trash since Sat 21 Nov.").waitFor();
  assert.equal(await sheet.getByRole("button", { name: "Due: Today, 14:00" }).isDisabled(), true);
  await sheet.getByRole("button", { name: "Restore" }).click();
  await sheet.getByText("In the trash since").waitFor({ state: "detached" });
  await saved(docket, task, { deleted_at: null });

  // The same while one is typing: the event is held back, so that the page learns it from the refusal.
  await sheet.getByRole("button", { name: "Add notes" }).click();
  await sheet.getByRole("textbox", { name: "Notes" }).fill("Typed too late");
  await docket.request("DELETE", `/api/v1/tasks/${task.id}`);
  await sheet.getByText("In the trash since Sat 21 Nov.").waitFor();
  await sheet.getByText("Typed too late").waitFor();
  await sheet.getByRole("button", { name: "Restore" }).click();
  await saved(docket, task, { deleted_at: null, notes: "Typed too late" });
  await page.getByText("Saved at 10:04").waitFor();
});

test("a task that is gone says so, and gives back what was typed", async (t) => {
  const { docket, page, task, sheet } = await openSheet(t);
  await page.route(`**/api/v1/tasks/${task.id}`, (route) => (route.request().method() === "PATCH" ? route.abort() : route.continue()));
  await sheet.getByRole("button", { name: "Add notes" }).click();
  await sheet.getByRole("textbox", { name: "Notes" }).fill("Not to be lost");
  await page.getByText("Not saved.", { exact: false }).waitFor();
  await docket.request("POST", "/api/v1/undo", { change_set: task.change_set });
  const gone = page.getByRole("dialog").filter({ hasText: "This task is gone." });
  await gone.waitFor();
  assert.equal(await gone.getByRole("textbox", { name: "What you typed and was not saved" }).inputValue(), "Not to be lost");
  await gone.getByRole("button", { name: "Close" }).last().click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
});

test("subtasks are added, completed, renamed, put in another order, opened and deleted", async (t) => {
  const { docket, task, page, sheet, quiet } = await openSheet(t);
  const parts = async () =>
    (await docket.rows("SELECT title, status FROM tasks WHERE parent IS NOT NULL AND deleted_at_us IS NULL ORDER BY position")).map(
      ({ title, status }) => (status === "done" ? `${title} ✓` : title),
    );
  const add = sheet.getByRole("textbox", { name: "Add a subtask" });
  for (const title of ["First page", "Time the demo", "Send it"]) {
    await add.fill(title);
    await add.press("Enter");
    await sheet.getByRole("button", { name: title, exact: true }).waitFor();
  }
  await eventually(parts, ["First page", "Time the demo", "Send it"]);
  await sheet.getByRole("checkbox", { name: "Complete First page" }).click();
  await sheet.getByText("1 of 3 done").waitFor();
  await row(page, "Write the outline, priority 1, due Saturday 21 November 14:00, Talk, 1 of 3 subtasks done, deep").waitFor();
  await eventually(parts, ["First page ✓", "Time the demo", "Send it"]);

  await sheet.getByRole("button", { name: "Send it", exact: true }).press("F2");
  await eventually(focused(page), "Subtask");
  await page.keyboard.type("Send it to Jonas");
  await page.keyboard.press("Enter");
  await eventually(parts, ["First page ✓", "Time the demo", "Send it to Jonas"]);
  await sheet.getByRole("button", { name: "Send it to Jonas", exact: true }).press("Alt+ArrowUp");
  await eventually(parts, ["First page ✓", "Send it to Jonas", "Time the demo"]);
  await sheet.getByRole("button", { name: "More about Time the demo" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Move up" }).click();
  await eventually(parts, ["First page ✓", "Time the demo", "Send it to Jonas"]);

  await sheet.getByRole("button", { name: "Time the demo", exact: true }).click();
  const part = sheetOf(page, "Time the demo");
  await part.getByRole("button", { name: "Due: none" }).click();
  await page.getByRole("button", { name: /^Tomorrow/ }).click();
  await part.getByRole("button", { name: "Due: Tomorrow" }).waitFor();
  await part.getByRole("button", { name: `Part of ${OUTLINE}` }).click();
  await sheet.getByRole("listitem").filter({ hasText: "Time the demo" }).getByText("Tomorrow").waitFor();

  await sheet.getByRole("button", { name: "More about Time the demo" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Move to trash" }).click();
  await eventually(parts, ["First page ✓", "Send it to Jonas"]);
  await page.getByRole("region", { name: "Notices" }).getByRole("button", { name: "Undo" }).last().click();
  await eventually(parts, ["First page ✓", "Time the demo", "Send it to Jonas"]);
  assert.equal((await read(docket, task.id)).status, "open");
  await quiet();
});

test("the history says who changed what, and the newest is undone", async (t) => {
  const { docket, task, page, sheet, quiet } = await openSheet(t, [`${OUTLINE} today`]);
  await docket.request("PATCH", `/api/v1/tasks/${task.id}`, { due: "2026-11-27" });
  await sheet.getByText("Due moved from Sat 21 Nov to Fri 27 Nov").waitFor();
  await docket.request("PATCH", `/api/v1/tasks/${task.id}`, { priority: 1 });
  await sheet.getByText("Priority set to 1").waitFor();
  assert.equal(await sheet.getByRole("button", { name: /^Undo:/ }).count(), 1);
  await sheet.getByRole("button", { name: "Undo: Priority set to 1" }).click();
  await saved(docket, task, { priority: 4, due: "2026-11-27" });
  await sheet.getByText("Undone: priority set to 1").or(sheet.getByText("Undone: priority 1 removed")).waitFor();
  await sheet.getByRole("button", { name: "Undo: Due moved from Sat 21 Nov to Fri 27 Nov" }).click();
  await saved(docket, task, { due: "2026-11-21" });
  assert.equal(await page.getByRole("dialog").count(), 1);
  await quiet();
});

test("a link opens its task, a reload shows it again, and going to another place closes it", async (t) => {
  const { task, tasks, page, sheet, quiet } = await openSheet(t, [`${OUTLINE} today`, "The other one tomorrow"]);
  assert.match(page.url(), new RegExp(`#task=${task.id}$`));
  await page.reload();
  await sheet.waitFor();
  await page.evaluate((id) => {
    window.location.hash = `#task=${id}`;
  }, tasks[1].id);
  await sheetOf(page, "The other one").waitFor();
  await page.getByRole("button", { name: /^Inbox/ }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.doesNotMatch(page.url(), /#/);
  await quiet();
});

test("it moves to the trash from its foot, with a way back", async (t) => {
  const { docket, task, page, sheet, quiet } = await openSheet(t);
  await sheet.getByRole("button", { name: "Move to trash" }).click();
  await sheet.getByText("In the trash since Sat 21 Nov.").waitFor();
  await page.getByRole("region", { name: "Notices" }).getByRole("button", { name: "Undo" }).click();
  await sheet.getByText("In the trash since").waitFor({ state: "detached" });
  await saved(docket, task, { deleted_at: null });
  await quiet();
});

test("a column of its own where there is room, the whole column where there is little, and nothing is cut off", async (t) => {
  const lines = [`A very long title ${"that goes on and on ".repeat(12)} ${"unbroken".repeat(20)} today #Talk`, "Water the plants today"];
  const docket = await startDocket(t, await dataDirectory(t));
  const [task] = await docket.add(...lines);
  await docket.request("PATCH", `/api/v1/tasks/${task.id}`, {
    notes: `${"word ".repeat(3_000)}\n\n${"x".repeat(600)}\n\n\`\`\`\n${"y".repeat(600)}\n\`\`\``,
  });
  const { page, quiet } = await openPage(t, `${await docket.address()}&task=${task.id}`, { width: 1600, height: 900 });
  const sheet = page.getByRole("dialog");
  await sheet.locator("pre").waitFor();
  const boxes = async () => [await sheet.boundingBox(), await row(page, "Water the plants").boundingBox()];
  const [beside, shown] = await boxes();
  assert.equal(beside.width, 400);
  assert.ok(shown.x + shown.width <= beside.x, "the rows end where the sheet begins");
  const overflow = () =>
    page.evaluate(() => {
      const body = document.querySelector(".sheet-body");
      return [document.documentElement.scrollWidth - document.documentElement.clientWidth, body.scrollWidth - body.clientWidth];
    });
  for (const [width, height] of [
    [1280, 800],
    [899, 700],
    [420, 720],
    [380, 480],
  ]) {
    await page.setViewportSize({ width, height });
    assert.deepEqual(await overflow(), [0, 0], `at ${width}`);
  }
  // What it covers cannot be reached.
  assert.equal(await page.locator("[inert] [role=grid]").count(), 1);
  await page.keyboard.press("Escape");
  await sheet.waitFor({ state: "detached" });
  assert.equal(await page.locator("[inert] [role=grid]").count(), 0);
  await quiet();
});

for (const colorScheme of ["light", "dark"]) {
  test(`nothing that axe minds in the sheet, ${colorScheme}`, async (t) => {
    const change = {
      notes: "# Plan\n\n- [x] one\n- [ ] two `code`\n\n> said\n\n[link](https://example.org)",
      reminders: [{ before_due_min: 15 }],
    };
    const { docket, task, page, sheet, quiet } = await openSheet(t, [`${OUTLINE} every day 2pm p2 #Talk @deep`], {
      colorScheme,
      reducedMotion: "reduce",
      change,
    });
    await docket.request("POST", "/api/v1/tasks", { title: "First page", parent: task.id, due: "2026-11-20" });
    await sheet.getByRole("checkbox", { name: "Complete First page" }).waitFor();
    await sheet.getByRole("link", { name: "link" }).waitFor();
    const found = { open: await axe(page) };
    for (const [name, inside] of [
      ["Due: ", "Due, in words"],
      ["Repeat: ", "Repeat, in words"],
      ["Reminders: ", "Remind at, in words"],
    ]) {
      await sheet.getByRole("button", { name: new RegExp(`^${name}`) }).click();
      await page.getByRole("textbox", { name: inside }).waitFor();
      found[name] = await axe(page);
      await page.keyboard.press("Escape");
      await page.getByRole("textbox", { name: inside }).waitFor({ state: "detached" });
    }
    await sheet.getByRole("combobox", { name: "Labels: deep" }).click();
    await page.getByRole("option", { name: "deep" }).waitFor();
    found.labels = await axe(page);
    await page.keyboard.press("Escape");
    await page.getByRole("option", { name: "deep" }).waitFor({ state: "detached" });
    await sheet.getByRole("button", { name: "Priority: Priority 2" }).click();
    await page.getByRole("menuitemradio", { name: "Priority 1" }).waitFor();
    found.priority = await axe(page);
    await page.keyboard.press("Escape");
    await page.getByRole("menuitemradio", { name: "Priority 1" }).waitFor({ state: "detached" });
    await sheet.getByRole("button", { name: "Edit notes" }).press("Enter");
    await sheet.getByRole("textbox", { name: "Notes" }).fill("Mine");
    await docket.request("PATCH", `/api/v1/tasks/${task.id}`, { notes: "Theirs" });
    await sheet.getByRole("button", { name: "Keep mine" }).waitFor();
    found["two texts"] = await axe(page);
    await sheet.getByRole("button", { name: "Take the other" }).click();
    await docket.request("DELETE", `/api/v1/tasks/${task.id}`);
    await sheet.getByText("In the trash since").waitFor();
    found.trash = await axe(page);
    assert.deepEqual(
      Object.entries(found).filter(([, violations]) => violations.length > 0),
      [],
    );
    assert.equal(Object.keys(found).length, 8);
    await quiet();
  });
}
