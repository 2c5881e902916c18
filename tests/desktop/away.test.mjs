/** The window in the tray: hidden at once, let go with its page after a while, and back as it was. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "../e2e/support/test.mjs";
import { BINARY, descendants, nameOf, openTray, startApp } from "./support/app.mjs";
import { activeGeometry, focused, gone, isMaximized, place, press, pressTitleTwice, shownTitles, type } from "./support/desktop.mjs";
import { fakeModel } from "./support/model.mjs";
import { chatText, placeOf, request, rowTitled, say } from "./support/page.mjs";
import { until } from "./support/until.mjs";

/** Enough for nothing but the next turn of the loop; debug builds only read it. */
const AT_ONCE = { DOCKET_TRAY_GRACE_MS: "0" };
const LET_GO = "the hidden window was let go";
const COMPOSER = "return document.querySelector('openai-chatkit')?.shadowRoot?.querySelector('textarea')";
const TITLE = "return document.querySelector('main h1')?.textContent";

const pages = (app) => descendants(app.pid).filter((pid) => nameOf(pid) === "WebKitWebProces");

async function close() {
  await focused("Docket");
  await press("alt+F4");
  await gone("Docket");
}

/** Closes the window and waits until its page is gone, the `n`th time. */
async function letGo(app, n = 1) {
  await close();
  await app.logged(LET_GO, n);
}

/** Goes on in the page of the window that was made anew. */
async function backIn(app) {
  await focused("Docket");
  await app.page.switchTo("/");
  await until("the page's session", () => app.page.execute("return sessionStorage.getItem('docket.client_secret')"));
}

test("its process is gone, and quick add's is there and works", async (t) => {
  const tray = await openTray(t);
  const app = await startApp(t, { env: AT_ONCE });
  await app.logged("a session begins", 2);
  await tray.labels();
  await until("both pages", () => pages(app).length === 2);
  await letGo(app);
  await until("one page is left", () => pages(app).length === 1);

  await press("ctrl+shift+space");
  await focused("Docket quick add");
  await type("Water the plants tomorrow");
  await press("Return");
  await until("the task in the file", async () => (await app.tasks()).some(({ title }) => title === "Water the plants"));
  assert.ok(!(await shownTitles()).includes("Docket"), "nobody asked for the window");

  const [code] = await once(spawn(BINARY, [], { stdio: "ignore" }), "exit");
  assert.equal(code, 0, "a second start hands over to the first");
  await focused("Docket");
  await letGo(app, 2);
  await tray.choose("Open Docket");
  await focused("Docket");
});

test("opened again it shows the same list, and what was half written", async (t) => {
  const tray = await openTray(t);
  const app = await startApp(t, { isDriven: true, env: AT_ONCE });
  await tray.labels();
  await request(app.page, "POST", "/api/v1/tasks", { title: "Read me" });
  await app.page.click(placeOf("Inbox"));
  await rowTitled(app.page, "Read me");
  await app.page.typeInto(COMPOSER, "Half a sen");
  await letGo(app);
  await tray.choose("Open Docket");
  await backIn(app);
  await rowTitled(app.page, "Read me");
  assert.match(await app.page.execute(TITLE), /Inbox/);
  await until("the draft", async () => (await app.page.execute(`${COMPOSER}?.value`)) === "Half a sen");
});

test("opened again it stands where it stood, and is maximised where it was", async (t) => {
  const tray = await openTray(t);
  const app = await startApp(t, { env: AT_ONCE });
  await tray.labels();
  await focused("Docket");
  await place({ x: 200, y: 150, width: 900, height: 600 });
  await until("its size", async () => (await activeGeometry()).WIDTH === 900);
  const { X, Y, WIDTH, HEIGHT } = await activeGeometry();
  await letGo(app);
  await tray.choose("Open Docket");
  await focused("Docket");
  let seen;
  await until("its place", async () => {
    seen = await activeGeometry();
    return Object.entries({ X, Y, WIDTH, HEIGHT }).every(([name, value]) => Math.abs(seen[name] - value) <= 2);
  }).catch((error) => {
    throw new Error(`${error.message}: ${JSON.stringify({ X, Y, WIDTH, HEIGHT })} is now ${JSON.stringify(seen)}`);
  });

  await pressTitleTwice();
  await until("it is maximised", isMaximized);
  await letGo(app, 2);
  await tray.choose("Open Docket");
  await focused("Docket");
  await until("it is maximised again", isMaximized);
});

test("an answer that runs keeps the page until it is stored, and is whole when the window comes back", async (t) => {
  const tray = await openTray(t);
  let goOn;
  const gate = new Promise((open) => {
    goOn = open;
  });
  const model = await fakeModel(async function* () {
    yield { content: "One half, " };
    await gate;
    yield { content: "and the other." };
  });
  t.after(() => model.close());
  const app = await startApp(t, { isDriven: true, env: AT_ONCE });
  await tray.labels();
  await request(app.page, "PATCH", "/api/v1/settings", { provider: "compatible", base_url: model.url, model: "test-model" });
  await say(app.page, "Tell me something");
  await until("the first half", async () => (await chatText(app.page)).includes("One half,"));
  await close();
  await app.logged("the hidden window waits for an answer");
  goOn();
  await app.logged(LET_GO);
  const items = await app.query("SELECT record FROM items");
  assert.ok(
    items.some(({ record }) => record.includes("One half, and the other.")),
    "stored before its page went",
  );
  await tray.choose("Open Docket");
  await backIn(app);
  await until("the whole answer in the chat", async () => (await chatText(app.page)).includes("One half, and the other."));
});

test("a link and the tray's settings reach the page that is made for them", async (t) => {
  const tray = await openTray(t);
  const app = await startApp(t, { isDriven: true, env: AT_ONCE });
  await tray.labels();
  const { body } = await request(app.page, "POST", "/api/v1/tasks", { title: "Read me" });
  await letGo(app);
  const [code] = await once(spawn(BINARY, [`docket://task/${body.id}`], { stdio: "ignore" }), "exit");
  assert.equal(code, 0);
  await backIn(app);
  await until("the task is open", async () => (await app.page.execute("return location.hash")) === `#task=${body.id}`);

  await letGo(app, 2);
  await tray.choose("Settings…");
  await backIn(app);
  await until("the settings", () =>
    app.page.execute("return [...document.querySelectorAll('h1, h2')].some((one) => /Settings|General/.test(one.textContent))"),
  );
});

test("opened again within the grace it is the page that was hidden; one with open settings stays", async (t) => {
  const tray = await openTray(t);
  const kept = await startApp(t);
  await tray.labels();
  await kept.logged("a session begins", 2);
  const before = pages(kept);
  await close();
  await kept.logged("the app stays in the tray");
  await tray.choose("Open Docket");
  await focused("Docket");
  assert.deepEqual(pages(kept), before);
  await kept.quit();

  const app = await startApp(t, { env: AT_ONCE });
  await app.logged("a session begins", 2);
  await tray.choose("Settings…");
  await focused("Docket");
  await close();
  await app.logged("the hidden window stays");
  assert.equal(pages(app).length, 2);
});
