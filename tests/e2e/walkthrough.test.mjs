import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { openPage, row } from "./support/browser.mjs";
import { dataDirectory, startDocket } from "./support/docket.mjs";
import { eventually } from "./support/expect.mjs";
import { call, MODELS, startModel, text } from "./support/model.mjs";
import { openSettings } from "./support/settings.mjs";
import { test } from "./support/test.mjs";

const WALK = resolve(import.meta.dirname, "../../docs/walkthrough.md");

/** What a newcomer does, by the headings of docs/walkthrough.md. Installing is done by scripts/try-package. */
const STEPS = {
  "The first task": firstTask,
  "Quick add": quickAdd,
  "Connect a model": connectModel,
  "Undo a whole turn": undoTurn,
  "Find an old task": findOldTask,
  "Back up": backUp,
  Restore: restore,
};

test("the newcomer's walk of the docs, step by step", async (t) => {
  const headings = [...(await readFile(WALK, "utf8")).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
  assert.deepEqual(headings, ["Install", ...Object.keys(STEPS)]);

  const docket = await startDocket(t, await dataDirectory(t));
  const model = await startModel(t);
  const { page, quiet } = await openPage(t, await docket.address());
  for (const [heading, step] of Object.entries(STEPS)) {
    t.diagnostic(heading);
    await step({ t, docket, model, page });
  }
  await quiet();
});

async function firstTask({ docket, page }) {
  await page.getByText("Nothing due today.").waitFor();
  await page.keyboard.press("q");
  await page.keyboard.type("Pay rent dec 1 9am #Home @bills p1");
  for (const chip of ["Tue 1 Dec, 9:00", "Home", "bills", "Priority 1"])
    await page.getByRole("button", { name: `Leave ${chip} as text` }).waitFor();
  await page.keyboard.press("Enter");
  const saved = "SELECT t.title, t.due, t.priority, l.name AS list FROM tasks t JOIN lists l ON l.id = t.list_id";
  await eventually(() => docket.rows(saved), [{ title: "Pay rent", due: "2026-12-01T09:00", priority: 1, list: "Home" }]);
  await page.getByRole("button", { name: /^Home/ }).waitFor();
  await page.getByRole("button", { name: /^bills/ }).waitFor();
}

async function quickAdd({ t, docket, page }) {
  const quick = await openPage(t, await docket.address("/quick-add.html"), { width: 640, height: 360 });
  await quick.page.getByRole("textbox", { name: "Quick add" }).waitFor();
  await quick.page.keyboard.type("Call the dentist friday 11:30");
  await quick.page.keyboard.press("Enter");
  await eventually(() => docket.rows("SELECT due FROM tasks WHERE title = 'Call the dentist'"), [{ due: "2026-11-27T11:30" }]);
  await page.getByRole("button", { name: /^All/ }).click();
  await row(page, "Call the dentist").waitFor();
}

async function connectModel({ docket, model, page }) {
  await openSettings(page, "Assistant");
  await page.getByRole("radio", { name: "Compatible server" }).click();
  await page.getByLabel("Base address").fill(model.address);
  await page.keyboard.press("Enter");
  const field = page.getByRole("combobox", { name: "Model" });
  await field.fill(MODELS[0]);
  await page.keyboard.press("Enter");
  await eventually(async () => (await docket.request("GET", "/api/v1/settings")).model, MODELS[0]);
  await page.getByRole("button", { name: "Test connection" }).click();
  await page.getByText(/^It works\./).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("contentinfo").or(page.locator(".assistant-bar")).getByText(MODELS[0]).first().waitFor();
}

async function undoTurn({ docket, model, page }) {
  const { tasks } = await docket.request("GET", "/api/v1/tasks");
  model.answer(...tasks.map(({ id }) => call("complete_task", { id })), text("Both are done."));
  const message = page.getByRole("textbox", { name: "Message", exact: true });
  await message.fill("The rent is paid and the dentist called");
  await message.press("Enter");
  await page.getByText("Both are done.", { exact: true }).waitFor();
  const statuses = "SELECT title, status FROM tasks ORDER BY title";
  const both = (status) => ["Call the dentist", "Pay rent"].map((title) => ({ title, status }));
  await eventually(() => docket.rows(statuses), both("done"));
  await page.getByRole("button", { name: /^All/ }).focus();
  await page.keyboard.press("Control+z");
  await eventually(() => docket.rows(statuses), both("open"));
  await row(page, "Call the dentist").waitFor();
}

async function findOldTask({ docket, page }) {
  const [task] = await docket.add("Renew the passport");
  await docket.request("POST", `/api/v1/tasks/${task.id}/complete`);
  await page.keyboard.press("/");
  await page.keyboard.type("passp");
  await page.getByRole("heading", { name: /^Done/ }).waitFor();
  await row(page, "Renew the passport").waitFor();
  await page.keyboard.press("Escape");
}

async function backUp({ docket, page }) {
  await openSettings(page, "Data");
  await page.getByRole("button", { name: "Back up now" }).click();
  await page.getByText("Backed up, and checked").waitFor();
  const { backups } = await docket.request("GET", "/api/v1/backups");
  assert.equal(backups.length, 1);
}

async function restore({ docket, page }) {
  const titles = () => docket.request("GET", "/api/v1/tasks").then(({ tasks }) => tasks.map(({ title }) => title).sort());
  const before = await titles();
  const { lists } = await docket.request("GET", "/api/v1/lists");
  await docket.request("DELETE", `/api/v1/lists/${lists.find(({ name }) => name === "Home").id}`);
  await docket.add("Afterthought");
  await page.getByRole("button", { name: /^Restore the backup of/ }).click();
  await page.getByRole("button", { name: "Restore it" }).click();
  await page.getByText(/^Everything is as of/).waitFor();
  await eventually(titles, before);
  await eventually(async () => (await docket.request("GET", "/api/v1/lists")).lists.map(({ name }) => name), ["Home"]);
}
