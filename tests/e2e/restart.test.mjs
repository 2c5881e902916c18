import assert from "node:assert/strict";
import { openPage, row } from "./support/browser.mjs";
import { dataDirectory, startDocket } from "./support/docket.mjs";
import { eventually } from "./support/expect.mjs";
import { test } from "./support/test.mjs";

const width = (page, column) => page.getByRole("separator", { name: `Width of the ${column}` }).getAttribute("aria-valuenow");
const composer = (page) => page.getByRole("textbox", { name: "Message", exact: true });

test("a restart on another port finds thread, widths, place, theme and drafts again, with nothing kept in the browser", async (t) => {
  const dataDir = await dataDirectory(t);
  const first = await startDocket(t, dataDir);
  await first.add("Repot the fig tree #Garden");
  const before = await openPage(t, await first.address());

  await before.page.getByRole("button", { name: "Garden" }).click();
  await row(before.page, "Repot the fig tree").waitFor();
  await composer(before.page).fill("what's due today?");
  await composer(before.page).press("Enter");
  await before.page.getByRole("button", { name: "Retry" }).waitFor();
  await before.page.getByText("Nothing is due today.", { exact: true }).waitFor();

  await before.page.getByRole("separator", { name: "Width of the sidebar" }).focus();
  await before.page.keyboard.press("ArrowRight");
  await before.page.keyboard.press("ArrowRight");
  const line = before.page.getByRole("separator", { name: "Width of the chat" });
  const { x, y, height } = await line.boundingBox();
  await before.page.mouse.move(x + 4, y + height / 2);
  await before.page.mouse.down();
  await before.page.mouse.move(x - 60, y + height / 2, { steps: 4 });
  await before.page.mouse.up();
  const widths = { sidebar: await width(before.page, "sidebar"), chat: await width(before.page, "chat") };
  assert.equal(widths.sidebar, "256");
  assert.ok(Number(widths.chat) > 420, `the chat was drawn wider: ${widths.chat}`);

  await before.page.keyboard.press("Control+,");
  await before.page.getByRole("radio", { name: "Dark" }).click();
  await before.page.keyboard.press("Escape");
  await before.page.getByRole("textbox", { name: "Add a task" }).fill("Half a thought");
  await composer(before.page).fill("and the other half");
  // The page goes at once: what it has not written yet, it writes while it leaves.
  await before.page.goto("about:blank");
  await before.quiet();
  const written = async () => {
    const { add_draft, chat_drafts = {}, view } = (await first.request("GET", "/api/v1/settings")).ui_state;
    return [add_draft, Object.values(chat_drafts), view?.split(":")[0]];
  };
  await eventually(written, ["Half a thought", ["and the other half"], "list"]);
  const { code, signal } = await first.stop();
  assert.deepEqual({ code, signal }, { code: 0, signal: null });

  const second = await startDocket(t, dataDir);
  assert.notEqual(second.url, first.url);
  const after = await openPage(t, await second.address());
  await after.page.getByRole("heading", { name: "Garden" }).waitFor();
  await row(after.page, "Repot the fig tree").waitFor();
  assert.equal(await after.page.evaluate(() => document.documentElement.dataset.theme), "dark");
  assert.deepEqual({ sidebar: await width(after.page, "sidebar"), chat: await width(after.page, "chat") }, widths);
  assert.equal(await after.page.getByRole("textbox", { name: "Add a task" }).inputValue(), "Half a thought");
  await after.page.getByRole("button", { name: "Retry" }).waitFor();
  assert.equal(await composer(after.page).inputValue(), "and the other half");
  await after.page.getByText("Nothing is due today.", { exact: true }).waitFor();
  const kept = await after.page.evaluate(async () => [
    localStorage.length,
    (await indexedDB.databases()).length,
    (await caches.keys()).length,
  ]);
  assert.deepEqual(kept, [0, 0, 0]);
  await after.quiet();
});

test("a reload keeps the session, and a page without one is told how to open Docket again", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  await docket.add("Water the plants today");
  const { page, quiet } = await openPage(t, await docket.address());
  await row(page, "Water the plants").waitFor();
  assert.equal(new URL(page.url()).hash, "");
  await page.reload();
  await row(page, "Water the plants").waitFor();
  await quiet();

  const stranger = await openPage(t, `${docket.url}/`);
  await stranger.page.getByRole("heading", { name: "Open Docket again" }).waitFor();
  assert.equal(new URL(stranger.page.url()).pathname, "/renew");
});
