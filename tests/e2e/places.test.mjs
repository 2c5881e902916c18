import assert from "node:assert/strict";
import { axe, openPage, row } from "./support/browser.mjs";
import { dataDirectory, startDocket } from "./support/docket.mjs";
import { eventually } from "./support/expect.mjs";
import { test } from "./support/test.mjs";

const place = (page, name) => page.getByRole("navigation").getByRole("button", { name: new RegExp(`^${name}\\b`) });
const section = (page, name) => page.getByRole("region", { name });
const lists = async (docket) => (await docket.request("GET", "/api/v1/lists")).lists.map(({ name }) => name);
const labels = async (docket) => (await docket.request("GET", "/api/v1/labels")).labels.map(({ name }) => name);
const shownLists = (page) => section(page, "Lists").locator(".place > .truncate").allTextContents();
const title = (page) => page.getByRole("heading", { level: 1 }).first().textContent();
const focused = (page) => page.evaluate(() => document.activeElement.textContent);

async function open(t, lines, options) {
  const docket = await startDocket(t, await dataDirectory(t));
  const added = await docket.add(...lines);
  const opened = await openPage(t, await docket.address(), options);
  await place(opened.page, "Inbox").waitFor();
  if (lines.some((line) => line.includes("#"))) await section(opened.page, "Lists").locator(".place").first().waitFor();
  return { docket, added, ...opened };
}

/** Opens the menu of a list or label with the mouse, at its button. */
async function openMenu(page, name) {
  await place(page, name).hover();
  await page.getByRole("button", { name: `More for ${name}` }).click();
  await page.getByRole("menuitem", { name: "Rename" }).waitFor();
}

test("empty sections say how to fill them, and the ＋ makes a list in its place", async (t) => {
  const { docket, page, quiet } = await open(t, []);
  await page.getByText("None yet. Write #Home in a task, or press +.").waitFor();
  await page.getByText("None yet. Write @calls in a task, or press +.").waitFor();
  await page.getByRole("button", { name: "New list" }).click();
  await page.keyboard.type("Home");
  await page.keyboard.press("Enter");
  await place(page, "Home").waitFor();
  await eventually(() => lists(docket), ["Home"]);
  // Made, it has the focus: Enter goes there.
  await eventually(() => focused(page), "Home");
  await page.keyboard.press("Enter");
  await page.getByText("Nothing in Home.").waitFor();
  await page.getByRole("button", { name: "New label" }).click();
  await page.keyboard.type("calls");
  await page.keyboard.press("Enter");
  await eventually(() => labels(docket), ["calls"]);
  await eventually(() => focused(page), "calls");
  await quiet();
});

test("Escape leaves everything as it was, and leaving an empty field too", async (t) => {
  const { docket, page, quiet } = await open(t, []);
  await page.getByRole("button", { name: "New list" }).click();
  await page.keyboard.type("Hom");
  await page.keyboard.press("Escape");
  await page.getByText("Nothing was added.").waitFor({ state: "attached" });
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "New list");
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "Name of the list" }).waitFor();
  await page.getByRole("heading", { level: 1 }).click();
  await page.getByRole("textbox", { name: "Name of the list" }).waitFor({ state: "detached" });
  assert.deepEqual(await lists(docket), []);
  await quiet();
});

test("a name that is taken, empty or too long is refused at its field, and stays there", async (t) => {
  const { docket, page } = await open(t, ["Rake #Home"]);
  const field = page.getByRole("textbox", { name: "Name of the list" });
  await page.getByRole("button", { name: "New list" }).click();
  await field.press("Enter");
  await page.getByText("It needs a name.").waitFor();
  await field.fill("HOME");
  await page.getByText("It needs a name.").waitFor({ state: "hidden" });
  await field.press("Enter");
  await page.getByText("There is a list called HOME already.").waitFor();
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  assert.equal(await field.inputValue(), "HOME");
  await field.fill("x".repeat(101));
  await field.press("Enter");
  await page.getByText("101 characters; a name has at most 100.").waitFor();
  await field.fill("Garden");
  await field.press("Enter");
  await eventually(() => lists(docket), ["Home", "Garden"]);
  await field.waitFor({ state: "detached" });
});

