/** Quick add from anywhere: hot key, tray, a second start. Keys go through the X server, as from a keyboard. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "../e2e/support/test.mjs";
import { BINARY, descendants, nameOf, openNotifications, openTray, startApp } from "./support/app.mjs";
import { activeGeometry, activeTitle, click, focused, gone, press, shownTitles, type } from "./support/desktop.mjs";
import { placeOf, request, rowTitled } from "./support/page.mjs";
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

test("what was added is said with Undo, which takes it back", async (t) => {
  const notifications = await openNotifications(t);
  const app = await startApp(t, { isDriven: true });
  await prepared(app);
  await press(HOT_KEY);
  await shown(app);
  await type("Pay rent tomorrow p1");
  await press("Return");
  await gone(QUICK_ADD);
  const { id, summary, body, actions, expires } = await notifications.nth(1);
  assert.equal(summary, "Pay rent");
  assert.match(body, /22/, "what was understood");
  assert.deepEqual([Object.keys(actions), expires], [["default", "undo"], 6000]);
  await notifications.press(id, "undo");
  await until("it is taken back", async () => (await app.tasks()).length === 0);
});

test("a question goes to the chat of the window, which was closed", async (t) => {
  const tray = await openTray(t);
  const app = await startApp(t, { isDriven: true });
  await prepared(app);
  await tray.labels();
  await focused("Docket");
  await press("alt+F4");
  await gone("Docket");
  await press(HOT_KEY);
  await shown(app);
  await type("? add Feed the cat tomorrow");
  await app.page.switchTo("/quick-add.html");
  const foot = "return document.querySelector('footer').textContent";
  await until("where it goes", async () => (await app.page.execute(foot)).includes("nothing leaves this computer"));
  await press("Return");
  await gone(QUICK_ADD);
  await focused("Docket");
  const [task] = await until("the assistant's task", async () => (await app.tasks()).length > 0 && app.tasks());
  assert.deepEqual([task.title.toLowerCase(), task.due, task.source], ["feed the cat", "2026-11-22", "assistant"]);
  assert.equal((await app.query("SELECT 1 FROM threads")).length, 1, "asked once");
});

test("quick add on demand is made when it is asked for, and goes again", async (t) => {
  const app = await startApp(t, { isDriven: true });
  await prepared(app);
  assert.equal(await app.page.windows(), 2);
  await request(app.page, "PATCH", "/api/desktop/preferences", { quick_add_on_demand: true });
  await until("the hidden window is gone", async () => (await app.page.windows()) === 1);
  await press(HOT_KEY);
  await shown(app);
  await type("Half a thought");
  await press("Escape");
  await gone(QUICK_ADD);
  await until("it is gone again", async () => (await app.page.windows()) === 1);
  await press(HOT_KEY);
  await shown(app, 2);
  await app.page.switchTo("/quick-add.html");
  await until("the draft", async () => (await app.page.execute("return document.querySelector('input').value")) === "Half a thought");
});
