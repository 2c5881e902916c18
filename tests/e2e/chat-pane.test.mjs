import assert from "node:assert/strict";
import { axe, openPage, row } from "./support/browser.mjs";
import { dataDirectory, startDocket } from "./support/docket.mjs";
import { eventually } from "./support/expect.mjs";
import { hanging, startModel, status } from "./support/model.mjs";
import { test } from "./support/test.mjs";

// Where the order of the project names a value of the chat (product page, "From the order"), a test holds it:
//
// | line                                                    | test                                                                  |
// |---------------------------------------------------------|-----------------------------------------------------------------------|
// | accent #2563eb, greeting, placeholder, prompts          | the first look of the chat is the one that was ordered                |
// | session call 5 s, 3 tries with backoff, then Retry      | src/api/session.test.ts; a server that has just started is asked again |
// | first byte of an answer 30 s                            | an answer that does not begin in 30 s says so, and Retry works        |
// | 401: refresh, new session, "Open Docket again"          | a session that has ended is refreshed, and then leads out             |
// | 403, 404, 429 with seconds, 5xx: a sentence each        | each refusal has a sentence of its own                                |
// | client tool refresh_task_list                           | the client tool reads the list again and answers that it has          |
// | ready, error, response start and end                    | what the element tells is wired                                       |
// | ROLLBACK_CHAT=true, or Settings: the built-in element   | openai-element.test.mjs                                               |
// | loaded lazily behind a skeleton                         | the chat comes later than the list, behind a shape                    |
// | New chat clears, a restart resumes the last thread      | New chat clears, the history brings back; restart.test.mjs            |

const composer = (page) => page.getByRole("textbox", { name: "Message", exact: true });
/** What the chat says, word for word; a live region may say it as well. */
const says = (page, sentence) => page.getByText(sentence, { exact: true }).first();
const chat = (page) => page.getByRole("region", { name: "Chat" }).first();

async function ask(page, sentence) {
  await composer(page).fill(sentence);
  await composer(page).press("Enter");
}

/** A server with these tasks and a page that shows it. */
async function opened(t, lines = [], options = {}) {
  const docket = await startDocket(t, await dataDirectory(t));
  const tasks = await docket.add(...lines);
  const opened = await openPage(t, await docket.address(), options);
  await composer(opened.page).waitFor();
  return { docket, tasks, ...opened };
}

/** Answers the chat's requests of one type in the place of the server, `times` times. */
async function refuse(page, type, answer, times = 1) {
  const seen = [];
  await page.route("**/chatkit", async (route) => {
    if (route.request().postDataJSON()?.type !== type || seen.length >= times) return route.fallback();
    seen.push(route.request().postDataJSON());
    await route.fulfill(answer);
  });
  return seen;
}

const BATCH = [
  "Pay rent #Home",
  "Return the books #Errands",
  "Answer Ines #Home",
  "Buy flour #Errands",
  "Review the draft #Work",
  "Read chapter 4",
];

/** Six tasks that are late. */
async function late(docket) {
  for (const task of await docket.add(...BATCH)) await docket.request("PATCH", `/api/v1/tasks/${task.id}`, { due: "2026-11-18" });
}

test("the first look of the chat is the one that was ordered", async (t) => {
  const { page, quiet } = await opened(t);
  await page.getByText("Hi! I can help you manage your tasks.").waitFor();
  assert.equal(await composer(page).getAttribute("placeholder"), "Ask me to manage your tasks…");
  for (const name of ["Create a task", "What’s due today?", "Plan my day", "Get help"]) await page.getByRole("button", { name }).waitFor();
  const accent = await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--accent-fill").trim());
  assert.equal(accent.toLowerCase(), "#2563eb");
  await composer(page).fill("x");
  const send = page.getByRole("button", { name: "Send" });
  await eventually(() => send.evaluate((button) => getComputedStyle(button).backgroundColor), "rgb(37, 99, 235)");
  // The built-in assistant reads no files, hears nothing and has no models: nothing offers it.
  for (const name of ["Attach files", "Dictate", /^Model: /]) assert.equal(await page.getByRole("button", { name }).count(), 0, `${name}`);
  await quiet();
});

