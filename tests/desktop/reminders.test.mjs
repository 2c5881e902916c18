/** Reminders as notifications of the desktop: while the window is closed, through jumps of the clock, and never twice. */

import assert from "node:assert/strict";
import { test } from "../e2e/support/test.mjs";
import { dataDirectory, isRunning, movableClock, openNotifications, openTray, startApp } from "./support/app.mjs";
import { focused, gone, press } from "./support/desktop.mjs";
import { request } from "./support/page.mjs";
import { until } from "./support/until.mjs";

const at = (time, zone = "Europe/Berlin") => `2026-11-${time}[${zone}]`;

/** Adds a task with a reminder at `time` of the wall clock; answers its id. */
async function remind(app, title, time, more = {}) {
  const task = { title, reminders: [{ at: `2026-11-${time}` }], ...more };
  const { status, body } = await request(app.page, "POST", "/api/v1/tasks", task);
  assert.equal(status, 201, JSON.stringify(body));
  return body.id;
}

async function closeWindow(app) {
  await focused("Docket");
  await press("alt+F4");
  await gone("Docket");
  await app.logged("the app stays in the tray");
}

const statusOf = async (app, title) => (await app.query(`SELECT status FROM tasks WHERE title = '${title}'`))[0]?.status;

/** Everything that was due at this moment has been looked at: the tray's menu says what is asked for, which comes first. */
const settled = (app, times) => app.logged("the clock was set", times);

test("it comes while the window is closed, and Done completes the task", async (t) => {
  const [tray, notifications, clock] = [await openTray(t), await openNotifications(t), await movableClock(t)];
  const app = await startApp(t, { isDriven: true, env: clock.env });
  await remind(app, "Call <b>Ann</b> & Bob", "21T11:00", { due: "2026-11-21T11:30" });
  await tray.says("Today 1");
  await closeWindow(app);
  await clock.set(at("21T11:00"));

  const { id, summary, body, actions, entry, expires } = await notifications.nth(1);
  assert.deepEqual([summary, body], ["Call <b>Ann</b> & Bob", "Due 11:30"]);
  assert.deepEqual(Object.keys(actions), ["default", "done", "snooze-10", "snooze-60", "snooze-tomorrow"]);
  assert.deepEqual([actions.done, actions["snooze-tomorrow"], entry, expires], ["Done", "Tomorrow 9:00", "Docket", 0]);
  await notifications.press(id, "done");
  await until("the task is done", async () => (await statusOf(app, "Call <b>Ann</b> & Bob")) === "done");
  await tray.says("Today 0");
  await tray.choose("Open Docket");
  await focused("Docket");
});

test("snoozed it comes again, once; a click shows the task", async (t) => {
  const [tray, notifications, clock] = [await openTray(t), await openNotifications(t), await movableClock(t)];
  const app = await startApp(t, { isDriven: true, env: clock.env });
  await remind(app, "Call Ann", "21T11:00");
  await tray.labels();
  await closeWindow(app);
  await clock.set(at("21T11:00"));
  await notifications.press((await notifications.nth(1)).id, "snooze-10");
  await app.logged("snoozed a reminder");
  await clock.set(at("21T11:09"));
  await settled(app, 2);
  await clock.set(at("21T11:10"));
  const again = await notifications.nth(2);
  assert.equal(again.summary, "Call Ann");
  await notifications.press(again.id, "snooze-tomorrow");
  await app.logged("snoozed a reminder", 2);
  await clock.set(at("22T08:59"));
  await settled(app, 4);
  assert.equal((await notifications.all()).length, 2);
  await clock.set(at("22T09:00"));
  const { id } = await notifications.nth(3);
  await notifications.press(id, "default");
  await focused("Docket");
  await until("the task is open", () =>
    app.page.execute(
      "return [...document.querySelectorAll('input, textarea, [role=textbox]')].some((one) => (one.value ?? one.textContent) === 'Call Ann')",
    ),
  );
});

