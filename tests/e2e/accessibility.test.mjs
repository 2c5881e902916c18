import assert from "node:assert/strict";
import { axe, openPage, row } from "./support/browser.mjs";
import { dataDirectory, startDocket } from "./support/docket.mjs";
import { test } from "./support/test.mjs";

const LINES = [
  "Water the plants today #Home",
  "Book the train today 6pm p1 #Home @calls",
  "Write the outline tomorrow p2 #Work",
  "Read chapter 4 p3 @reading @evening",
];

for (const colorScheme of ["light", "dark"]) {
  test(`nothing that axe minds, ${colorScheme}, in any state of the window`, async (t) => {
    const docket = await startDocket(t, await dataDirectory(t));
    const { page, quiet } = await openPage(t, await docket.address(), { colorScheme, reducedMotion: "reduce" });
    const found = {};
    const look = async (state) => {
      found[state] = await axe(page);
    };
    await page.getByText("Nothing due today.").waitFor();
    await page.getByText("Hi! I can help you manage your tasks.").waitFor();
    await look("empty");

    const added = await docket.add(...LINES);
    await docket.request("PATCH", `/api/v1/tasks/${added[0].id}`, { due: "2026-11-18" });
    await row(page, "Water the plants, overdue since Wednesday 18 November").waitFor();
    await page.keyboard.press("j");
    await page.getByRole("checkbox", { name: "Complete Book the train" }).click();
    await row(page, "Book the train").getByRole("button", { name: /Undo/ }).waitFor();
    await look("today, one completed, the cursor on a row");

    await page.keyboard.press("q");
    await page.keyboard.type("Pay rent tomorrow 9am #Home @bills p1");
    await page.getByRole("button", { name: "Leave Priority 1 as text" }).waitFor();
    await look("adding");

    await page.getByRole("button", { name: /^All/ }).click();
    await row(page, "Read chapter 4").hover();
    await row(page, "Read chapter 4").getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Edit title" }).waitFor();
    await look("a row's menu");
    await page.keyboard.press("Escape");
    await page.getByRole("menu").waitFor({ state: "detached" });

    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
    await look("the keys");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });

    await page.keyboard.press("Control+,");
    await page.getByRole("radiogroup", { name: "Theme" }).getByRole("radio", { name: "Dark" }).waitFor();
    await look("settings, general");
    await page.getByRole("button", { name: "Assistant" }).click();
    await page.getByRole("radio", { name: "Compatible server" }).click();
    await page.getByLabel("API key").waitFor();
    await look("settings, assistant");
    await page.keyboard.press("Escape");

    await page.setViewportSize({ width: 420, height: 720 });
    await page.getByRole("button", { name: "Places" }).click();
    await page.getByRole("dialog").waitFor();
    await look("narrow, the drawer open");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Chat" }).click();
    await page.getByText("Hi! I can help you manage your tasks.").waitFor();
    await look("narrow, the chat");

    assert.deepEqual(
      Object.entries(found).filter(([, violations]) => violations.length > 0),
      [],
    );
    assert.equal(Object.keys(found).length, 9);
    await quiet();
  });
}

test("everything is there at 420 pixels and at twice the size", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  await docket.add(...LINES, `Long ${"word".repeat(60)} today`);
  const { page } = await openPage(t, await docket.address(), { width: 420, height: 720 });
  await row(page, "Water the plants").waitFor();
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(await overflow(), 0);
  await page.setViewportSize({ width: 640, height: 400 });
  assert.equal(await overflow(), 0);
  await row(page, "Water the plants").waitFor();
});
