import assert from "node:assert/strict";
import { axe, openPage, row } from "./support/browser.mjs";
import { dataDirectory, startDocket } from "./support/docket.mjs";
import { eventually } from "./support/expect.mjs";
import { openSettings, setting } from "./support/settings.mjs";
import { test } from "./support/test.mjs";

const SECTIONS = ["General", "Assistant", "Chat widget", "Data", "Privacy", "Other programs", "About"];

const uiState = async (docket) => (await docket.request("GET", "/api/v1/settings")).ui_state;
const heightOf = async (locator) => (await locator.boundingBox()).height;

test("theme and density are chosen with the arrow keys, seen at once and kept at the server", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  await docket.add("Water the plants today");
  const { page, quiet } = await openPage(t, await docket.address());
  assert.equal(await heightOf(row(page, "Water the plants")), 36);
  await openSettings(page, "General");
  await page.getByRole("radio", { name: "System" }).first().focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.getByRole("radio", { name: "Dark", checked: true }).waitFor();
  await page.getByRole("radio", { name: "Comfortable" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("radio", { name: "Compact", checked: true }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  await eventually(
    async () => {
      const { theme, density } = await uiState(docket);
      return { theme, density };
    },
    { theme: "dark", density: "compact" },
  );

  await page.keyboard.press("Escape");
  await row(page, "Water the plants").waitFor();
  assert.equal(await heightOf(row(page, "Water the plants")), 32);
  await quiet();
});

test("next week begins on the day that was set", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  const [task] = await docket.add("Water the plants today");
  const { page, quiet } = await openPage(t, await docket.address());
  await openSettings(page, "General");
  await page.getByRole("radio", { name: "Sunday" }).click();
  await eventually(async () => (await uiState(docket)).week_start, 0);
  await page.keyboard.press("Escape");
  await row(page, "Water the plants").waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("w");
  // It is Saturday: with weeks from Monday it were the 23rd.
  await eventually(async () => (await docket.request("GET", `/api/v1/tasks/${task.id}`)).due, "2026-11-22");
  await quiet();
});

test("the first start is an empty Today, with the way to a model and nothing in the way", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  const { page, quiet } = await openPage(t, await docket.address());
  await page.getByRole("heading", { level: 1, name: "Today" }).waitFor();
  await page.getByText("Nothing due today.").waitFor();
  assert.equal(await page.getByRole("dialog").count(), 0, "no wizard");
  assert.deepEqual((await docket.request("GET", "/api/v1/tasks")).tasks, [], "help tasks are the desktop app's to make");
  await page.getByRole("button", { name: "Connect a model" }).click();
  await page.getByRole("heading", { level: 1, name: "Assistant" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("textbox", { name: "Add a task" }).waitFor();
  await quiet();
});

test("a browser says in one line what belongs to the desktop app, and shows none of it", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  const { page, quiet } = await openPage(t, await docket.address());
  await openSettings(page, "General");
  await page.getByText("This is Docket in a browser.").waitFor();
  assert.equal(await page.getByRole("switch").count(), 0);
  await assert.rejects(docket.request("GET", "/api/desktop/preferences"), /501 .*NO_DESKTOP/);
  await quiet();
});

/** Answers for a desktop as its contract says; what the page asks of it is kept. */
async function standInDesktop(page, preferences) {
  const asked = [];
  await page.route("**/api/v1/app", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), host: "desktop" } });
  });
  await page.route("**/api/desktop/preferences", async (route) => {
    const request = route.request();
    if (request.method() === "PATCH") {
      const patch = request.postDataJSON();
      asked.push(patch);
      const hotkey =
        patch.hotkey === undefined
          ? preferences.hotkey
          : { ...preferences.hotkey, accelerator: patch.hotkey, state: patch.hotkey === null ? "off" : "registered" };
      preferences = { ...preferences, ...patch, hotkey };
    }
    await route.fulfill({ json: preferences });
  });
  return asked;
}

const DESKTOP = {
  close_to_tray: true,
  start_at_login: false,
  hotkey: { accelerator: "Ctrl+Shift+Space", state: "taken", command: "docket-desktop --quick-add" },
  quick_add_on_demand: false,
  reminders_paused_until: null,
  tray: false,
  notifications: true,
};

