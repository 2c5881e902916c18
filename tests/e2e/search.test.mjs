import assert from "node:assert/strict";
import { axe, openPage, row } from "./support/browser.mjs";
import { dataDirectory, startDocket } from "./support/docket.mjs";
import { eventually } from "./support/expect.mjs";
import { test } from "./support/test.mjs";

/** Tasks about a lease: open in two lists, one by its notes, done, deleted; and one that is not about it. */
async function openSearch(t, options) {
  const docket = await startDocket(t, await dataDirectory(t));
  const [scan, , insurance, printed, gone] = await docket.add(
    "Scan the lease and the annex #Home",
    "Compare car leasing offers #Errands",
    "Call the insurance #Home",
    "Print two copies of the lease #Home",
    "Lose the lease",
    "Water the plants today",
  );
  await docket.request("PATCH", `/api/v1/tasks/${insurance.id}`, { notes: "First line\nthe number is on page 3 of the LEASE" });
  await docket.request("POST", `/api/v1/tasks/${printed.id}/complete`);
  await docket.request("DELETE", `/api/v1/tasks/${gone.id}`);
  const opened = await openPage(t, await docket.address(), options);
  await row(opened.page, "Water the plants").waitFor();
  await opened.page.keyboard.press("/");
  await opened.page.getByRole("textbox", { name: "Search tasks" }).waitFor();
  return { docket, scan, ...opened };
}

const chip = (page, name) => page.getByRole("group", { name: "Where to search" }).getByRole("button", { name });
const headings = (page) => page.locator(".group-title").allTextContents();

test("a search finds open, done and deleted tasks, by title and notes, and marks the words", async (t) => {
  const { page, quiet } = await openSearch(t);
  await page.keyboard.type("lease");
  await page.getByText("4 found in").waitFor();
  await eventually(() => headings(page), ["Open", "Done", "Trash"]);
  const notes = row(page, "Call the insurance");
  await notes.getByText("the number is on page 3 of the LEASE").waitFor();
  assert.deepEqual(await page.locator(".task-row mark").allTextContents(), ["LEASE", "lease", "lease", "lease"]);
  await page.getByRole("textbox", { name: "Search tasks" }).fill("leas");
  await row(page, "Compare car leasing offers").waitFor();
  await quiet();
});

test("a search is narrowed to a list and to open tasks, and widened again where it finds nothing", async (t) => {
  const { page, quiet } = await openSearch(t);
  await page.keyboard.type("lease");
  await page.getByText("4 found in").waitFor();
  await chip(page, "Open only").click();
  await page.getByText("2 found in").waitFor();
  await eventually(() => headings(page), ["Open"]);
  await page.getByRole("textbox", { name: "Search tasks" }).fill("print");
  await page.getByText("Nothing found for “print”.").waitFor();
  await page.getByRole("button", { name: "Search done and deleted tasks too?" }).click();
  await row(page, "Print two copies of the lease").waitFor();
  await page.getByRole("textbox", { name: "Search tasks" }).fill("leas");
  await page.getByText("5 found in").waitFor();
  await chip(page, "Errands").click();
  await page.getByText("1 found in").waitFor();
  await row(page, "Compare car leasing offers").waitFor();
  await chip(page, "Everywhere").click();
  await page.getByText("5 found in").waitFor();
  await quiet();
});

test("one goes from the field to what was found and back by keyboard, and changes it there", async (t) => {
  const { docket, page, quiet } = await openSearch(t);
  await page.keyboard.type("scan");
  await row(page, "Scan the lease").waitFor();
  await page.keyboard.press("ArrowDown");
  await eventually(() => page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Scan the lease and the annex, Home");
  await page.keyboard.press("1");
  await eventually(() => docket.rows("SELECT priority FROM tasks WHERE title LIKE 'Scan%'"), [{ priority: 1 }]);
  await page.keyboard.press("/");
  await eventually(() => page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Search tasks");
  await page.keyboard.press("Escape");
  await page.getByRole("heading", { name: "Today", level: 1 }).waitFor();
  await quiet();
});

test("what is found follows what is changed elsewhere, and a deleted task is restored from it", async (t) => {
  const { docket, page, quiet } = await openSearch(t);
  await page.keyboard.type("lease");
  await page.getByText("4 found in").waitFor();
  await docket.add("Sign the lease");
  await row(page, "Sign the lease").waitFor();
  await row(page, "Lose the lease").getByRole("button", { name: "Restore" }).click();
  await eventually(() => headings(page), ["Open", "Done"]);
  await eventually(() => docket.rows("SELECT count(*) AS n FROM tasks WHERE deleted_at_us IS NOT NULL"), [{ n: 0 }]);
  await quiet();
});

test("words with accents, in any order and very many of them are looked for as they are", async (t) => {
  const { docket, page, quiet } = await openSearch(t);
  await docket.add("Käse im Café kaufen");
  const field = page.getByRole("textbox", { name: "Search tasks" });
  await field.fill("cafe KASE");
  await row(page, "Käse im Café kaufen").waitFor();
  assert.deepEqual(await page.locator(".task-row mark").allTextContents(), ["Käse", "Café"]);
  await field.fill("xyzzy ".repeat(80));
  await page.getByText(/Nothing found for “xyzzy/).waitFor();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
  await quiet();
});

for (const colorScheme of ["light", "dark"]) {
  test(`a search has no fault that axe knows, in ${colorScheme}`, async (t) => {
    const { page, quiet } = await openSearch(t, { colorScheme, reducedMotion: "reduce" });
    await page.keyboard.type("lease");
    await page.getByText("4 found in").waitFor();
    assert.deepEqual(await axe(page), []);
    await quiet();
  });
}
