import assert from "node:assert/strict";
import { openPage, row } from "./support/browser.mjs";
import { dataDirectory, startDocket } from "./support/docket.mjs";
import { eventually } from "./support/expect.mjs";
import { test } from "./support/test.mjs";

const status = (docket, title) => docket.rows(`SELECT status FROM tasks WHERE title = '${title}'`);
const OPEN = [{ status: "open" }];
const DONE = [{ status: "done" }];

async function openToday(t, ...lines) {
  const docket = await startDocket(t, await dataDirectory(t));
  await docket.add(...lines);
  const opened = await openPage(t, await docket.address());
  await row(opened.page, lines[0].split(" today")[0]).waitFor();
  return { docket, ...opened };
}

test("a task is completed and taken back with the mouse", async (t) => {
  const { docket, page, quiet } = await openToday(t, "Water the plants today", "Book the train today 6pm");
  await page.getByRole("checkbox", { name: "Complete Water the plants" }).click();
  await eventually(() => status(docket, "Water the plants"), DONE);
  const left = row(page, "Water the plants");
  await left.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("checkbox", { name: "Complete Water the plants" }).waitFor();
  await eventually(() => status(docket, "Water the plants"), OPEN);
  await quiet();
});

test("a task is completed, taken back, moved and deleted with the keyboard alone", async (t) => {
  const { docket, page, quiet } = await openToday(t, "Water the plants today", "Book the train today 6pm");
  const focused = () => page.evaluate(() => document.activeElement.getAttribute("aria-label"));

  await page.keyboard.press("j");
  await eventually(focused, "Water the plants, due Saturday 21 November");
  await page.keyboard.press("e");
  await eventually(() => status(docket, "Water the plants"), DONE);
  await page.keyboard.press("Control+z");
  await page.getByRole("checkbox", { name: "Complete Water the plants" }).waitFor();
  await eventually(() => status(docket, "Water the plants"), OPEN);

  await page.keyboard.press("j");
  await eventually(focused, "Book the train, due Saturday 21 November 18:00");
  await page.keyboard.press("2");
  await row(page, "Book the train, priority 2").waitFor();
  await page.keyboard.press("m");
  await row(page, "Book the train").waitFor({ state: "detached" });
  await eventually(
    () => docket.rows("SELECT due, priority FROM tasks WHERE title = 'Book the train'"),
    [{ due: "2026-11-22T18:00", priority: 2 }],
  );
  // The row that the focus was on has gone: the next one has it.
  await eventually(focused, "Water the plants, due Saturday 21 November");

  await page.keyboard.press("F2");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Water everything");
  await page.keyboard.press("Enter");
  await row(page, "Water everything").waitFor();
  await eventually(focused, "Water everything, due Saturday 21 November");
  await page.keyboard.press("Delete");
  await page.getByText("Moved to the trash").waitFor();
  await eventually(
    () => docket.rows("SELECT deleted_at_us IS NOT NULL AS gone FROM tasks WHERE title = 'Water everything'"),
    [{ gone: 1 }],
  );
  await page.keyboard.press("Control+z");
  await row(page, "Water everything").waitFor();
  await quiet();
});

test("the add line understands while one types, and a part that is refused stays in the title", async (t) => {
  const { docket, page, quiet } = await openToday(t, "Water the plants today");
  await page.keyboard.press("q");
  await page.keyboard.type("Watch The Day After #Films tomorrow");
  await page.getByRole("button", { name: "Leave Sun 22 Nov as text" }).waitFor();
  await page.keyboard.press("Backspace");
  await page.getByRole("button", { name: "Use tomorrow again" }).waitFor();
  await page.keyboard.press("Enter");
  await row(page, "Watch The Day After tomorrow").waitFor();
  // Added in Today and without a date of its own, it is due today.
  const saved = await docket.rows(
    "SELECT title, due, (SELECT name FROM lists WHERE id = list_id) AS list FROM tasks WHERE title LIKE 'Watch%'",
  );
  assert.deepEqual(saved, [{ title: "Watch The Day After tomorrow", due: "2026-11-21", list: "Films" }]);
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Add a task");
  await page.getByRole("button", { name: /Films/ }).waitFor();
  await quiet();
});

