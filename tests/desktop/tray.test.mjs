/** The tray's menu: what is due, live, and done with a click. */

import assert from "node:assert/strict";
import { test } from "../e2e/support/test.mjs";
import { movableClock, openTray, startApp } from "./support/app.mjs";
import { focused, gone, press } from "./support/desktop.mjs";
import { request } from "./support/page.mjs";
import { until } from "./support/until.mjs";

async function add(app, text) {
  const { status, body } = await request(app.page, "POST", "/api/v1/quick-add", { text });
  assert.equal(status, 201, JSON.stringify(body));
  return body;
}

test("the menu says what is due, and follows what is changed elsewhere", async (t) => {
  const [tray, clock] = [await openTray(t), await movableClock(t)];
  const app = await startApp(t, { isDriven: true, env: { ...clock.env, LANG: "C.UTF-8" } });
  await tray.says("Today 0");
  assert.deepEqual(await tray.labels(), [
    "Quick add",
    "Open Docket",
    "Today 0",
    "Pause reminders",
    "Pause reminders › For 1 hour",
    "Pause reminders › Until tomorrow",
    "Settings…",
    "Quit Docket",
  ]);
  await add(app, "Salt & pepper_mill today");
  await add(app, "Dentist today 5pm");
  await add(app, "Later tomorrow");
  await tray.says("Today 2");
  const labels = await tray.labels();
  assert.deepEqual(labels.slice(3, 5).toSorted(), ["Dentist · 17:00", "Salt & pepper_mill"]);

  for (const n of [1, 2, 3, 4, 5]) await add(app, `Errand ${n} today`);
  await tray.says("Today 7");
  assert.equal((await tray.labels()).indexOf("Pause reminders"), 8, "the next five");

  await clock.set("2026-11-22T08:00[Europe/Berlin]");
  await tray.says("Today 8 · 7 overdue");
  assert.ok((await tray.labels()).includes("Salt & pepper_mill · yesterday"));
});

test("a click completes a task while the window is closed", async (t) => {
  const tray = await openTray(t);
  const app = await startApp(t, { isDriven: true });
  await add(app, "Pay rent today every month");
  await tray.says("Today 1");
  await focused("Docket");
  await press("alt+F4");
  await gone("Docket");
  await tray.choose("Pay rent");
  await tray.says("Today 0");
  const rows = await until("the next one", async () => {
    const found = await app.query("SELECT status, due FROM tasks WHERE title = 'Pay rent' ORDER BY due");
    return found.length === 2 && found;
  });
  assert.deepEqual(rows, [
    { status: "done", due: "2026-11-21" },
    { status: "open", due: "2026-12-21" },
  ]);
});

test("its words follow the language of the window", async (t) => {
  const tray = await openTray(t);
  const app = await startApp(t, { isDriven: true });
  await tray.says("Settings…");
  assert.equal((await request(app.page, "PATCH", "/api/v1/settings", { ui_state: { language: "de" } })).status, 200);
  await add(app, "Brot today");
  await tray.says("Heute 1");
  await tray.says("Docket beenden");
});

test("the hot key in the menu is the one that works", async (t) => {
  const tray = await openTray(t);
  const app = await startApp(t, { isDriven: true });
  await tray.says("Quick add");
  const change = (hotkey) => request(app.page, "PATCH", "/api/desktop/preferences", { hotkey });
  const { body } = await change("Ctrl+Alt+Q");
  assert.deepEqual([body.hotkey.accelerator, body.hotkey.state], ["Ctrl+Alt+Q", "registered"]);
  await app.logged("a session begins", 2);
  await press("ctrl+alt+q");
  await app.logged("quick add is shown and has the focus");
  await press("Escape");
  await gone("Docket quick add");
  for (const [key, code] of [
    ["Ctrl+Banana", "HOT_KEY_INVALID"],
    ["q", "HOT_KEY_INVALID"],
  ]) {
    assert.equal((await change(key)).body.error.code, code, key);
  }
  assert.equal((await request(app.page, "GET", "/api/desktop/preferences")).body.hotkey.accelerator, "Ctrl+Alt+Q");
  const off = (await change(null)).body.hotkey;
  assert.deepEqual([off.accelerator, off.state], [null, "off"]);
});

test("a key that another program has is refused, and the one before stays", async (t) => {
  const first = await startApp(t);
  await first.logged("shows quick add");
  // Another bus is another person's session to the single-instance check; the X server is the same.
  const second = await startApp(t, { isDriven: true, env: { DBUS_SESSION_BUS_ADDRESS: "unix:path=/nonexistent" } });
  const preferences = (await request(second.page, "GET", "/api/desktop/preferences")).body;
  assert.deepEqual([preferences.hotkey.state, preferences.tray, preferences.notifications], ["taken", false, false]);
  const change = (hotkey) => request(second.page, "PATCH", "/api/desktop/preferences", { hotkey });
  assert.equal((await change("Ctrl+Alt+W")).status, 200);
  const { status, body } = await change("Ctrl+Shift+Space");
  assert.deepEqual([status, body.error.code], [409, "HOT_KEY_TAKEN"]);
  const { hotkey } = (await request(second.page, "GET", "/api/desktop/preferences")).body;
  assert.deepEqual([hotkey.accelerator, hotkey.state], ["Ctrl+Alt+W", "registered"]);
});
