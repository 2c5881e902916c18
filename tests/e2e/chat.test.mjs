import assert from "node:assert/strict";
import { openPage, row } from "./support/browser.mjs";
import { dataDirectory, startDocket } from "./support/docket.mjs";
import { eventually } from "./support/expect.mjs";
import { test } from "./support/test.mjs";

const composer = (page) => page.getByRole("textbox", { name: "Message", exact: true });

async function ask(page, sentence) {
  await composer(page).fill(sentence);
  await composer(page).press("Enter");
}

test("a sentence in the chat becomes a task with the right date, without a key and without a network", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  const { page, quiet } = await openPage(t, await docket.address());
  await page.getByRole("button", { name: "Inbox" }).click();
  await page.getByText("Nothing to sort.").waitFor();

  await ask(page, "Add a task to buy groceries tomorrow 5pm");

  const groceries = row(page, "Buy groceries, due Sunday 22 November 17:00");
  await groceries.waitFor();
  assert.match(await groceries.innerText(), /Sun 22 Nov, 17:00/);
  await page.getByText("Added Buy groceries, due Sunday 22 November at 17:00.", { exact: true }).waitFor();
  const saved = await docket.rows("SELECT title, due, due_zone, status, source FROM tasks");
  assert.deepEqual(saved, [
    { title: "Buy groceries", due: "2026-11-22T17:00", due_zone: "Europe/Berlin", status: "open", source: "assistant" },
  ]);
  await quiet();
});

test("what the chat does to the list is seen beside it, and undone from the list", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  await docket.add("Call the dentist today", "Water the plants today");
  const { page, quiet } = await openPage(t, await docket.address());
  await row(page, "Call the dentist").waitFor();

  await ask(page, "complete call the dentist");

  await row(page, "Call the dentist").waitFor({ state: "detached" });
  assert.deepEqual(await docket.rows("SELECT title FROM tasks WHERE status = 'done'"), [{ title: "Call the dentist" }]);
  await row(page, "Water the plants").focus();
  await page.keyboard.press("Control+z");
  await row(page, "Call the dentist").waitFor();
  await eventually(() => docket.rows("SELECT count(*) AS open FROM tasks WHERE status = 'open'"), [{ open: 2 }]);
  await quiet();
});

test("the chat can be put away while it answers, and Ctrl+J brings it back as it was", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  const { page, quiet } = await openPage(t, await docket.address());
  await ask(page, "what's due today?");
  await page.keyboard.press("Control+j");
  await composer(page).waitFor({ state: "hidden" });
  await page.keyboard.press("Control+j");
  await page
    .getByRole("region", { name: "Chat" })
    .getByText(/nothing|no tasks/i)
    .first()
    .waitFor();
  await quiet();
});
