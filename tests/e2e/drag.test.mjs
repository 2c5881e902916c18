import assert from "node:assert/strict";
import { openPage, row } from "./support/browser.mjs";
import { dataDirectory, startDocket } from "./support/docket.mjs";
import { grab, hint, hold, holdOver, letGo } from "./support/drag.mjs";
import { eventually } from "./support/expect.mjs";
import { test } from "./support/test.mjs";

const place = (page, name) => page.getByRole("navigation").getByRole("button", { name: new RegExp(`^${name}\\b`) });
const titles = async (docket, query) => (await docket.request("GET", `/api/v1/tasks?${query}`)).tasks.map(({ title }) => title);
const inbox = (docket) => titles(docket, "view=inbox&limit=500");
const shown = (page) => page.locator("[role=row] .task-name").allTextContents();

async function openPlace(t, name, lines, options) {
  const docket = await startDocket(t, await dataDirectory(t));
  const added = await docket.add(...lines);
  const opened = await openPage(t, await docket.address(), options);
  await place(opened.page, name).click();
  await row(opened.page, added[0].title).waitFor();
  return { docket, added, ...opened };
}

test("a task is dragged to another place among its list's", async (t) => {
  const { docket, page, quiet } = await openPlace(t, "Inbox", ["one", "two", "three", "four"]);
  await grab(page, "four");
  await holdOver(page, row(page, "two"), 0.2);
  await page.locator(".drop-line").waitFor();
  await letGo(page);
  await eventually(() => inbox(docket), ["one", "four", "two", "three"]);
  await eventually(() => shown(page), ["one", "four", "two", "three"]);
  // To the very top, and below the last one, where no row is.
  await grab(page, "three");
  await holdOver(page, row(page, "one"), 0.2);
  await letGo(page);
  await eventually(() => inbox(docket), ["three", "one", "four", "two"]);
  await grab(page, "three");
  await holdOver(page, page.locator(".task-scroll"), 0.9);
  await letGo(page);
  await eventually(() => inbox(docket), ["one", "four", "two", "three"]);
  await page.keyboard.press("Control+z");
  await eventually(() => inbox(docket), ["three", "one", "four", "two"]);
  await eventually(() => shown(page), ["three", "one", "four", "two"]);
  await quiet();
});

test("where a drop would change nothing, nothing is promised and nothing happens", async (t) => {
  const { docket, page, quiet } = await openPlace(t, "Inbox", ["one", "two", "three"]);
  const before = await docket.request("GET", "/api/v1/history");
  await grab(page, "two");
  await holdOver(page, row(page, "two"));
  assert.equal(await page.locator(".drop-line").count(), 0);
  await holdOver(page, place(page, "Inbox"));
  assert.equal(await page.locator(".drag-hint").count(), 0);
  await holdOver(page, place(page, "Upcoming"));
  assert.equal(await page.locator("[data-target]").count(), 0);
  await letGo(page);
  assert.deepEqual(await inbox(docket), ["one", "two", "three"]);
  assert.equal((await docket.request("GET", "/api/v1/history")).entries.length, before.entries.length);
  await quiet();
});

test("Escape ends a drag, and all is as it was", async (t) => {
  const { docket, page, quiet } = await openPlace(t, "Inbox", ["one", "two", "three"]);
  await grab(page, "three");
  await holdOver(page, row(page, "one"), 0.2);
  await page.locator(".drop-line").waitFor();
  await page.keyboard.press("Escape");
  await page.locator(".drag-chip").waitFor({ state: "detached" });
  await page.mouse.up();
  await page.locator("[data-dragged]").waitFor({ state: "detached" });
  assert.equal(await page.locator(".drop-line").count(), 0);
  assert.deepEqual(await inbox(docket), ["one", "two", "three"]);
  await quiet();
});

test("a task is dragged onto a list, and back by Undo", async (t) => {
  const { docket, page, quiet } = await openPlace(t, "Inbox", ["Water the fig", "Mow", "Rake #Garden"]);
  await grab(page, "Water the fig");
  await holdOver(page, place(page, "Garden"));
  await hint(page, "to Garden").waitFor();
  await letGo(page);
  await eventually(() => titles(docket, "list=Garden"), ["Water the fig", "Rake"]);
  await row(page, "Water the fig").waitFor({ state: "detached" });
  await place(page, "Garden").getByText("2", { exact: true }).waitFor();
  await page.getByText("1 task moved to Garden").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await eventually(() => inbox(docket), ["Water the fig", "Mow"]);
  await row(page, "Water the fig").waitFor();
  await quiet();
});

