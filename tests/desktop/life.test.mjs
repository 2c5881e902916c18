/** Closing, coming back, ending. */

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "../e2e/support/test.mjs";
import { BINARY, dataDirectory, descendants, isRunning, nameOf, openTray, startApp } from "./support/app.mjs";
import { activeTitle, focused, gone, press, query, shownTitles } from "./support/desktop.mjs";
import { fakeModel } from "./support/model.mjs";
import { chatText, request, say } from "./support/page.mjs";
import { until } from "./support/until.mjs";

const DATA = "docket.sqlite3";

async function sqliteFiles(app) {
  return (await readdir(app.dataDir)).filter((name) => name.startsWith(DATA));
}

test("closing the window leaves the app in the tray; Quit in its menu ends it cleanly", async (t) => {
  const tray = await openTray(t);
  const app = await startApp(t);
  await tray.labels();
  await focused("Docket");
  await press("alt+F4");
  await gone("Docket");
  await app.logged("the app stays in the tray");
  assert.ok(isRunning(app.pid));

  await tray.choose("Open Docket");
  await focused("Docket");
  await tray.choose("Quit Docket");
  assert.equal(await app.exit, 0);
  assert.deepEqual(await sqliteFiles(app), [DATA], "the log went back into the file");
  assert.deepEqual(await query(app.dataDir, "PRAGMA integrity_check"), [{ integrity_check: "ok" }]);
});

test("without a tray closing quits", async (t) => {
  const app = await startApp(t);
  await focused("Docket");
  await press("alt+F4");
  assert.equal(await app.exit, 0);
  assert.deepEqual(await sqliteFiles(app), [DATA]);
});

test("a session that ends is a Quit", async (t) => {
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) {
    const app = await startApp(t);
    process.kill(app.pid, signal);
    assert.equal(await app.exit, 0, signal);
    assert.deepEqual(await sqliteFiles(app), [DATA], signal);
  }
});

test("an answer goes on while the window is in the tray, and is there when it comes back", async (t) => {
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
  const app = await startApp(t, { isDriven: true });
  await tray.labels();
  await request(app.page, "PATCH", "/api/v1/settings", { provider: "compatible", base_url: model.url, model: "test-model" });
  await say(app.page, "Tell me something");
  await until("the first half", async () => (await chatText(app.page)).includes("One half,"));
  await press("alt+F4");
  await gone("Docket");
  goOn();
  await until("the whole answer in the file", async () =>
    (await app.query("SELECT record FROM items")).some((item) => item.record.includes("One half, and the other.")),
  );
  await tray.choose("Open Docket");
  await focused("Docket");
  await until("the whole answer in the chat", async () => (await chatText(app.page)).includes("One half, and the other."));
});

test("a page whose process is killed comes back with a session", async (t) => {
  const app = await startApp(t);
  await app.logged("a session begins", 2);
  const pages = descendants(app.pid).filter((pid) => nameOf(pid) === "WebKitWebProces");
  assert.equal(pages.length, 2);
  for (const pid of pages) process.kill(pid, "SIGKILL");
  await app.logged("a page's process ended", 2);
  await app.logged("a session begins", 4);
  await focused("Docket");
});

test("a data directory that cannot be used is said in a window, and ends with status 3", async (t) => {
  const dataDir = await dataDirectory(t);
  await writeFile(join(dataDir, "in-the-way"), "");
  const child = spawn(BINARY, { env: { ...process.env, DOCKET_DATA_DIR: join(dataDir, "in-the-way") }, stdio: "ignore" });
  t.after(() => child.kill("SIGKILL"));
  const ended = once(child, "exit");
  await until("the sentence", async () => (await activeTitle()) === "Docket");
  // A window is active before its button takes keys.
  await until("its end", async () => {
    await press("Return");
    return child.exitCode !== null;
  });
  assert.deepEqual(await ended, [3, null]);
});

test("a link to a task opens it in the window that is there", async (t) => {
  const tray = await openTray(t);
  const app = await startApp(t, { isDriven: true });
  await tray.labels();
  const { body } = await request(app.page, "POST", "/api/v1/tasks", { title: "Read me" });
  await focused("Docket");
  await press("alt+F4");
  await gone("Docket");
  const [code] = await once(spawn(BINARY, [`docket://task/${body.id}`], { stdio: "ignore" }), "exit");
  assert.equal(code, 0);
  await focused("Docket");
  await until("the task is open", async () => (await app.page.execute("return location.hash")) === `#task=${body.id}`);
});

test("a link that is followed while the page is being made waits for it", async (t) => {
  const dataDir = await dataDirectory(t);
  const first = await startApp(t, { dataDir, isDriven: true });
  const { body } = await request(first.page, "POST", "/api/v1/tasks", { title: "Read me" });
  await first.quit();

  const starts = () => first.log().split("serving on").length;
  const before = starts();
  const starting = startApp(t, { dataDir, isDriven: true });
  await until("the second start", () => starts() > before);
  const [code] = await once(spawn(BINARY, [`docket://task/${body.id}`], { stdio: "ignore" }), "exit");
  assert.equal(code, 0, "handed over to the app that is there");
  const app = await starting;
  await until("the task is open", async () => (await app.page.execute("return location.hash")) === `#task=${body.id}`);
});

test("the tray leads to the settings", async (t) => {
  const tray = await openTray(t);
  // Also where the page does not listen yet: whatever is chosen in its first moment waits for it.
  const app = await startApp(t, { isDriven: true, awaits: "serving on" });
  await tray.choose("Settings…");
  await until("the settings", () =>
    app.page.execute("return [...document.querySelectorAll('h1, h2')].some((one) => /Settings|General/.test(one.textContent))"),
  );
});

test("started by the system it comes without a window, and start at login is a file of the session", async (t) => {
  const tray = await openTray(t);
  const app = await startApp(t, { args: ["--background"], awaits: "serving on" });
  await tray.says("Quick add");
  assert.deepEqual(await shownTitles(), []);
  await tray.choose("Open Docket");
  await focused("Docket");
  await app.quit();

  const driven = await startApp(t, { isDriven: true });
  const file = join(process.env.HOME, ".config/autostart/Docket.desktop");
  const change = (start_at_login) => request(driven.page, "PATCH", "/api/desktop/preferences", { start_at_login });
  assert.equal((await change(true)).body.start_at_login, true);
  assert.match(await readFile(file, "utf8"), /^Exec=.*docket-desktop"? --background$/m);
  assert.equal((await change(false)).body.start_at_login, false);
  await assert.rejects(readFile(file));
});
