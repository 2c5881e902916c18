import assert from "node:assert/strict";
import { axe, openPage, row } from "./support/browser.mjs";
import { dataDirectory, startDocket } from "./support/docket.mjs";
import { eventually } from "./support/expect.mjs";
import { test } from "./support/test.mjs";
import { startWidget } from "./support/widget.mjs";

const composer = (page) => page.getByRole("textbox", { name: "Message", exact: true });
const standIn = (page) => page.frameLocator('iframe[title="Chat"]').getByRole("textbox", { name: "Message to the stand-in" });
const frameOf = (page) => page.frames().find((frame) => new URL(frame.url()).pathname === "/frame");
const choose = (docket, element) => docket.request("PATCH", "/api/v1/settings", { ui_state: { element } });

/** A stand-in for OpenAI's CDN, a server that knows it, and whatever else the environment says. */
async function started(t, environment = {}) {
  const widget = await startWidget(t);
  const dataDir = await dataDirectory(t);
  const docket = await startDocket(t, dataDir, { DOCKET_ELEMENT_SCRIPT: widget.script, ...environment });
  return { widget, dataDir, docket };
}

test("switched off, OpenAI's element is never asked for, and its port is not there", async (t) => {
  const { widget, docket } = await started(t);
  const { page, quiet } = await openPage(t, await docket.address());
  await composer(page).waitFor();
  assert.equal((await docket.request("GET", "/api/v1/app")).element, "built_in");
  await assert.rejects(docket.request("POST", "/api/chatkit/frame"), /404/);
  const policy = (await fetch(`${docket.url}/`)).headers.get("content-security-policy");
  assert.ok(!policy.includes("frame-src"), policy);
  assert.equal(await page.locator("iframe").count(), 0);
  assert.deepEqual(widget.requests, []);
  await quiet();
});

test("it is switched on in Settings, which name whom it contacts, and a turn goes through", async (t) => {
  const { widget, docket } = await started(t);
  const { page, quiet } = await openPage(t, await docket.address());
  await composer(page).waitFor();
  await page.keyboard.press("Control+,");
  await page.getByRole("button", { name: "Chat widget" }).click();
  for (const host of ["cdn.platform.openai.com", "chatgpt.com", "browser-intake-datadoghq.com"])
    await page.getByText(host, { exact: true }).waitFor();
  await page.getByText("never with OpenAI’s own", { exact: false }).waitFor();
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(widget.requests, [], "looking costs nothing");
  await page.getByRole("radio", { name: "OpenAI’s" }).click();

  await standIn(page).fill("add milk tomorrow");
  await standIn(page).press("Enter");
  await page
    .frameLocator('iframe[title="Chat"]')
    .getByText(/Added .*Milk/)
    .waitFor();
  assert.deepEqual(await docket.rows("SELECT title, due FROM tasks"), [{ title: "Milk", due: "2026-11-22" }]);
  await page.getByRole("button", { name: "Upcoming" }).click();
  await row(page, "Milk").waitFor();
  await eventually(async () => typeof (await docket.request("GET", "/api/v1/settings")).ui_state.thread_id, "string");
  assert.deepEqual(new Set(widget.requests), new Set(["/deployments/chatkit/chatkit.js", "/deployments/chatkit/inner.html"]));
  await quiet();
});

