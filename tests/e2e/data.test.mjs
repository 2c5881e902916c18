import assert from "node:assert/strict";
import { open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { openPage, row } from "./support/browser.mjs";
import { dataDirectory, startDocket } from "./support/docket.mjs";
import { eventually } from "./support/expect.mjs";
import { openSettings, setting } from "./support/settings.mjs";
import { test } from "./support/test.mjs";

/** What makes a task this task, of all tasks of a server, done and deleted ones too. */
async function everything(docket) {
  const found = [];
  for (const view of ["all", "done", "trash"]) {
    const { tasks } = await docket.request("GET", `/api/v1/tasks?view=${view}&limit=500`);
    found.push(...tasks);
  }
  const { lists } = await docket.request("GET", "/api/v1/lists");
  const names = new Map(lists.map(({ id, name }) => [id, name]));
  return found
    .map(({ id, title, status, due, priority, list, labels, notes, deleted_at }) => ({
      ...{ id, title, status, due, priority, labels, notes, list: names.get(list) ?? null },
      isDeleted: Boolean(deleted_at),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function exportOf(page) {
  const downloading = page.waitForEvent("download");
  await setting(page, "Export").getByRole("button").click();
  const download = await downloading;
  return { name: download.suggestedFilename(), path: await download.path() };
}

async function chooseFile(page, files) {
  await page.getByLabel("Choose a file…").first().setInputFiles(files);
}

test("what is exported comes back the same in an empty list, and one click takes it out again", async (t) => {
  const old = await startDocket(t, await dataDirectory(t));
  const [, done, gone] = await old.add("Pay rent tomorrow 9am #Home @bills p1", "Water the plants #Garden", "Sell the boat");
  await old.request("PATCH", `/api/v1/tasks/${done.id}`, { notes: "Not *too* much.\n\nÄöü ✓" });
  await old.request("POST", `/api/v1/tasks/${done.id}/complete`);
  await old.request("DELETE", `/api/v1/tasks/${gone.id}`);
  const first = await openPage(t, await old.address());
  await openSettings(first.page, "Data");
  const { name, path } = await exportOf(first.page);
  assert.equal(name, "docket-2026-11-21.json");
  await first.page.getByText("Exported to docket-2026-11-21.json").waitFor();
  await first.quiet();

  const fresh = await startDocket(t, await dataDirectory(t));
  const { page, quiet } = await openPage(t, await fresh.address());
  await openSettings(page, "Data");
  await chooseFile(page, path);
  await page.getByText("3 tasks would be added.").waitFor();
  await page.getByText("New lists: “Home” and “Garden”.").waitFor();
  assert.deepEqual(await everything(fresh), [], "a look changes nothing");
  await page.getByRole("button", { name: "Import 3 tasks" }).click();
  await page.getByText("3 tasks imported").waitFor();
  assert.deepEqual(await everything(fresh), await everything(old));

  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText("Undone").waitFor();
  assert.deepEqual(
    (await everything(fresh)).filter(({ isDeleted }) => !isDeleted),
    [],
  );
  await quiet();
});

test("a file that is here already adds nothing, and what was changed since stays as it is", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  const [task] = await docket.add("Pay rent #Home", "Call Ann");
  const { page, quiet } = await openPage(t, await docket.address());
  await openSettings(page, "Data");
  const { path } = await exportOf(page);
  await chooseFile(page, path);
  await page.getByText("Everything in this file is here already.").waitFor();
  assert.equal(await page.getByRole("button", { name: /^Import/ }).count(), 0);
  await page.getByRole("button", { name: "Got it" }).click();

  await docket.request("PATCH", `/api/v1/tasks/${task.id}`, { title: "Pay the rent" });
  await docket.request("DELETE", `/api/v1/tasks/${task.id}`);
  const before = await everything(docket);
  await chooseFile(page, path);
  await page.getByText("1 is here and differs: yours stays as it is.").waitFor();
  assert.deepEqual(await everything(docket), before);
  await quiet();
});

test("a file that is no export is refused in words and changes nothing", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  await docket.add("Pay rent");
  const { page } = await openPage(t, await docket.address());
  await openSettings(page, "Data");
  await chooseFile(page, { name: "notes.json", mimeType: "application/json", buffer: Buffer.from("milk, bread") });
  const said = await page.getByRole("alert").textContent();
  assert.match(said, /\w.*\.$/, "a sentence");
  assert.equal(await page.getByRole("button", { name: /^Import/ }).count(), 0);
  assert.equal((await everything(docket)).length, 1);
});

test("a backup brings a deleted list back, by the keyboard, and Undo goes to where one was", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  await docket.add("Water the plants #Garden", "Repot the fig tree #Garden", "Call Ann");
  const { page, quiet } = await openPage(t, await docket.address());
  await openSettings(page, "Data");
  await setting(page, "Backups").getByRole("button", { name: "Back up now" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("Backed up, and checked").waitFor();
  const [made] = (await docket.request("GET", "/api/v1/backups")).backups;
  assert.ok(made.bytes > 4_096);

  const { lists } = await docket.request("GET", "/api/v1/lists");
  await docket.request("DELETE", `/api/v1/lists/${lists.find(({ name }) => name === "Garden").id}`);
  await docket.add("Afterthought");
  const after = await everything(docket);
  await page.getByRole("button", { name: /^Restore the backup of/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("A backup of now is made first, so this can be taken back.").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Restore the backup of/ }).waitFor();
  assert.deepEqual(await everything(docket), after, "Escape leaves everything as it is");

  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Restore it" }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByText(/^Everything is as of/).waitFor();
  const titles = async () => (await everything(docket)).filter(({ list }) => list === "Garden").map(({ title }) => title);
  assert.deepEqual(await titles(), ["Water the plants", "Repot the fig tree"]);
  assert.equal((await everything(docket)).length, 3, "what came after is not in the backup");

  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText("Undone").waitFor();
  assert.deepEqual(await everything(docket), after);
  await page.getByRole("button", { name: "Back to tasks" }).click();
  await page.getByRole("button", { name: /^All/ }).click();
  await row(page, "Afterthought").waitFor();
  await quiet();
});

test("the check says in words how the file is, and changes nothing", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  await docket.add("Pay rent");
  const { page, quiet } = await openPage(t, await docket.address());
  await openSettings(page, "Data");
  await eventually(async () => (await docket.request("GET", "/api/v1/doctor")).health, "good");
  await page.getByRole("button", { name: "Check now" }).click();
  await page.getByText(/^The file is sound. Your list takes [\d.]+ kB, 0 backups/).waitFor();
  assert.equal(await page.getByRole("button", { name: "Show the file" }).count(), 0, "a browser has no file manager");
  assert.equal((await everything(docket)).length, 1);
  await quiet();
});

test("a damaged file is said over the list and under Data, and its tasks come back", async (t) => {
  const dataDir = await dataDirectory(t);
  const before = await startDocket(t, dataDir);
  await before.add("Pay rent today", "Call Ann");
  await before.stop();
  // Otherwise the backup that is made at the end takes the place of the file, and nothing is missing.
  await rm(join(dataDir, "backups"), { recursive: true, force: true });
  const file = await open(join(dataDir, "docket.sqlite3"), "r+");
  await file.write(Buffer.alloc(100), 0, 100, 0);
  await file.close();

  const docket = await startDocket(t, dataDir);
  const { page, quiet } = await openPage(t, await docket.address());
  const notice = page.getByRole("alert").filter({ hasText: "The list file is damaged, and has been set aside whole." });
  await notice.waitFor();
  await notice.getByText("There was no backup, so this list is empty. 2 tasks of it are missing here.").waitFor();
  assert.deepEqual(await everything(docket), []);
  await notice.getByRole("button", { name: "Later" }).click();
  await notice.waitFor({ state: "detached" });

  await openSettings(page, "Data");
  await page.getByText(/^Set aside .*; an empty list took its place\.$/).waitFor();
  await page.getByRole("button", { name: "Look for tasks" }).click();
  await page.getByRole("button", { name: "Bring 2 tasks back" }).click();
  await page.getByText("2 tasks can be read in it, and none of them is missing here.").waitFor();
  assert.deepEqual((await everything(docket)).map(({ title }) => title).sort(), ["Call Ann", "Pay rent"]);
  await quiet();
});

test("a full disk is said over the list, and what was typed is still there", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  const { page } = await openPage(t, await docket.address());
  const body = { error: { code: "DISK_FULL", type: "Unavailable", message: "The disk is full." }, timestamp: "2026-11-21T09:04:00Z" };
  let isFull = true;
  await page.route(
    (url) => url.pathname.startsWith("/api/v1/"),
    (route) =>
      isFull && route.request().method() !== "GET" && !route.request().url().includes("preview")
        ? route.fulfill({ status: 507, json: body })
        : route.continue(),
  );
  const field = page.getByRole("textbox", { name: "Add a task" });
  await field.fill("Buy a larger disk");
  await field.press("Enter");
  const notice = page.getByRole("alert").filter({ hasText: "The disk is full, so nothing can be saved." });
  await notice.waitFor();
  assert.equal(await field.inputValue(), "Buy a larger disk");
  assert.deepEqual(await everything(docket), []);

  await notice.getByRole("button", { name: "Try again" }).click();
  await notice.getByRole("button", { name: "Try again", disabled: false }).waitFor();
  isFull = false;
  await notice.getByRole("button", { name: "Try again" }).click();
  await notice.waitFor({ state: "detached" });
  await field.press("Enter");
  await eventually(async () => (await everything(docket)).map(({ title }) => title), ["Buy a larger disk"]);
});

test("without a connection nothing typed is lost, and it goes on where it was", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  const { page, context } = await openPage(t, await docket.address());
  const field = page.getByRole("textbox", { name: "Add a task" });
  await field.waitFor();
  await context.setOffline(true);
  await field.fill("Half a thought");
  await field.press("Enter");
  await page.getByText("Docket’s own server did not answer.").first().waitFor();
  assert.equal(await field.inputValue(), "Half a thought");

  await context.setOffline(false);
  await field.press("Enter");
  await eventually(async () => (await everything(docket)).map(({ title }) => title), ["Half a thought"]);
  await eventually(() => field.inputValue(), "");
});

test("a server that has gone is said over the window, and the field keeps its words", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  const { page } = await openPage(t, await docket.address());
  const field = page.getByRole("textbox", { name: "Add a task" });
  await field.fill("Half a thought");
  await docket.stop();
  await page.getByRole("alert").filter({ hasText: "The connection to Docket’s own server broke off." }).waitFor();
  await field.press("Enter");
  await page.getByText("Docket’s own server did not answer.").first().waitFor();
  assert.equal(await field.inputValue(), "Half a thought");
  assert.deepEqual(await docket.rows("SELECT title FROM tasks"), []);
});

test("an export is what the server gives to any program", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  await docket.add("Pay rent #Home");
  const { page, quiet } = await openPage(t, await docket.address());
  await openSettings(page, "Data");
  const { path } = await exportOf(page);
  const { exported_at: _, ...fromPage } = JSON.parse(await readFile(path, "utf8"));
  const { exported_at: __, ...fromServer } = await docket.request("GET", "/api/v1/export?format=json");
  assert.deepEqual(fromPage, fromServer);
  await quiet();
});