test("selected rows are dragged together, in their order and as one change", async (t) => {
  const { docket, page, quiet } = await openPlace(t, "Inbox", ["one", "two", "three", "four", "five"]);
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await row(page, "three").click({ modifiers: ["ControlOrMeta"] });
  await page.getByText("2 selected").waitFor();
  await grab(page, "three");
  await page.locator(".drag-chip", { hasText: "and 1 more" }).waitFor();
  await holdOver(page, row(page, "four"), 0.9);
  await letGo(page);
  await eventually(() => inbox(docket), ["two", "four", "one", "three", "five"]);
  await eventually(() => shown(page), ["two", "four", "one", "three", "five"]);
  // A row that is not selected goes alone.
  await grab(page, "five");
  await page.locator(".drag-chip", { hasText: "five" }).waitFor();
  assert.equal(await page.locator(".drag-others").count(), 0);
  await holdOver(page, row(page, "two"), 0.1);
  await letGo(page);
  await eventually(() => inbox(docket), ["five", "two", "four", "one", "three"]);
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await eventually(() => inbox(docket), ["one", "two", "three", "four", "five"]);
  await quiet();
});

test("selected rows are dragged to the trash", async (t) => {
  const { docket, page, quiet } = await openPlace(t, "Inbox", ["one", "two", "three"]);
  await row(page, "one").click({ modifiers: ["ControlOrMeta"] });
  await row(page, "three").click({ modifiers: ["ControlOrMeta"] });
  await grab(page, "one");
  await holdOver(page, place(page, "Trash"));
  await hint(page, "to the trash").waitFor();
  await letGo(page);
  await eventually(async () => (await titles(docket, "view=trash")).sort(), ["one", "three"]);
  await eventually(() => shown(page), ["two"]);
  await page.getByRole("button", { name: "Undo" }).click();
  await eventually(() => inbox(docket), ["one", "two", "three"]);
  await quiet();
});

test("a task gets another day by being dragged below it, and keeps its time", async (t) => {
  const { docket, page, quiet } = await openPlace(t, "Upcoming", ["Invoice monday p2", "Vet tuesday 4:30pm", "Call monday 9am"]);
  await grab(page, "Vet");
  await holdOver(page, row(page, "Invoice"), 0.3);
  await hint(page, "Mon 23 Nov, 16:30").waitFor();
  // Not where the pointer is but where it will stand: behind the call at nine.
  const line = page.locator(".drop-line");
  await line.waitFor();
  const end = await row(page, "Call").boundingBox();
  assert.ok(Math.abs((await line.boundingBox()).y - (end.y + end.height)) < 3);
  await letGo(page);
  const vet = async () => (await docket.request("GET", "/api/v1/tasks?view=upcoming")).tasks.find(({ title }) => title === "Vet");
  await eventually(async () => (await vet()).due, "2026-11-23T16:30");
  await page.getByText("1 task moved to Monday 23 November").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await eventually(async () => (await vet()).due, "2026-11-24T16:30");
  await quiet();
});

test("a task is dragged onto Today, and onto a label", async (t) => {
  const { docket, page, quiet } = await openPlace(t, "Upcoming", ["Invoice monday @work", "Vet tuesday"]);
  const vet = async () => (await docket.request("GET", "/api/v1/tasks")).tasks.find(({ title }) => title === "Vet");
  await grab(page, "Vet");
  await holdOver(page, place(page, "work"));
  await hint(page, "@work").waitFor();
  await letGo(page);
  await eventually(async () => (await vet()).labels, ["work"]);
  await grab(page, "Vet");
  await holdOver(page, place(page, "Today"));
  await hint(page, "due today").waitFor();
  await letGo(page);
  await eventually(async () => (await vet()).due, "2026-11-21");
  await row(page, "Vet").waitFor({ state: "detached" });
  await quiet();
});

test("what is late is dragged to today", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  const [bill] = await docket.add("Pay the bill", "Water the plants today");
  await docket.request("PATCH", `/api/v1/tasks/${bill.id}`, { due: "2026-11-18" });
  const { page, quiet } = await openPage(t, await docket.address());
  await row(page, "Pay the bill, overdue").waitFor();
  await grab(page, "Pay the bill");
  await holdOver(page, row(page, "Water the plants"));
  await hint(page, "Sat 21 Nov").or(hint(page, "Today")).waitFor();
  await letGo(page);
  await eventually(async () => (await docket.request("GET", `/api/v1/tasks/${bill.id}`)).due, "2026-11-21");
  await row(page, "Pay the bill, due").waitFor();
  await quiet();
});