test("the frame's session reaches the chat and nothing else, at its own port only", async (t) => {
  const { docket } = await started(t);
  await choose(docket, "openai");
  const { origin, ticket } = await docket.request("POST", "/api/chatkit/frame");
  const post = (url, bearer, body = {}) =>
    fetch(url, {
      method: "POST",
      headers: { Authorization: `Bearer ${bearer}`, "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  assert.equal((await post(`${docket.url}/api/chatkit/session`, ticket)).status, 401, "the ticket is for the other port");
  const made = await post(`${origin}/api/chatkit/session`, ticket);
  const { client_secret: secret } = await made.json();
  assert.equal((await post(`${origin}/api/chatkit/session`, ticket)).status, 401, "and counts once");
  const list = { type: "threads.list", params: {} };
  const get = (url, bearer) => fetch(url, { headers: { Authorization: `Bearer ${bearer}` } });

  assert.equal((await post(`${origin}/chatkit`, secret, list)).status, 200);
  assert.equal((await post(`${origin}/api/chatkit/entities/search`, secret, { query: "" })).status, 200);
  for (const path of ["/api/v1/tasks", "/api/v1/settings", "/api/v1/events", "/api/v1/export?format=json", "/api/chatkit/threads"]) {
    assert.equal((await get(`${docket.url}${path}`, secret)).status, 403, `${path} at the window's port`);
    assert.equal((await get(`${origin}${path}`, secret)).status, 404, `${path} at the frame's port`);
  }
  assert.equal((await post(`${docket.url}/chatkit`, secret, list)).status, 403);
  const { ticket: own } = await docket.request("POST", "/api/chatkit/tickets");
  assert.equal((await post(`${origin}/api/chatkit/session`, own)).status, 401, "a window's ticket is none here");
  const { client_secret: everything } = await (await post(`${docket.url}/api/chatkit/session`, own)).json();
  assert.equal((await post(`${origin}/chatkit`, everything, list)).status, 403, "nor a window's session");
  const foreign = await fetch(`${origin}/chatkit`, { method: "POST", headers: { Origin: docket.url, Authorization: `Bearer ${secret}` } });
  assert.equal(foreign.status, 403);
  assert.equal(foreign.headers.get("access-control-allow-origin"), null);

  await choose(docket, "built_in");
  await eventually(
    () =>
      get(`${origin}/frame`, secret).then(
        ({ status }) => status,
        () => "closed",
      ),
    "closed",
  );
  assert.equal((await post(`${docket.url}/api/chatkit/refresh`, secret, { token: secret })).status, 401, "its session has ended");
});

test("only the frame's page may load the foreign script, and only our window may hold it", async (t) => {
  const { widget, docket } = await started(t);
  await choose(docket, "openai");
  const { origin } = await docket.request("POST", "/api/chatkit/frame");
  const policy = async (url) => (await fetch(url)).headers.get("content-security-policy");
  const host = new URL(widget.script).origin;
  assert.ok((await policy(`${origin}/frame`)).includes(`script-src 'self' ${host}/deployments/chatkit/;`));
  assert.ok((await policy(`${origin}/frame`)).endsWith(`frame-ancestors ${docket.url}`));
  const window = await policy(`${docket.url}/`);
  assert.ok(window.endsWith(`; frame-src ${origin}`), window);
  assert.ok(!window.includes(host), window);
});

test("what a page of strangers would say to window or frame is not heard", async (t) => {
  const { docket } = await started(t);
  await choose(docket, "openai");
  const { page, quiet } = await openPage(t, await docket.address());
  await standIn(page).waitFor();
  const admitted = [];
  page.on("request", (request) => request.url().endsWith("/api/chatkit/frame") && admitted.push(request.url()));
  await page.evaluate(() => window.postMessage({ kind: "call", id: 1, name: "ticket", argument: null }, "*"));
  await page.evaluate(() => window.postMessage({ kind: "failed" }, "*"));
  await frameOf(page).evaluate(() => window.postMessage({ kind: "do", method: "sendUserMessage", argument: { text: "add theft" } }, "*"));
  // The frame's own words arrive after those above, so they have been judged by then.
  await standIn(page).fill("add milk");
  await standIn(page).press("Enter");
  await page
    .frameLocator('iframe[title="Chat"]')
    .getByText(/Added .*Milk/)
    .waitFor();
  assert.deepEqual(admitted, []);
  assert.equal(await page.getByText("The built-in one is here instead.").count(), 0);
  assert.deepEqual(await docket.rows("SELECT title FROM tasks"), [{ title: "Milk" }]);
  await quiet();
});

test("mentions, commands, previews and the client tool work through the window", async (t) => {
  const { docket } = await started(t);
  const [task] = await docket.add("Call the dentist friday #Home");
  await choose(docket, "openai");
  const { page, quiet } = await openPage(t, await docket.address());
  await standIn(page).waitFor();
  const ask = (what) => frameOf(page).evaluate(what);
  const [entity] = await ask(() => document.querySelector("openai-chatkit").options.entities.onTagSearch("dentist"));
  assert.equal(entity.data.task_id, task.id);
  const { preview } = await ask(async () => {
    const { entities } = document.querySelector("openai-chatkit").options;
    return entities.onRequestPreview((await entities.onTagSearch("dentist"))[0]);
  });
  assert.deepEqual(
    preview.children.map(({ value }) => value),
    ["Call the dentist", "Due Fri 27 Nov", "Home"],
  );
  const commands = await ask(() => document.querySelector("openai-chatkit").options.commands.onSearch("plan"));
  assert.deepEqual(
    commands.map(({ id }) => id),
    ["plan"],
  );
  const answer = await ask(() => document.querySelector("openai-chatkit").options.onClientTool({ name: "refresh_task_list", params: {} }));
  assert.deepEqual(answer, { refreshed: true });
  await ask(async () => {
    const { entities } = document.querySelector("openai-chatkit").options;
    entities.onClick((await entities.onTagSearch("dentist"))[0]);
  });
  await eventually(() => page.evaluate(() => location.hash), `#task=${task.id}`);
  await ask(() => document.querySelector("openai-chatkit").options.commands.onSelect({ id: "help", label: "" }));
  await page.frameLocator('iframe[title="Chat"]').getByText(/add/i).first().waitFor();
  await quiet();
});

for (const [manner, sentence] of [
  ["missing", "OpenAI’s chat widget could not be loaded. The built-in one is here instead."],
  ["held", "OpenAI’s chat widget did not come within 5 seconds. The built-in one is here instead."],
]) {
  test(`a script that is ${manner} gives way to the built-in element within 5 s, and says why`, async (t) => {
    const { widget, docket } = await started(t);
    widget.manner = manner;
    await choose(docket, "openai");
    const { page } = await openPage(t, await docket.address());
    await page.locator('iframe[title="Chat"]').waitFor();
    const from = performance.now();
    await page.getByText(sentence).waitFor();
    assert.ok(performance.now() - from < 8_000, "five seconds, and what a busy computer adds");
    await composer(page).fill("add milk");
    await composer(page).press("Enter");
    await page.getByText("Added Milk.", { exact: true }).first().waitFor();
    assert.equal(await page.locator("iframe").count(), 0);
    assert.deepEqual(await axe(page), []);

    widget.manner = "given";
    await page.getByRole("button", { name: "Try again" }).click();
    await standIn(page).waitFor();
    assert.equal(await page.getByText(sentence).count(), 0);
  });
}

test("ROLLBACK_CHAT=true brings the built-in element back, with the conversations untouched", async (t) => {
  const { widget, dataDir, docket } = await started(t);
  await choose(docket, "openai");
  const before = await openPage(t, await docket.address());
  await standIn(before.page).fill("what's due today?");
  await standIn(before.page).press("Enter");
  await before.page.frameLocator('iframe[title="Chat"]').getByText("Nothing is due today.").waitFor();
  await eventually(async () => typeof (await docket.request("GET", "/api/v1/settings")).ui_state.thread_id, "string");
  await before.page.close();
  await docket.stop();
  const asked = widget.requests.length;

  const again = await startDocket(t, dataDir, { DOCKET_ELEMENT_SCRIPT: widget.script, ROLLBACK_CHAT: "true" });
  const { page, quiet } = await openPage(t, await again.address());
  await page.getByText("Nothing is due today.", { exact: true }).first().waitFor();
  await composer(page).waitFor();
  assert.equal(widget.requests.length, asked, "nothing is asked for any more");
  await page.keyboard.press("Control+,");
  await page.getByRole("button", { name: "Chat widget" }).click();
  await page.getByText("ROLLBACK_CHAT=true", { exact: false }).waitFor();
  await page.getByRole("radio", { name: "Built in" }).click();
  await composer(page).waitFor();
  await eventually(async () => (await again.request("GET", "/api/v1/settings")).ui_state.element, "built_in");
  await quiet();
});