test("the desktop's settings: a taken hot key is said and changed by pressing another one", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  let asked = [];
  const { page, quiet } = await openPage(t, await docket.address(), {
    prepare: async (page) => {
      asked = await standInDesktop(page, DESKTOP);
    },
  });
  await openSettings(page, "General");
  await page.getByText("Ctrl+Shift+Space belongs to another program.").waitFor();
  await page.getByText("This desktop shows no tray icons").waitFor();
  await page.getByRole("button", { name: "Change" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "Hot key" }).waitFor();
  await page.keyboard.press("k");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Change" }).waitFor();
  assert.deepEqual(asked, [], "a letter alone is no hot key, and Escape leaves it as it is");
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "Hot key" }).waitFor();
  await page.keyboard.press("Control+Alt+K");
  await page.getByText("belongs to another program").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Switch off" }).click();
  await page.getByText("None", { exact: true }).waitFor();
  await page.getByRole("switch", { name: "Start Docket, without a window" }).focus();
  await page.keyboard.press("Space");
  await page.getByRole("switch", { name: "Start Docket, without a window", checked: true }).waitFor();
  await page.getByText("Leave Docket in the tray").click();
  await page.getByRole("switch", { name: "Leave Docket in the tray", checked: false }).waitFor();
  assert.deepEqual(asked, [{ hotkey: "Ctrl+Alt+K" }, { hotkey: null }, { start_at_login: true }, { close_to_tray: false }]);
  await page.getByRole("button", { name: "For 1 hour" }).click();
  await page.getByText(/^Paused until/).waitFor();
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByRole("button", { name: "Until tomorrow" }).waitFor();
  assert.equal(asked.at(-1).reminders_paused_until, null);
  assert.deepEqual(await axe(page), []);
  await quiet();
});

test("a desktop without hot keys shows the command to bind", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  const hotkey = { ...DESKTOP.hotkey, accelerator: null, state: "unavailable" };
  const { page, quiet } = await openPage(t, await docket.address(), {
    prepare: (page) => standInDesktop(page, { ...DESKTOP, hotkey, notifications: false }),
  });
  await openSettings(page, "General");
  await page.getByText("This desktop gives no hot key to programs.").waitFor();
  await page.getByText("docket-desktop --quick-add", { exact: true }).waitFor();
  await page.getByText("This desktop shows no notifications").waitFor();
  assert.equal(await page.getByRole("button", { name: "Change" }).count(), 0);
  await quiet();
});

test("the privacy page says what is so, and one click keeps everything here again", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  const { page } = await openPage(t, await docket.address());
  await page.getByRole("button", { name: /nothing leaves this computer/ }).click();
  await page.getByRole("heading", { level: 1, name: "Privacy" }).waitFor();
  await page.getByText("The built-in assistant answers on this computer.").waitFor();
  assert.equal(await page.getByRole("heading", { name: /^Leaves/ }).count(), 0);

  await docket.request("PATCH", "/api/v1/settings", { provider: "compatible", base_url: "http://127.0.0.1:11434/v1", model: "m" });
  await page.getByText("It goes to the model server on this computer, 127.0.0.1:11434").waitFor();
  await docket.request("PATCH", "/api/v1/settings", { provider: "openai", model: "gpt-5-mini" });
  await page.getByRole("heading", { name: "Leaves, with OpenAI switched on" }).waitFor();
  await page.getByText("To api.openai.com, over TLS, at the moment you send.").waitFor();
  await docket.request("PUT", "/api/v1/settings/mcp", { on: true, read_only: true });
  await page.getByText("They can read your list. What they send on is up to them.").waitFor();

  await page.getByRole("button", { name: "Stop sending: use built in" }).click();
  await page.getByRole("heading", { name: /^Leaves/ }).waitFor({ state: "detached" });
  assert.equal((await docket.request("GET", "/api/v1/settings")).provider, "rules");
  // Not asked whether the console is quiet: a browser notes there that a server which does not exist has no models.
});

/** A call over MCP with a secret, as a program would make it. */
async function call(docket, secret, name, args) {
  const message = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: args } };
  const initialize = {
    jsonrpc: "2.0",
    id: 0,
    method: "initialize",
    params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "test", version: "1" } },
  };
  const headers = {
    Authorization: `Bearer ${secret}`,
    "Content-Type": "application/json",
    Accept: "application/json, text/event-stream",
    "MCP-Protocol-Version": "2025-06-18",
  };
  const post = (body) => fetch(`${docket.url}/mcp`, { method: "POST", headers, body: JSON.stringify(body) });
  const begun = await post(initialize);
  if (!begun.ok) return begun.status;
  await begun.text();
  return (await post(message)).json();
}