test("the chat comes later than the list, behind a shape", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  await docket.add("Water the plants today");
  let release;
  const held = new Promise((done) => {
    release = done;
  });
  const prepare = (page) =>
    page.route("**/assets/ChatPanel*", async (route) => {
      await held;
      await route.continue();
    });
  const { page, quiet } = await openPage(t, await docket.address(), { prepare });
  await row(page, "Water the plants").waitFor();
  await page.getByRole("status", { name: "Loading the chat" }).waitFor();
  assert.equal(await composer(page).count(), 0);
  release();
  await composer(page).waitFor();
  await page.getByRole("status", { name: "Loading the chat" }).waitFor({ state: "detached" });
  await quiet();
});

test("@ mentions a task by keyboard, and the mention opens it", async (t) => {
  const { docket, tasks, page, quiet } = await opened(t, ["Call the dentist friday #Home", "Water the plants"]);
  await composer(page).pressSequentially("when is @den");
  await page.getByRole("option", { name: /Call the dentist/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  const mention = chat(page).getByRole("button", { name: "Call the dentist" }).first();
  await mention.waitFor();
  await page.getByRole("button", { name: "Retry" }).waitFor();
  const { threads } = await docket.request("GET", "/api/chatkit/threads");
  const { messages } = await docket.request("GET", `/api/chatkit/threads/${threads[0].id}`);
  assert.match(messages[0].content, /Call the dentist/);

  await mention.click();

  await eventually(() => page.evaluate(() => location.hash), `#task=${tasks[0].id}`);
  await quiet();
});

test("a mentioned list leads to the list", async (t) => {
  const { page, quiet } = await opened(t, ["Repot the fig tree #Garden"]);
  await page.getByRole("button", { name: "Mention something" }).click();
  await page.keyboard.type("gard");
  await page.getByRole("option", { name: "Garden" }).click();
  await page.keyboard.press("Enter");
  await chat(page).getByRole("button", { name: "Garden" }).first().click();
  await page.getByRole("heading", { name: "Garden", level: 1 }).waitFor();
  await quiet();
});

test("/ has commands that do something, by keyboard and by mouse", async (t) => {
  const { docket, page, quiet } = await opened(t, ["Repot the fig tree #Garden", "Water the plants today"]);
  await composer(page).pressSequentially("/pl");
  await page.getByRole("option", { name: /Plan my day/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("One task for Saturday 21 November", { exact: false }).first().waitFor();

  await composer(page).pressSequentially("/list");
  await page.getByRole("option", { name: /Show a list/ }).click();
  await page.getByRole("option", { name: "Garden" }).click();
  await says(page, "Show the list Garden").waitFor();
  // The plan above has it too, as what there is room for.
  await eventually(() => chat(page).getByRole("checkbox", { name: "Complete Repot the fig tree" }).count(), 2);

  await composer(page).pressSequentially("/add");
  await page.getByRole("option", { name: /Add a task/ }).click();
  await eventually(() => composer(page).inputValue(), "Add ");
  await eventually(() => composer(page).evaluate((field) => field.matches(":focus")), true);
  await page.keyboard.type("bread");
  await page.keyboard.press("Enter");
  await says(page, "Added Bread.").waitFor();
  await composer(page).pressSequentially("/undo");
  await page.getByRole("option", { name: /Undo the last change/ }).click();
  await eventually(
    () => docket.rows("SELECT count(*) AS breads FROM tasks WHERE title = 'Bread' AND deleted_at_us IS NULL"),
    [{ breads: 0 }],
  );
  await quiet();
});

test("a changed task is a card: Undo swaps its sides, Redo swaps them back, and its box works", async (t) => {
  const { docket, page, quiet } = await opened(t, ["Call the dentist today 11:30 p3"]);
  const due = () => docket.rows("SELECT due, status FROM tasks");
  await ask(page, "move call the dentist to friday");
  await chat(page).getByRole("button", { name: "Undo" }).waitFor();
  const sides = () => chat(page).locator(".w-caption").allInnerTexts();
  assert.deepEqual(await sides(), ["Due", "Sat 21 Nov, 11:30", "→", "Fri 27 Nov, 11:30"]);
  assert.deepEqual(await due(), [{ due: "2026-11-27T11:30", status: "open" }]);

  await chat(page).getByRole("button", { name: "Undo" }).click();
  await chat(page).getByRole("button", { name: "Redo" }).waitFor();
  assert.deepEqual(await sides(), ["Due", "Fri 27 Nov, 11:30", "→", "Sat 21 Nov, 11:30"]);
  assert.deepEqual(await due(), [{ due: "2026-11-21T11:30", status: "open" }]);
  await row(page, "Call the dentist").waitFor();

  await chat(page).getByRole("button", { name: "Redo" }).press("Enter");
  await chat(page).getByRole("button", { name: "Undo" }).waitFor();
  assert.deepEqual(await due(), [{ due: "2026-11-27T11:30", status: "open" }]);
  await chat(page).getByRole("checkbox", { name: "Complete Call the dentist" }).press("Space");
  await eventually(due, [{ due: "2026-11-27T11:30", status: "done" }]);
  await quiet();
});

test("the boxes and dates of a list in the chat work, and the list beside it follows", async (t) => {
  const { docket, page, quiet } = await opened(t, ["Water the plants today", "Morning run today"]);
  await ask(page, "what's due today?");
  await page.getByRole("button", { name: "Retry" }).waitFor();
  await chat(page).getByRole("checkbox", { name: "Complete Water the plants" }).click();
  await row(page, "Water the plants").waitFor({ state: "detached" });
  await eventually(() => docket.rows("SELECT title FROM tasks WHERE status = 'done'"), [{ title: "Water the plants" }]);

  await chat(page).locator("del", { hasText: "Water the plants" }).waitFor();
  await chat(page).getByRole("button", { name: "Due, Sat 21 Nov" }).last().click();
  await page.getByRole("button", { name: /28 November/ }).click();
  await eventually(() => docket.rows("SELECT due FROM tasks WHERE status = 'open'"), [{ due: "2026-11-28" }]);
  await row(page, "Morning run").waitFor({ state: "detached" });
  await quiet();
});

test("a plan waits: rows are left out, the button counts, and one Undo takes all of it back", async (t) => {
  const { docket, page, quiet } = await opened(t);
  await late(docket);
  const moved = () => docket.rows("SELECT count(*) AS moved FROM tasks WHERE due = '2026-11-23'");
  await ask(page, "move all overdue to monday");
  await page.getByRole("button", { name: "Apply 6 changes" }).waitFor();
  await page.getByText("6 of 6").waitFor();
  assert.deepEqual(await moved(), [{ moved: 0 }], "nothing happens before it is applied");

  await page.getByRole("checkbox", { name: "Include Buy flour" }).click();
  await page.getByRole("button", { name: "Apply 5 changes" }).waitFor();
  await page.getByRole("button", { name: "None", exact: true }).click();
  await page.getByText("0 of 6").waitFor();
  assert.equal(await page.getByRole("button", { name: /^Apply/ }).count(), 0);
  await page.getByRole("button", { name: "All", exact: true }).last().click();
  await page.getByRole("button", { name: "Apply 6 changes" }).waitFor();
  await page.getByRole("checkbox", { name: "Include Pay rent" }).press("Space");
  await page.getByRole("button", { name: "Apply 5 changes" }).press("Enter");

  await says(page, "Rescheduled 5 tasks.").waitFor();
  await eventually(moved, [{ moved: 5 }]);
  await eventually(() => docket.rows("SELECT title FROM tasks WHERE due = '2026-11-18'"), [{ title: "Pay rent" }]);
  await chat(page).getByRole("button", { name: "Undo" }).click();
  await eventually(moved, [{ moved: 0 }]);
  await quiet();
});

test("Not now leaves everything, and nothing can be pressed any more", async (t) => {
  const { docket, page, quiet } = await opened(t);
  await late(docket);
  await ask(page, "delete all overdue");
  await page.getByRole("button", { name: "Move 6 tasks to the trash" }).waitFor();
  await page.getByRole("button", { name: "Not now" }).click();
  await says(page, "Left as it was.").waitFor();
  await page.getByRole("button", { name: "Move 6 tasks to the trash" }).waitFor({ state: "detached" });
  assert.equal(await page.getByRole("checkbox", { name: /^Include/ }).count(), 0);
  assert.deepEqual(await docket.rows("SELECT count(*) AS gone FROM tasks WHERE deleted_at_us IS NOT NULL"), [{ gone: 0 }]);
  await quiet();
});

test("a thumb is kept, and an answer can be copied", async (t) => {
  const { docket, page, context, quiet } = await opened(t);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await ask(page, "help");
  await page.getByRole("button", { name: "Good answer" }).click();
  await eventually(async () => (await docket.rows("SELECT DISTINCT feedback FROM items WHERE feedback IS NOT NULL")).length, 1);
  assert.deepEqual(await docket.rows("SELECT DISTINCT feedback FROM items WHERE feedback IS NOT NULL"), [{ feedback: "positive" }]);
  await page.getByRole("button", { name: "Copy", exact: true }).last().click();
  await eventually(async () => (await page.evaluate(() => navigator.clipboard.readText())).length > 20, true);
  await quiet();
});

test("New chat clears, the history brings back, renames, finds and deletes, and drafts stay with their chat", async (t) => {
  const { docket, page, quiet } = await opened(t);
  await ask(page, "what's due today?");
  await page.getByRole("button", { name: "Retry" }).waitFor();
  await composer(page).fill("half a thought");
  await page.getByRole("button", { name: "New chat" }).click();
  await page.getByText("Hi! I can help you manage your tasks.").waitFor();
  assert.equal(await composer(page).inputValue(), "");
  await ask(page, "help");
  await page.getByRole("button", { name: "Retry" }).waitFor();

  await page.getByRole("button", { name: "Chat history" }).click();
  await page.getByRole("button", { name: "Rename “help”" }).click();
  await page.getByRole("textbox", { name: "Title" }).fill("What it can do");
  await page.keyboard.press("Enter");
  await eventually(
    async () => (await docket.request("GET", "/api/chatkit/threads?q=can do")).threads.map(({ title }) => title),
    ["What it can do"],
  );
  await page.getByRole("button", { name: "Delete “What it can do”" }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await eventually(
    async () => (await docket.request("GET", "/api/chatkit/threads")).threads.map(({ title }) => title),
    ["what's due today?"],
  );
  await page.getByRole("searchbox", { name: "Search chats" }).fill("due");
  await page
    .getByRole("button", { name: /what's due today/ })
    .first()
    .click();
  await page.getByText("Nothing is due today.", { exact: true }).waitFor();
  assert.equal(await composer(page).inputValue(), "half a thought");
  await quiet();
});

test("another model of the connection is chosen in the composer, asked, and can be stopped", async (t) => {
  const model = await startModel(t);
  const docket = await startDocket(t, await dataDirectory(t));
  await docket.request("PATCH", "/api/v1/settings", { provider: "compatible", base_url: model.address, model: "qwen3:14b" });
  const { page, quiet } = await openPage(t, await docket.address());
  await page.getByRole("button", { name: "Model: qwen3:14b" }).click();
  await page
    .getByRole("menuitemradio", { name: "llama3.3" })
    .or(page.getByRole("option", { name: "llama3.3" }))
    .first()
    .click();
  await page.getByRole("button", { name: "Model: llama3.3" }).waitFor();

  await ask(page, "hello");
  await says(page, "Hello from the model.").waitFor();
  assert.deepEqual(
    model.questions.map(({ body }) => body.model),
    ["llama3.3"],
  );

  model.answer(hanging("This far and "));
  await ask(page, "go on");
  await page.getByText("This far and").first().waitFor();
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByRole("button", { name: "Send" }).waitFor();
  await page.getByText("This far and").first().waitFor();
  await quiet();
});

for (const [code, headers, sentence] of [
  [403, {}, "The server does not allow this."],
  [404, {}, "The server does not have this chat any more."],
  [429, { "Retry-After": "17" }, "Too many requests for now. Try again in 17 s."],
  [500, {}, "The server had a problem of its own."],
]) {
  test(`each refusal has a sentence of its own: ${code}`, async (t) => {
    const { docket, page } = await opened(t);
    await refuse(page, "threads.create", { status: code, headers, contentType: "application/json", body: "{}" });
    await ask(page, "add milk");
    await says(page, sentence).waitFor();
    assert.deepEqual(await docket.rows("SELECT count(*) AS tasks FROM tasks"), [{ tasks: 0 }]);
    const retry = page.getByRole("button", { name: "Retry", exact: true });
    if (code === 403) assert.equal(await retry.count(), 0, "what is not allowed will not be allowed next time");
    if (code !== 429 && code !== 500) return;
    await retry.click();
    await says(page, "Added Milk.").waitFor();
    assert.deepEqual(await docket.rows("SELECT title FROM tasks"), [{ title: "Milk" }]);
  });
}

test("a server that has just started is asked again, up to three times, and then by Retry", async (t) => {
  const { docket, page } = await opened(t);
  const two = await refuse(page, "threads.create", { status: 503, contentType: "application/json", body: "{}" }, 2);
  await ask(page, "add milk");
  await says(page, "Added Milk.").waitFor();
  assert.equal(two.length, 2);
  await page.unroute("**/chatkit");
  const three = await refuse(page, "threads.add_user_message", { status: 503, contentType: "application/json", body: "{}" }, 3);
  await ask(page, "add bread");
  await says(page, "The server had a problem of its own.").waitFor();
  assert.equal(three.length, 3);
  await page.getByRole("button", { name: "Retry", exact: true }).last().click();
  await says(page, "Added Bread.").waitFor();
  assert.deepEqual(await docket.rows("SELECT count(*) AS tasks FROM tasks"), [{ tasks: 2 }], "nothing was added twice");
});

test("an answer that does not begin in 30 s says so, and Retry works", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  const { page } = await openPage(t, await docket.address(), { prepare: (page) => page.clock.install() });
  await composer(page).waitFor();
  let asked;
  const arrived = new Promise((done) => {
    asked = done;
  });
  let isFirst = true;
  await page.route("**/chatkit", (route) => {
    if (route.request().postDataJSON()?.type !== "threads.create" || !isFirst) return route.fallback();
    isFirst = false;
    return asked();
  });
  await ask(page, "add milk");
  await arrived;
  await page.clock.fastForward(29_000);
  assert.equal(await page.getByText("The server did not answer in time.").count(), 0);
  await page.clock.fastForward(1_500);
  await says(page, "The server did not answer in time.").waitFor();
  await page.getByRole("button", { name: "Retry", exact: true }).click();
  await says(page, "Added Milk.").waitFor();
  assert.deepEqual(await docket.rows("SELECT title FROM tasks"), [{ title: "Milk" }]);
});

test("a session that has ended is refreshed, and then leads out", async (t) => {
  const { docket, page } = await opened(t);
  const first = await refuse(page, "threads.create", { status: 401, contentType: "application/json", body: "{}" });
  const refreshed = page.waitForRequest("**/api/chatkit/refresh");
  await ask(page, "add milk");
  await refreshed;
  await says(page, "Added Milk.").waitFor();
  assert.equal(first.length, 1);
  assert.deepEqual(await docket.rows("SELECT title FROM tasks"), [{ title: "Milk" }]);

  const body = JSON.stringify({
    error: { code: "SESSION_EXPIRED", type: "Unauthorized", message: "x" },
    timestamp: "2026-11-21T10:00:00Z",
  });
  await page.route("**/api/chatkit/refresh", (route) => route.fulfill({ status: 401, contentType: "application/json", body }));
  await refuse(page, "threads.add_user_message", { status: 401, contentType: "application/json", body }, 9);
  await ask(page, "add bread");
  await page.getByRole("heading", { name: "Open Docket again" }).waitFor();
});

test("the client tool reads the list again and answers that it has", async (t) => {
  const { page } = await opened(t, ["Water the plants today"]);
  const thread = { id: "thr_tool", created_at: "2026-11-21T10:00:00Z", status: { type: "active" }, items: { data: [], has_more: false } };
  const base = { thread_id: "thr_tool", created_at: "2026-11-21T10:00:00Z" };
  const said = {
    ...base,
    id: "msg_1",
    type: "user_message",
    content: [{ type: "input_text", text: "look" }],
    attachments: [],
    inference_options: {},
  };
  const call = {
    ...base,
    id: "tc_1",
    type: "client_tool_call",
    status: "pending",
    call_id: "c1",
    name: "refresh_task_list",
    arguments: {},
  };
  const events = [
    { type: "thread.created", thread },
    { type: "thread.item.done", item: said },
    { type: "stream_options", stream_options: { allow_cancel: true } },
    { type: "thread.item.done", item: call },
  ];
  const body = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");
  await refuse(page, "threads.create", { status: 200, contentType: "text/event-stream", body });
  const answered = page.waitForRequest((request) => request.postData()?.includes("threads.add_client_tool_output") ?? false);
  const read = page.waitForRequest(/\/api\/v1\/tasks\?/);
  await ask(page, "look");
  await read;
  assert.deepEqual((await answered).postDataJSON().params.result, { refreshed: true });
});

test("what the element tells is wired: ready, start, end and error", async (t) => {
  const model = await startModel(t);
  const docket = await startDocket(t, await dataDirectory(t));
  await docket.request("PATCH", "/api/v1/settings", { provider: "compatible", base_url: model.address, model: "qwen3:14b" });
  const { page } = await openPage(t, await docket.address());
  // Ready: the shape that stood in the chat's place is gone.
  await page.getByRole("status", { name: "Loading the chat" }).waitFor({ state: "detached" });
  const bar = page.locator(".assistant-bar", { hasText: "qwen3:14b" });
  await bar.waitFor();
  // Error: the bar beside the element says who has refused, and an answer takes it back.
  model.answer(status(401, "invalid_api_key", "no"));
  await ask(page, "hello");
  await page.locator(".assistant-bar", { hasText: /key/ }).waitFor();
  await ask(page, "hello again");
  await says(page, "Hello from the model.").waitFor();
  await bar.waitFor();
});

for (const colorScheme of ["light", "dark"]) {
  test(`nothing that axe minds in cards, plans, mentions and commands, ${colorScheme}`, async (t) => {
    const { docket, page, quiet } = await opened(t, ["Call the dentist today 11:30 p3"], { colorScheme, reducedMotion: "reduce" });
    await late(docket);
    const found = {};
    await ask(page, "move call the dentist to friday");
    await chat(page).getByRole("button", { name: "Undo" }).click();
    await chat(page).getByRole("button", { name: "Redo" }).waitFor();
    found.card = await axe(page);
    await ask(page, "move all overdue to monday");
    await page.getByRole("checkbox", { name: "Include Buy flour" }).click();
    await page.getByRole("button", { name: "Apply 5 changes" }).waitFor();
    found.plan = await axe(page);
    await composer(page).pressSequentially("/pl");
    await page.getByRole("option", { name: /Plan my day/ }).waitFor();
    found.commands = await axe(page);
    assert.deepEqual(
      Object.entries(found).filter(([, violations]) => violations.length > 0),
      [],
    );
    await quiet();
  });
}

test("at 420 pixels the chat is whole, and a mention brings the task to the front", async (t) => {
  const docket = await startDocket(t, await dataDirectory(t));
  const [task] = await docket.add(`Call the ${"very ".repeat(30)}long dentist today`);
  const { page, quiet } = await openPage(t, await docket.address(), { width: 420, height: 720 });
  await page.getByRole("button", { name: "Chat" }).click();
  await ask(page, "move it to friday");
  await composer(page).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
  await composer(page).fill("");
  await composer(page).pressSequentially("@long");
  await page.getByRole("option", { name: /long dentist/ }).click();
  await page.keyboard.press("Enter");
  await chat(page)
    .getByRole("button", { name: /long dentist/ })
    .first()
    .click();
  await eventually(() => page.evaluate(() => location.hash), `#task=${task.id}`);
  await composer(page).waitFor({ state: "hidden" });
  await quiet();
});