test("what is added for another day is said, with a way back", async (t) => {
  const { docket, page, quiet } = await openToday(t, "Water the plants today");
  await page.keyboard.press("q");
  await page.keyboard.type("Buy seeds tomorrow 9am");
  await page.keyboard.press("Enter");
  await page.getByText("Sun 22 Nov, 9:00").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await eventually(
    () => docket.rows("SELECT count(*) AS seeds FROM tasks WHERE title = 'Buy seeds' AND deleted_at_us IS NULL"),
    [{ seeds: 0 }],
  );
  await quiet();
});

test("a change made elsewhere shows at once, and a row is tinted for it", async (t) => {
  const { docket, page, quiet } = await openToday(t, "Water the plants today");
  const [train] = await docket.add("Book the train today 6pm");
  const added = row(page, "Book the train");
  await added.waitFor();
  await docket.request("PATCH", `/api/v1/tasks/${train.id}`, { title: "Book the night train" });
  await page.locator("[role=row][data-changed]", { hasText: "Book the night train" }).waitFor();
  await page.locator("[role=row][data-changed]").waitFor({ state: "detached" });
  await quiet();
});

test("done tasks are reopened from Done, deleted ones restored from Trash", async (t) => {
  const { docket, page, quiet } = await openToday(t, "Water the plants today");
  const [done, gone] = await docket.add("Morning run", "Old plan");
  await docket.request("POST", `/api/v1/tasks/${done.id}/complete`);
  await docket.request("DELETE", `/api/v1/tasks/${gone.id}`);
  await page.getByRole("button", { name: "Done" }).click();
  await page.getByRole("checkbox", { name: "Reopen Morning run" }).click();
  await page.getByText("Nothing finished yet.").waitFor();
  await page.getByRole("button", { name: "Trash" }).click();
  await row(page, "Old plan").getByRole("button", { name: "Restore" }).click();
  await page.getByText("Empty. Deleted tasks stay 30 days.").waitFor();
  assert.deepEqual(await docket.rows("SELECT count(*) AS open FROM tasks WHERE status = 'open' AND deleted_at_us IS NULL"), [{ open: 3 }]);
  await quiet();
});

test("a search finds by words, and Escape goes back to where one was", async (t) => {
  const { page, quiet } = await openToday(t, "Water the plants today", "Book the train #Travel");
  await page.keyboard.press("/");
  await page.keyboard.type("train");
  await row(page, "Book the train").waitFor();
  await row(page, "Water the plants").waitFor({ state: "detached" });
  await page.keyboard.type("xyz");
  await page.getByText("Nothing found for “trainxyz”.").waitFor();
  await page.keyboard.press("Escape");
  await row(page, "Water the plants").waitFor();
  await page.getByRole("heading", { name: "Today", level: 1 }).waitFor();
  await quiet();
});

test("when the server is gone the page says so, loses nothing typed, and goes on when it is back", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  await docket.add("Water the plants today");
  // A stream that is open cannot be cut from here; one that keeps ending can be kept from coming back.
  const endingStream = { contentType: "text/event-stream", body: 'data: {"kind":"hello","revision":0}\n\n' };
  const { page } = await openPage(t, await docket.address(), {
    prepare: (page) => page.route("**/api/v1/events*", (route) => route.fulfill(endingStream)),
  });
  await row(page, "Water the plants").waitFor();
  await page.getByRole("textbox", { name: "Message", exact: true }).waitFor();
  await page.unroute("**/api/v1/events*");
  await page.route("**/*", (route) => route.abort("connectionrefused"));
  await page.keyboard.press("q");
  await page.keyboard.type("Precious words");
  await page.keyboard.press("Enter");
  await page.getByText("Docket’s own server did not answer. Nothing was lost; try again.").waitFor();
  assert.equal(await page.getByRole("textbox", { name: "Add a task" }).inputValue(), "Precious words");
  await page.getByText("The connection to Docket’s own server broke off.").waitFor({ timeout: 20_000 });
  await page.unroute("**/*");
  await page.getByRole("alert").filter({ hasText: "broke off" }).getByRole("button", { name: "Try again" }).click();
  await page.getByText("The connection to Docket’s own server broke off.").waitFor({ state: "detached" });
  await page.getByRole("textbox", { name: "Add a task" }).press("Enter");
  await row(page, "Precious words").waitFor();
});