test("a drop that the server refuses is said, and what is shown is what is there", async (t) => {
  const { docket, added, page } = await openPlace(t, "Inbox", ["one", "two", "three"]);
  const [one] = added;
  // Deleted elsewhere while it hangs at the pointer: the page does not hear of it, because its events are held up.
  await page.route("**/api/v1/events*", (route) => route.abort());
  await grab(page, "three");
  await holdOver(page, row(page, "one"), 0.1);
  await page.route("**/api/v1/tasks/bulk", async (route) => {
    await docket.request("DELETE", `/api/v1/tasks/${one.id}`);
    await route.continue();
  });
  await letGo(page);
  await page.locator(".toast.mind").waitFor();
  await row(page, "one").waitFor({ state: "detached" });
  assert.deepEqual(await inbox(docket), ["two", "three"]);
  await eventually(() => shown(page), ["two", "three"]);
  assert.equal(await page.locator("[data-dragged], .drop-line").count(), 0);
});

test("a drop while the server cannot be reached leaves the rows where they were, and says so", async (t) => {
  const { docket, page } = await openPlace(t, "Inbox", ["one", "two", "three"]);
  await page.route("**/api/v1/tasks/bulk", (route) => route.abort());
  await grab(page, "three");
  await holdOver(page, row(page, "one"), 0.1);
  await letGo(page);
  await page.locator(".toast.mind").waitFor();
  await page.locator("[data-dragged]").waitFor({ state: "detached" });
  assert.deepEqual(await shown(page), ["one", "two", "three"]);
  assert.deepEqual(await inbox(docket), ["one", "two", "three"]);
});

test("a long list scrolls under what is dragged", async (t) => {
  const lines = Array.from({ length: 60 }, (_, at) => `task ${String(at).padStart(2, "0")}`);
  const { docket, page, quiet } = await openPlace(t, "Inbox", lines);
  await grab(page, "task 01");
  await holdOver(page, page.locator(".task-scroll"), 0.99);
  await row(page, "task 59").waitFor();
  await eventually(
    () => page.locator(".task-scroll").evaluate((list) => list.scrollTop + list.clientHeight >= list.scrollHeight - 1),
    true,
  );
  await holdOver(page, row(page, "task 58"), 0.9);
  await letGo(page);
  await eventually(async () => (await inbox(docket)).slice(-3), ["task 58", "task 01", "task 59"]);
  await quiet();
});

test("the keys do what dragging does", async (t) => {
  const { docket, page, quiet } = await openPlace(t, "Inbox", ["one", "two", "three"]);
  await page.keyboard.press("j");
  await page.keyboard.press("Alt+ArrowDown");
  await eventually(() => inbox(docket), ["two", "one", "three"]);
  await eventually(() => shown(page), ["two", "one", "three"]);
  await eventually(() => page.evaluate(() => document.activeElement.getAttribute("aria-label")), "one");
  await page.keyboard.press("Alt+ArrowDown");
  await eventually(() => inbox(docket), ["two", "three", "one"]);
  await page.keyboard.press("Control+z");
  await eventually(() => inbox(docket), ["two", "one", "three"]);
  await quiet();
});

test("a list is dragged to another place in the sidebar", async (t) => {
  const { docket, page, quiet } = await openPlace(t, "All", ["Cook #Home", "Write #Work", "Rake #Garden"]);
  const lists = async () => (await docket.request("GET", "/api/v1/lists")).lists.map(({ name }) => name);
  await place(page, "Garden").hover();
  await hold(page);
  // Right below the one above it, it is where it was.
  await holdOver(page, place(page, "Work"), 0.8);
  assert.equal(await page.locator(".drop-line").count(), 0);
  await holdOver(page, place(page, "Home"), 0.2);
  await page.locator(".drop-line").waitFor();
  await letGo(page);
  await eventually(lists, ["Garden", "Home", "Work"]);
  await eventually(() => page.locator("[data-place^='list:'] > .truncate").allTextContents(), ["Garden", "Home", "Work"]);
  await page.getByText("Garden is number 1 of 3").waitFor({ state: "attached" });
  await quiet();
});
