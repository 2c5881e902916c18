/** Quick add from anywhere: hot key, tray, a second start. Keys go through the X server, as from a keyboard. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "../e2e/support/test.mjs";
import { BINARY, descendants, nameOf, openTray, startApp } from "./support/app.mjs";
import { activeGeometry, activeTitle, click, focused, gone, press, shownTitles, type } from "./support/desktop.mjs";
import { placeOf, rowTitled } from "./support/page.mjs";
import { until } from "./support/until.mjs";

const QUICK_ADD = "Docket quick add";
const HOT_KEY = "ctrl+shift+space";

/** Waits until it is shown for the n-th time of this start, with the focus, as its own page says. */
async function shown(app, times = 1) {
  await focused(QUICK_ADD);
  await app.logged("quick add is shown and has the focus", times);
}

/** Waits until the hidden window's page has its session, so that the hot key shows it at once. */
const prepared = (app) => app.logged("a session begins", 2);

const caret = "const at = document.activeElement; return document.hasFocus() && at.matches('input, textarea, [contenteditable]')";

test("the hot key shows a window with a caret, and what is typed there is a row in the main window", async (t) => {
  const app = await startApp(t, { isDriven: true });
  await prepared(app);
  await press(HOT_KEY);
  await focused(QUICK_ADD);
  await app.page.switchTo("/quick-add.html");
  await until("a caret", () => app.page.execute(caret));
  const { X, Y, WIDTH, HEIGHT } = await activeGeometry();
  assert.deepEqual({ X, Y, WIDTH, HEIGHT }, { X: 480, Y: 333, WIDTH: 640, HEIGHT: 360 }, "centred, at a third of the screen's height");

  await type("Water the plants on Monday #Home p2");
  await press("Return");
  await gone(QUICK_ADD);
  await app.page.switchTo("/");
  await app.page.click(placeOf("Upcoming"));
  assert.match(await rowTitled(app.page, "Water the plants"), /priority 2.*Monday 23 November.*Home/);
  assert.deepEqual(await app.tasks(), [{ title: "Water the plants", due: "2026-11-23", due_zone: null, source: "quick_add" }]);
});

test("the tray's menu shows the same window", async (t) => {
  const tray = await openTray(t);
  const app = await startApp(t, { isDriven: true });
  await prepared(app);
  await tray.choose("Quick add");
  await shown(app);
  await type("Buy stamps");
  await press("Return");
  await gone(QUICK_ADD);
  await app.page.click(placeOf("Inbox"));
  await rowTitled(app.page, "Buy stamps");
});

test("Esc and a click elsewhere hide it and keep the draft", async (t) => {
  const app = await startApp(t, { isDriven: true });
  await prepared(app);
  const draft = "return document.querySelector('input, textarea').value";
  await press(HOT_KEY);
  await shown(app);
  await type("Half a thought");
  await app.page.switchTo("/quick-add.html");
  await until("the text", async () => (await app.page.execute(draft)) === "Half a thought");
  await press("Escape");
  await gone(QUICK_ADD);
  await focused("Docket");

  await press(HOT_KEY);
  await shown(app, 2);
  assert.equal(await app.page.execute(draft), "Half a thought");
  await click(800, 880);
  await gone(QUICK_ADD);
  assert.equal(await app.page.execute(draft), "Half a thought");
  assert.deepEqual(await app.tasks(), []);
});

test("the hot key works again and again", async (t) => {
  const app = await startApp(t);
  await prepared(app);
  for (let times = 1; times <= 25; times += 1) {
    await press(HOT_KEY);
    await shown(app, times);
    await press("Escape");
    // At once again, while the window manager still gives the focus back.
    await app.logged("answered POST /api/desktop/quick-add/hide", times);
  }
  assert.ok(!app.log().includes("made anew"), "no window had to be made again");
});

test("a page that does not answer is made anew and shown", async (t) => {
  const app = await startApp(t);
  await prepared(app);
  // Stopped, not killed: a process that is there and does nothing is the harder case. The younger one is quick add's.
  const pages = descendants(app.pid).filter((pid) => nameOf(pid) === "WebKitWebProces");
  const stuck = Math.max(...pages);
  process.kill(stuck, "SIGSTOP");
  t.after(() => {
    try {
      process.kill(stuck, "SIGKILL");
    } catch {
      // It went with its window.
    }
  });
  await press(HOT_KEY);
  await app.logged("quick add did not answer and is made anew");
  await app.logged("quick add is shown and has the focus");
  await focused(QUICK_ADD);
});

test("a second start with --quick-add shows it, one without shows the window", async (t) => {
  const tray = await openTray(t);
  const app = await startApp(t);
  await prepared(app);
  await tray.labels();
  const again = async (...args) => {
    const [code] = await once(spawn(BINARY, args, { stdio: "ignore" }), "exit");
    assert.equal(code, 0);
  };
  await again("--quick-add");
  await shown(app);
  await press("Escape");
  await gone(QUICK_ADD);
  await focused("Docket");
  await press("alt+F4");
  await gone("Docket");
  await again();
  await focused("Docket");
  assert.deepEqual(await shownTitles(), ["Docket"]);
});

test("a key that another program has is said, and quick add is still in the tray", async (t) => {
  const tray = await openTray(t);
  const first = await startApp(t);
  await tray.labels();
  // Another bus is another person's session to the single-instance check; the X server is the same.
  const second = await startApp(t, { env: { DBUS_SESSION_BUS_ADDRESS: "unix:path=/nonexistent" } });
  await second.logged("`Ctrl+Shift+Space` belongs to another program; quick add is in the tray");
  assert.notEqual(second.pid, first.pid);
});

test("asked for by the first start, quick add comes alone", async (t) => {
  const tray = await openTray(t);
  const app = await startApp(t, { args: ["--quick-add"] });
  await shown(app);
  assert.deepEqual(await shownTitles(), [QUICK_ADD]);
  await press("Escape");
  await gone(QUICK_ADD);
  await tray.choose("Open Docket");
  await focused("Docket");
  assert.equal(await activeTitle(), "Docket");
  assert.match(await readFile(join(app.dataDir, "desktop.json"), "utf8"), /"welcomed": true/);
});
