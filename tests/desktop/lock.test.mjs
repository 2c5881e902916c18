/** The page has no power and nowhere to go. */

import assert from "node:assert/strict";
import { test } from "../e2e/support/test.mjs";
import { startApp } from "./support/app.mjs";
import { placeOf, request, rowTitled } from "./support/page.mjs";
import { until } from "./support/until.mjs";

test("no command of the shell or of a plugin can be invoked", async (t) => {
  const app = await startApp(t, { isDriven: true });
  assert.equal(await app.page.execute("return typeof window.__TAURI__"), "undefined");
  const commands = [
    "quit",
    "plugin:app|version",
    "plugin:event|listen",
    "plugin:window|close",
    "plugin:webview|create_webview_window",
    "plugin:store|load",
    "plugin:dialog|open",
    "plugin:fs|read_file",
    "plugin:opener|open_url",
    "plugin:window-state|save_window_state",
    "plugin:global-shortcut|register",
    "plugin:resources|close",
    "plugin:path|resolve_directory",
    "plugin:menu|new",
    "plugin:tray|new",
  ];
  const script = `const [command] = args;
    return window.__TAURI_INTERNALS__.invoke(command, {}).then((value) => "done: " + JSON.stringify(value), (error) => "refused: " + error);`;
  for (const command of commands) {
    assert.match(await app.page.executeAsync(script, command), /^refused: .*not (allowed|found)/i, command);
  }
});

test("the window stays on its own origin", async (t) => {
  const app = await startApp(t, { isDriven: true });
  await app.logged("a session begins", 2);
  const home = await app.page.execute("return location.href");
  const leave = [
    "location.href = 'https://example.com/'",
    "location.assign('http://127.0.0.1:54321/')",
    "location.href = 'mailto:someone@example.com'",
    "const a = document.createElement('a'); a.href = 'https://example.com/'; document.body.append(a); a.click()",
    "const f = document.createElement('form'); f.action = 'https://example.com/'; document.body.append(f); f.submit()",
  ];
  for (const [before, script] of leave.entries()) {
    await app.page.execute(script);
    // The form comes last: the page's own policy stops it before the window is asked.
    if (!script.includes("form")) await app.logged("refused to leave our own pages", before + 1);
    assert.equal(await app.page.execute("return location.href"), home, script);
  }
  const link = "return document.querySelector('#elsewhere')";
  await app.page.execute(
    "const a = document.createElement('a'); a.id = 'elsewhere'; a.target = '_blank'; a.href = 'https://example.com/'; a.textContent = 'x'; document.body.prepend(a)",
  );
  await app.page.click(link);
  await app.logged("a page asked for a window and got none");
  assert.equal(await app.page.windows(), 2, "the main window and the hidden quick add");
});

test("a page without a session gets a new ticket from /renew and goes on", async (t) => {
  const app = await startApp(t, { isDriven: true });
  await app.logged("a session begins", 2);
  const secret = () => app.page.execute("return sessionStorage.getItem('docket.client_secret')");
  const before = await secret();
  assert.equal((await request(app.page, "DELETE", "/api/chatkit/session")).status, 204);
  await app.page.execute("location.reload()");
  await app.logged("a page asked for a new ticket");
  const after = await until("another session", async () => {
    const now = await secret();
    return now && now !== before && now;
  });
  assert.notEqual(after, before);
  assert.equal(await app.page.execute("return location.href"), `http://${app.url}/`, "without a trace of the ticket");
  await app.page.click(placeOf("Inbox"));
  await rowTitled(app.page, "Complete this task");
  assert.equal((await request(app.page, "GET", "/api/v1/app")).body.host, "desktop");
});
