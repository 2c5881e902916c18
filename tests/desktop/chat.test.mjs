/** The sentence that the app is for, typed into the chat of the real window, with no key and no network. */

import assert from "node:assert/strict";
import { test } from "../e2e/support/test.mjs";
import { startApp } from "./support/app.mjs";
import { placeOf, rowTitled, say } from "./support/page.mjs";
import { until } from "./support/until.mjs";

test("a sentence in the chat becomes a task with the right date in list and file", async (t) => {
  const app = await startApp(t, { isDriven: true });
  await say(app.page, "Add a task to buy groceries tomorrow 5pm");

  await app.page.click(placeOf("Upcoming"));
  const row = await rowTitled(app.page, "buy groceries");
  assert.match(row, /Sunday 22 November/, "the row says the day");
  assert.match(row, /17:00/, "and the time");

  const tasks = await until("the task in the file", async () => (await app.tasks()).length > 0 && app.tasks());
  const [{ title, ...rest }] = tasks;
  assert.match(title, /^buy groceries$/i);
  assert.deepEqual(rest, { due: "2026-11-22T17:00", due_zone: "Europe/Berlin", source: "assistant" });
  assert.equal(tasks.length, 1);
});

test("the first start brings three help tasks into the Inbox, a later one none", async (t) => {
  const titles = [
    "Complete this task: press its circle, or the key E",
    "Type above: Buy bread tomorrow 9am p2",
    "Ask the chat: what is due tomorrow?",
  ];
  const help = "SELECT title FROM tasks WHERE source = 'import' AND list_id IS NULL AND due IS NULL ORDER BY position";
  const first = await startApp(t, { isDriven: true });
  await first.page.click(placeOf("Inbox"));
  for (const title of titles) await rowTitled(first.page, title);
  assert.deepEqual(
    await first.query(help),
    titles.map((title) => ({ title })),
  );
  await first.page.execute("return document.querySelector('[role=row] button').click()");
  await until("one is completed", async () => (await first.query("SELECT 1 FROM tasks WHERE status = 'done'")).length === 1);
  await first.quit();

  const second = await startApp(t, { dataDir: first.dataDir });
  assert.equal((await second.query("SELECT 1 FROM tasks")).length, 3);
});