test("another program is let in with the secret that is shown once, may read only, and is shut out again", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  await docket.add("Pay rent");
  const { page, quiet } = await openPage(t, await docket.address());
  await openSettings(page, "Other programs");
  await page.getByText("No program has called yet.").waitFor();
  await page.getByRole("switch", { name: "Let in programs that show the secret" }).focus();
  await page.keyboard.press("Space");
  await page.getByText("Shown this once.").waitFor();
  const secretOf = () => setting(page, "Secret").locator("pre").textContent();
  const secret = await secretOf();
  assert.match(secret, /^[0-9a-f]{64}$/);
  assert.ok((await setting(page, "Configuration").locator("pre").textContent()).includes(`Bearer ${secret}`));
  assert.ok((await call(docket, secret, "list_tasks", {})).result, "it is let in");

  await page.getByRole("radio", { name: "Read only" }).click();
  await eventually(async () => (await docket.request("GET", "/api/v1/settings")).mcp, { on: true, read_only: true });
  await call(docket, secret, "add_task", { title: "Buy a boat" });
  assert.equal((await docket.request("GET", "/api/v1/tasks")).tasks.length, 1);
  await page.getByRole("button", { name: "Read again" }).click();
  await page.getByText("refused", { exact: true }).waitFor();

  await openSettings(page, "About");
  await openSettings(page, "Other programs");
  assert.equal(await page.getByText(secret).count(), 0, "it is told once");
  await page.getByRole("button", { name: "Make a new secret" }).click();
  await page.getByText("Shown this once.").waitFor();
  assert.notEqual(await secretOf(), secret);
  assert.equal(await call(docket, secret, "list_tasks", {}), 401);
  await page.getByRole("switch").click();
  await page.getByRole("switch", { checked: false }).waitFor();
  assert.deepEqual((await docket.request("GET", "/api/v1/settings")).mcp, { on: false, read_only: true });
  await quiet();
});

test("About names the version of the server and finds a licence", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  const { page, quiet } = await openPage(t, await docket.address());
  await openSettings(page, "About");
  const { version } = await docket.request("GET", "/api/v1/app");
  await page.getByText(`Docket ${version}`).waitFor();
  await page.getByRole("button", { name: "Show the licences" }).click();
  await page.getByRole("textbox", { name: "Find a package" }).fill("rusqlite");
  await page
    .getByRole("listitem")
    .filter({ hasText: /rusqlite.*MIT/ })
    .waitFor();
  await page.getByRole("textbox", { name: "Find a package" }).fill("no such thing");
  await page.getByText("No package has this in its name or licence.").waitFor();
  await quiet();
});

test("what the server refuses is said beside its control, and nothing pretends that it was done", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  const { page } = await openPage(t, await docket.address());
  await openSettings(page, "Other programs");
  const body = { error: { code: "UNAVAILABLE", type: "Unavailable", message: "Docket is busy." }, timestamp: "2026-11-21T09:04:00Z" };
  await page.route("**/api/v1/settings/mcp", (route) => route.fulfill({ status: 503, json: body }));
  await page.getByRole("switch").click();
  await page.getByRole("alert").filter({ hasText: "Docket is busy." }).waitFor();
  await page.getByRole("switch", { checked: false }).waitFor();
  assert.equal((await docket.request("GET", "/api/v1/settings")).mcp.on, false);
});

for (const colorScheme of ["light", "dark"]) {
  test(`no section has anything that axe minds or that is wider than 420 pixels, ${colorScheme}`, async (t) => {
    const docket = await startDocket(t, await dataDirectory(t));
    await docket.request("POST", "/api/v1/backups");
    await docket.request("PUT", "/api/v1/settings/mcp", { on: true });
    const { page, quiet } = await openPage(t, await docket.address(), { colorScheme, reducedMotion: "reduce" });
    for (const section of SECTIONS) {
      await openSettings(page, section);
      if (section === "About") await page.getByRole("button", { name: "Show the licences" }).click();
      if (section === "Data") await page.getByRole("button", { name: /^Restore the backup/ }).click();
      assert.deepEqual(await axe(page), [], section);
      await page.setViewportSize({ width: 420, height: 800 });
      await page.getByRole("heading", { level: 1, name: section }).waitFor();
      const room = await page.locator(".settings-scroll").evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
      assert.equal(room, 0, `${section} is wider than its room`);
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.getByRole("button", { name: "Back to tasks" }).waitFor();
    }
    await quiet();
  });
}
