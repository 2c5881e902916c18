import assert from "node:assert/strict";
import { axe, openPage, row } from "./support/browser.mjs";
import { dataDirectory, startDocket } from "./support/docket.mjs";
import { eventually } from "./support/expect.mjs";
import { openSettings } from "./support/settings.mjs";
import { test } from "./support/test.mjs";

const languageAt = async (docket) => (await docket.request("GET", "/api/v1/settings")).ui_state.language;
const lang = (page) => page.evaluate(() => document.documentElement.lang);

test("another language is spoken at once, nothing typed is lost, and it is spoken after a restart on another port", async (t) => {
  const dataDir = await dataDirectory(t);
  const first = await startDocket(t, dataDir);
  await first.add("Water the plants today #Garden");
  const { page, quiet } = await openPage(t, await first.address());
  await page.getByRole("textbox", { name: "Add a task" }).fill("Half a thought");
  const message = page.getByRole("textbox", { name: "Message", exact: true });
  await message.fill("and the other half");
  await page.getByRole("button", { name: /^Settings/ }).click();
  await page.getByRole("radio", { name: "English" }).focus();
  await page.keyboard.press("ArrowRight");
  const german = page.getByRole("radio", { name: "Deutsch", checked: true });
  await german.waitFor();
  await page.getByRole("heading", { level: 1, name: "Allgemein" }).waitFor();
  assert.equal(await lang(page), "de");
  await eventually(() => german.evaluate((radio) => radio === document.activeElement), true);
  await eventually(() => languageAt(first), "de");

  await page.keyboard.press("Escape");
  await page.getByRole("heading", { level: 1, name: "Heute" }).waitFor();
  await page.getByText("Samstag, 21. November").waitFor();
  assert.equal(await page.getByRole("textbox", { name: "Aufgabe hinzufügen" }).inputValue(), "Half a thought");
  const composer = page.getByPlaceholder("Was soll mit deinen Aufgaben geschehen?");
  await eventually(() => composer.inputValue(), "and the other half");
  await quiet();
  await page.goto("about:blank");
  await first.stop();

  const second = await startDocket(t, dataDir);
  assert.notEqual(second.url, first.url);
  const after = await openPage(t, await second.address());
  await after.page.getByRole("textbox", { name: "Aufgabe hinzufügen" }).waitFor();
  assert.equal(await lang(after.page), "de");
  assert.equal(await after.page.getByText("Today", { exact: true }).count(), 0, "no English before it");
  await after.quiet();
});

test("the system's language is spoken where none was chosen, in the window and in quick add", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  const { page, quiet } = await openPage(t, await docket.address(), { locale: "de-AT" });
  await page.getByRole("heading", { level: 1, name: "Heute" }).waitFor();
  assert.equal(await lang(page), "de");
  assert.equal(await languageAt(docket), undefined, "nobody chose it");
  const quick = await openPage(t, await docket.address("/quick-add.html"), { locale: "de-AT", width: 640, height: 360 });
  await quick.page.getByRole("textbox", { name: "Schnelleingabe" }).waitFor();
  await quick.page.keyboard.type("Brot kaufen tomorrow 9am #Home");
  await quick.page.getByText("So, 22. Nov").first().waitFor();
  await quick.page.keyboard.press("Enter");
  await eventually(
    async () => (await docket.request("GET", "/api/v1/tasks")).tasks.map(({ title, due }) => [title, due]),
    [["Brot kaufen", "2026-11-22T09:00"]],
  );
  const french = await openPage(t, await docket.address(), { locale: "fr-FR" });
  await french.page.getByRole("heading", { level: 1, name: "Today" }).waitFor();
  assert.equal(await lang(french.page), "en", "a language that nobody wrote down is English");
  await quiet();
  await quick.quiet();
});

test("a task is written, dated and completed in German, by the keyboard", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  await docket.request("PATCH", "/api/v1/settings", { ui_state: { language: "de", view: "all" } });
  const { page, quiet } = await openPage(t, await docket.address());
  await page.getByRole("textbox", { name: "Aufgabe hinzufügen" }).fill("Pflanzen gießen p1");
  await page.keyboard.press("Enter");
  await row(page, "Pflanzen gießen, Priorität 1").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  await page.keyboard.press("m");
  await row(page, /Pflanzen gießen, Priorität 1, fällig Sonntag, 22\. November/).waitFor();
  await page.keyboard.press("e");
  await eventually(
    async () => (await docket.request("GET", "/api/v1/tasks?view=done")).tasks.map(({ title, due }) => [title, due]),
    [["Pflanzen gießen", "2026-11-22"]],
  );
  await quiet();
});

test("a catalogue that cannot be loaded leaves the window in English, and working", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  await docket.add("Water the plants today");
  const { page } = await openPage(t, await docket.address(), {
    prepare: (page) => page.route(/\/assets\/de-[^/]*\.js$/, (route) => route.abort()),
  });
  await openSettings(page, "General");
  await page.getByRole("radio", { name: "Deutsch" }).click();
  await eventually(() => languageAt(docket), "de");
  await page.getByRole("heading", { level: 1, name: "General" }).waitFor();
  await page.keyboard.press("Escape");
  await row(page, "Water the plants").waitFor();
  assert.equal(await lang(page), "en");
});

for (const colorScheme of ["light", "dark"]) {
  test(`in German nothing is too wide at 420 pixels and axe minds nothing, ${colorScheme}`, async (t) => {
    const docket = await startDocket(t, await dataDirectory(t));
    await docket.request("PATCH", "/api/v1/settings", { ui_state: { language: "de" } });
    await docket.request("POST", "/api/v1/backups");
    const { page, quiet } = await openPage(t, await docket.address(), { colorScheme, reducedMotion: "reduce" });
    await page.getByRole("button", { name: /^Einstellungen/ }).click();
    for (const section of ["Allgemein", "Assistent", "Chat-Fenster", "Daten", "Datenschutz", "Andere Programme", "Über Docket"]) {
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.getByRole("button", { name: section, exact: true }).click();
      await page.getByRole("heading", { level: 1, name: section }).waitFor();
      assert.deepEqual(await axe(page), [], section);
      await page.setViewportSize({ width: 420, height: 800 });
      const room = await page.locator(".settings-scroll").evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
      assert.equal(room, 0, `${section} is wider than its room`);
    }
    await quiet();
  });
}