test("what came does not come again after a crash; what was missed comes as one", async (t) => {
  const [notifications, clock] = [await openNotifications(t), await movableClock(t)];
  const dataDir = await dataDirectory(t);
  const first = await startApp(t, { dataDir, isDriven: true, env: clock.env });
  await remind(first, "Has come", "21T11:00");
  await remind(first, "Missed one", "21T12:00");
  await remind(first, "Missed two", "21T13:00");
  await clock.set(at("21T11:00"));
  await notifications.nth(1);
  process.kill(first.pid, "SIGKILL");
  await until("it is gone", () => !isRunning(first.pid));
  await first.page.close();

  await clock.set(at("22T08:00"));
  const second = await startApp(t, { dataDir, env: clock.env });
  const { summary, body, actions } = await notifications.nth(2);
  assert.deepEqual([summary, body], ["2 reminders", "Missed one\nMissed two"]);
  assert.deepEqual(Object.keys(actions), ["default"], "several cannot be completed with one press");
  await second.quit();
  const third = await startApp(t, { dataDir, env: clock.env });
  await clock.set(at("22T08:30"));
  await third.logged("the clock was set");
  await third.quit();
  assert.equal((await notifications.all()).length, 2);
});

test("a jump of the clock and another zone bring what is due then, and going back brings nothing twice", async (t) => {
  const [notifications, clock] = [await openNotifications(t), await movableClock(t)];
  const app = await startApp(t, { isDriven: true, env: clock.env });
  await remind(app, "Next week", "28T09:00");
  await remind(app, "At three, wherever", "29T15:00");
  await clock.set(at("28T09:01"));
  assert.equal((await notifications.nth(1)).summary, "Next week");
  await clock.set(at("21T10:00"));
  await settled(app, 2);
  await clock.set(at("28T09:01"));
  await settled(app, 3);
  assert.equal((await notifications.all()).length, 1);
  // Ten in the morning in Berlin is six in the evening in Tokyo.
  await clock.set(at("29T10:00"));
  await settled(app, 4);
  assert.equal((await notifications.all()).length, 1);
  await clock.set(at("29T18:00", "Asia/Tokyo"));
  const { summary, body } = await notifications.nth(2);
  assert.deepEqual([summary, body], ["At three, wherever", "Reminder from 15:00"]);
});

test("a pause from the tray holds them back until it ends", async (t) => {
  const [tray, notifications, clock] = [await openTray(t), await openNotifications(t), await movableClock(t)];
  const app = await startApp(t, { isDriven: true, env: clock.env });
  await remind(app, "Call Ann", "21T10:30");
  await tray.choose("Pause reminders › For 1 hour");
  await tray.says("Reminders paused until 11:00 › Resume now");
  const paused = await request(app.page, "GET", "/api/desktop/preferences");
  assert.equal(paused.body.reminders_paused_until, "2026-11-21T10:00:00Z");
  await clock.set(at("21T10:30"));
  await settled(app, 1);
  assert.deepEqual(await notifications.all(), []);
  await clock.set(at("21T11:00"));
  const { summary, body } = await notifications.nth(1);
  assert.deepEqual([summary, body], ["Call Ann", "Reminder from 10:30"]);
  await tray.says("Pause reminders › For 1 hour");
});

test("a notice leaves the screen when its task is done in the window", async (t) => {
  const [notifications, clock] = [await openNotifications(t), await movableClock(t)];
  const app = await startApp(t, { isDriven: true, env: clock.env });
  const id = await remind(app, "Call Ann", "21T11:00");
  await clock.set(at("21T11:00"));
  await notifications.nth(1);
  assert.equal((await request(app.page, "POST", `/api/v1/tasks/${id}/complete`)).status, 200);
  await until("it is closed", async () => (await notifications.nth(1)).closed);
});

test("without anything that shows notifications a reminder waits, and Settings can say so", async (t) => {
  const clock = await movableClock(t);
  const app = await startApp(t, { isDriven: true, env: clock.env });
  await remind(app, "Call Ann", "21T11:00");
  assert.equal((await request(app.page, "GET", "/api/desktop/preferences")).body.notifications, false);
  await clock.set(at("21T11:00"));
  await settled(app, 1);
  const notifications = await openNotifications(t);
  assert.equal((await request(app.page, "GET", "/api/desktop/preferences")).body.notifications, true);
  await clock.set(at("21T11:02"));
  assert.equal((await notifications.nth(1)).summary, "Call Ann");
});