test("a name is kept where the server cannot be reached, and saved when it can", async (t) => {
  const { docket, page } = await open(t, []);
  const field = page.getByRole("textbox", { name: "Name of the list" });
  await page.route("**/api/v1/lists", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  await page.getByRole("button", { name: "New list" }).click();
  await field.fill("Garden");
  await field.press("Enter");
  await section(page, "Lists").getByRole("alert").getByText("did not answer").waitFor();
  assert.equal(await field.inputValue(), "Garden");
  await page.unroute("**/api/v1/lists");
  await field.press("Enter");
  await eventually(() => lists(docket), ["Garden"]);
});

test("a list is renamed with the mouse and with F2; leaving the field saves", async (t) => {
  const { docket, page, quiet } = await open(t, ["Rake #Home"]);
  await openMenu(page, "Home");
  await page.getByRole("menuitem", { name: "Rename" }).click();
  const field = page.getByRole("textbox", { name: "Name of the list" });
  await eventually(() => field.evaluate((input) => input === document.activeElement && input.selectionEnd === 4), true);
  await page.keyboard.type("House");
  await page.keyboard.press("Enter");
  await eventually(() => lists(docket), ["House"]);
  await eventually(() => focused(page).then((text) => text.startsWith("House")), true);
  await page.keyboard.press("F2");
  await page.keyboard.type("Garden");
  await page.getByRole("textbox", { name: "Add a task" }).click();
  await eventually(() => lists(docket), ["Garden"]);
  await place(page, "Garden").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Add a task");
  await place(page, "Garden").focus();
  await page.keyboard.press("F2");
  await page.keyboard.type("Nothing");
  await page.keyboard.press("Escape");
  await eventually(() => focused(page).then((text) => text.startsWith("Garden")), true);
  assert.deepEqual(await lists(docket), ["Garden"]);
  await quiet();
});

test("a list gets another colour by keyboard alone, and so does a label", async (t) => {
  const { docket, page, quiet } = await open(t, ["Rake #Home @calls"]);
  for (const [name, kind] of [
    ["Home", "lists"],
    ["calls", "labels"],
  ]) {
    await place(page, name).focus();
    await page.keyboard.press("Shift+F10");
    await page.getByRole("menuitem", { name: "Colour" }).waitFor();
    await page.keyboard.press("c");
    await page.keyboard.press("ArrowRight");
    await page.getByRole("menuitemradio", { name: "Red" }).focus();
    await page.keyboard.press("Enter");
    await eventually(async () => (await docket.request("GET", `/api/v1/${kind}`))[kind].map(({ color }) => color), ["red"]);
    await page.getByRole("menu").first().waitFor({ state: "detached" });
    await eventually(() => focused(page).then((text) => text.startsWith(name)), true);
  }
  await section(page, "Lists").locator(".dot[data-color=red]").waitFor();
  await section(page, "Labels").locator(".at[data-color=red]").waitFor();
  await quiet();
});

test("lists are put in order with Alt and the arrows, and it is said", async (t) => {
  const { docket, page, quiet } = await open(t, ["a #Home", "b #Work", "c #Garden"]);
  await place(page, "Garden").focus();
  await page.keyboard.press("Alt+ArrowUp");
  await eventually(() => lists(docket), ["Home", "Garden", "Work"]);
  await page.getByText("Garden is number 2 of 3").waitFor({ state: "attached" });
  await page.keyboard.press("Alt+ArrowUp");
  await eventually(() => lists(docket), ["Garden", "Home", "Work"]);
  await page.getByText("Garden is number 1 of 3").waitFor({ state: "attached" });
  await page.keyboard.press("Alt+ArrowUp");
  await page.getByText("Garden is the first already").waitFor({ state: "attached" });
  await eventually(() => shownLists(page), ["Garden", "Home", "Work"]);
  await eventually(() => focused(page).then((text) => text.startsWith("Garden")), true);
  await openMenu(page, "Garden");
  assert.equal(await page.getByRole("menuitem", { name: "Move up" }).getAttribute("aria-disabled"), "true");
  await page.getByRole("menuitem", { name: "Move down" }).click();
  await eventually(() => lists(docket), ["Home", "Garden", "Work"]);
  await quiet();
});

test("a list is deleted while it is shown: its tasks are in the Inbox, and Undo brings it all back", async (t) => {
  const { docket, page, quiet } = await open(t, ["Rake #Garden", "Mow #Garden", "Cook #Home"]);
  await place(page, "Garden").click();
  await row(page, "Rake").waitFor();
  await openMenu(page, "Garden");
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByText("List deleted; its 2 tasks went to the Inbox").waitFor();
  await eventually(() => lists(docket), ["Home"]);
  await eventually(() => title(page), "Inbox");
  await row(page, "Rake").waitFor();
  assert.equal(await page.getByText("is no longer there").count(), 0);
  await page.getByRole("button", { name: "Undo" }).click();
  await eventually(async () => (await lists(docket)).sort(), ["Garden", "Home"]);
  await eventually(() => title(page), "Garden");
  await row(page, "Mow").waitFor();
  await quiet();
});

test("a label is renamed and deleted by keyboard; its tasks follow", async (t) => {
  const { docket, page, quiet } = await open(t, ["Ring Ada @calls", "Ring Bo @calls", "Pay @bills"]);
  await place(page, "calls").click();
  await row(page, "Ring Ada").waitFor();
  await place(page, "calls").focus();
  await page.keyboard.press("F2");
  await page.keyboard.type("phone");
  await page.keyboard.press("Enter");
  await eventually(() => labels(docket), ["bills", "phone"]);
  await eventually(() => title(page), "@phone");
  await row(page, "Ring Ada").waitFor();
  await eventually(() => focused(page).then((text) => text.startsWith("phone")), true);
  await page.keyboard.press("Delete");
  await page.getByText("Label deleted; 2 tasks had it").waitFor();
  await eventually(() => labels(docket), ["bills"]);
  await eventually(() => title(page), "Inbox");
  await page.getByRole("button", { name: "Undo" }).click();
  await eventually(() => labels(docket), ["bills", "phone"]);
  await eventually(() => title(page), "@phone");
  assert.equal((await docket.request("GET", "/api/v1/tasks?label=phone")).tasks.length, 2);
  await quiet();
});

test("a list that is renamed elsewhere keeps its place; one that is deleted elsewhere leaves one in the Inbox, and it is said", async (t) => {
  const { docket, added, page } = await open(t, ["Rake #Garden"]);
  await place(page, "Garden").click();
  await row(page, "Rake").waitFor();
  const id = added[0].list;
  await docket.request("PATCH", `/api/v1/lists/${id}`, { name: "Yard", color: "red" });
  await eventually(() => title(page), "Yard");
  await place(page, "Yard").waitFor();
  // It was the last list there was.
  await docket.request("DELETE", `/api/v1/lists/${id}`);
  await eventually(() => title(page), "Inbox");
  await page.getByText("is no longer there. This is the Inbox.").waitFor();
  await row(page, "Rake").waitFor();
  await page.getByText("None yet. Write #Home in a task, or press +.").waitFor();
});

test("a list deleted elsewhere while its menu is open is said to be gone", async (t) => {
  const { docket, added, page } = await open(t, ["Rake #Garden", "Cook #Home"]);
  await page.route("**/api/v1/events*", (route) => route.abort());
  await openMenu(page, "Garden");
  await page.route(`**/api/v1/lists/${added[0].list}`, async (route) => {
    await docket.request("DELETE", `/api/v1/lists/${added[0].list}`);
    await route.continue();
  });
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByText("This list is gone. It may have been deleted elsewhere.").waitFor();
  await eventually(() => shownLists(page), ["Home"]);
});

test("the numbers are those of the moment", async (t) => {
  const { docket, page, quiet } = await open(t, ["Rake #Garden @calls"]);
  await place(page, "Garden").getByText("1", { exact: true }).waitFor();
  const [mow] = await docket.add("Mow #Garden @calls");
  await place(page, "Garden").getByText("2", { exact: true }).waitFor();
  await place(page, "calls").getByText("2", { exact: true }).waitFor();
  await docket.request("POST", `/api/v1/tasks/${mow.id}/complete`);
  await place(page, "Garden").getByText("1", { exact: true }).waitFor();
  await place(page, "calls").getByText("1", { exact: true }).waitFor();
  await quiet();
});

test("two hundred lists scroll, long names are cut off and said whole, also at 320 pixels", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  const long = `${"Very long name ".repeat(6)}end`.trim();
  for (let n = 1; n < 200; n += 1) await docket.request("POST", "/api/v1/lists", { name: `List ${n}` });
  await docket.request("POST", "/api/v1/lists", { name: long });
  const { page, quiet } = await openPage(t, await docket.address());
  const last = page.locator(".place", { hasText: long });
  await last.waitFor();
  assert.equal(await section(page, "Lists").locator(".place").count(), 200);
  await last.focus();
  const box = await last.boundingBox();
  const [sidebar] = [await page.locator(".sidebar").boundingBox()];
  assert.ok(box.y + box.height <= sidebar.y + sidebar.height && box.x + box.width <= sidebar.x + sidebar.width);
  assert.equal(await last.getAttribute("title"), long);
  await page.setViewportSize({ width: 320, height: 600 });
  await page.getByRole("button", { name: "Places" }).click();
  await page.getByRole("dialog").waitFor();
  await place(page, "List 1").waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
  await page.getByRole("button", { name: "New list" }).click();
  await page.keyboard.type("From the drawer");
  await page.keyboard.press("Enter");
  await eventually(async () => (await lists(docket)).at(-1), "From the drawer");
  await eventually(() => focused(page), "From the drawer");
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem", { name: "Rename" }).waitFor();
  const menu = await page.getByRole("menu").boundingBox();
  assert.ok(menu.x >= 0 && menu.x + menu.width <= 320 && menu.y + menu.height <= 600, JSON.stringify(menu));
  await quiet();
});

for (const colorScheme of ["light", "dark"]) {
  test(`nothing of it is an obstacle (${colorScheme})`, async (t) => {
    const { page } = await open(t, ["Rake #Garden @calls", "Cook #Home"], { colorScheme, reducedMotion: "reduce" });
    const found = {};
    const look = async (what) => {
      found[what] = await axe(page);
    };
    await place(page, "Garden").click({ button: "right" });
    await page.getByRole("menuitem", { name: "Colour" }).hover();
    await page.getByRole("menuitemradio", { name: "Red" }).waitFor();
    await look("the menu and its colours");
    await page.getByRole("menuitemradio", { name: "Red" }).click();
    await page.getByRole("menu").first().waitFor({ state: "detached" });
    await page.getByRole("button", { name: "New label" }).click();
    await page.keyboard.type("calls");
    await page.keyboard.press("Enter");
    await page.getByText("There is a label called calls already.").waitFor();
    await look("a refused name");
    await page.keyboard.press("Escape");
    await place(page, "Home").focus();
    await page.keyboard.press("Delete");
    await page.getByText("List deleted").waitFor();
    await look("a deleted list");
    assert.deepEqual(found, { "the menu and its colours": [], "a refused name": [], "a deleted list": [] });
  });
}
