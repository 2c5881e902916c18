import assert from "node:assert/strict";
import { axe, openPage, row } from "./support/browser.mjs";
import { dataDirectory, startDocket } from "./support/docket.mjs";
import { eventually } from "./support/expect.mjs";
import { call, cut, hanging, silence, startModel, status, text } from "./support/model.mjs";
import { openSettings, setting } from "./support/settings.mjs";
import { test } from "./support/test.mjs";

const KEY = "sk-proj-0123456789abcdef4Qx7";
const composer = (page) => page.getByRole("textbox", { name: "Message", exact: true });
const bar = (page) => page.locator(".assistant-bar");
const chat = (page) => page.getByRole("region", { name: "Chat" });
/** What was said in the chat; readers are told it once more, beside it. */
const said = (page, words) => chat(page).getByText(words).first();

/** As `quiet()`, but for the notes that the browser itself makes of requests that are refused. */
async function quietButRefusals(quiet) {
  const found = await quiet().then(
    () => [],
    (error) => error.actual,
  );
  assert.deepEqual(
    found.filter((line) => !line.startsWith("console: Failed to load resource")),
    [],
  );
}

async function ask(page, sentence) {
  await composer(page).fill(sentence);
  await composer(page).press("Enter");
}

/** A list whose chat is answered by a fake model, and a page of it. */
async function connected(t, { page: options, ...settings } = {}) {
  const docket = await startDocket(t, await dataDirectory(t));
  const model = await startModel(t);
  const choice = { provider: "compatible", base_url: model.address, model: "qwen3:14b", ...settings };
  await docket.request("PATCH", "/api/v1/settings", choice);
  return { docket, model, ...(await openPage(t, await docket.address(), options)) };
}

async function unconnected(t) {
  const docket = await startDocket(t, await dataDirectory(t));
  const opened = await openPage(t, await docket.address());
  await openSettings(opened.page, "Assistant");
  return { docket, ...opened };
}

const chosen = async (docket) => {
  const { provider, base_url, model } = await docket.request("GET", "/api/v1/settings");
  return { provider, base_url, model };
};

test("a server is connected by hand: address, model from its list, test, and its answer in the chat", async (t) => {
  const { docket, page, quiet } = await unconnected(t);
  const model = await startModel(t);
  await page.getByRole("radio", { name: "Compatible server" }).click();
  const address = page.getByRole("textbox", { name: "Base address" });
  await address.fill(model.address);
  await setting(page, "Base address").getByRole("button", { name: "Save" }).click();
  await eventually(() => chosen(docket), { provider: "compatible", base_url: model.address, model: null });

  await page.getByRole("combobox", { name: "Model" }).click();
  await page.getByRole("option", { name: "qwen3:14b" }).click();
  await eventually(() => chosen(docket), { provider: "compatible", base_url: model.address, model: "qwen3:14b" });
  await page.getByRole("button", { name: "Test connection" }).click();
  await page.getByText(/It works. The server answered in .* and has qwen3:14b./).waitFor();
  assert.equal(model.questions.length, 0, "a test asks the model nothing");

  await page.keyboard.press("Escape");
  await ask(page, "Hello");
  await said(page, "Hello from the model.").waitFor();
  await bar(page).getByText("qwen3:14b · nothing leaves this computer").waitFor();
  assert.deepEqual(
    [model.questions[0].path, model.questions[0].body.model, model.questions[0].key],
    ["/v1/chat/completions", "qwen3:14b", null],
  );
  await quietButRefusals(quiet);
});

test("the same by keyboard, with a model that is typed", async (t) => {
  const { docket, page, quiet } = await unconnected(t);
  const model = await startModel(t);
  await page.getByRole("radio", { name: "Built in" }).focus();
  await page.keyboard.press("ArrowLeft");
  const address = page.getByRole("textbox", { name: "Base address" });
  await address.focus();
  await page.keyboard.type(model.address);
  await page.keyboard.press("Enter");
  const field = page.getByRole("combobox", { name: "Model" });
  await eventually(() => chosen(docket), { provider: "compatible", base_url: model.address, model: null });
  await field.focus();
  await page.keyboard.type("my-own-model");
  await page.getByText("None of its models is called so.").waitFor();
  await page.keyboard.press("Enter");
  await eventually(() => chosen(docket), { provider: "compatible", base_url: model.address, model: "my-own-model" });

  await page.getByRole("button", { name: "Test connection" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText("This server has no model “my-own-model”. It has qwen3:14b and llama3.3.").waitFor();
  await page.getByRole("button", { name: "Use qwen3:14b" }).focus();
  await page.keyboard.press("Enter");
  await eventually(() => chosen(docket), { provider: "compatible", base_url: model.address, model: "qwen3:14b" });
  await quietButRefusals(quiet);
});

test("a preset brings its usual address, and this computer is searched only when asked to", async (t) => {
  const { docket, page, quiet } = await unconnected(t);
  await page.getByRole("radio", { name: "Compatible server" }).click();
  await page.getByRole("radio", { name: "LM Studio" }).click();
  const expected = { provider: "compatible", base_url: "http://127.0.0.1:1234/v1", model: null };
  await eventually(() => chosen(docket), expected);
  await page.waitForFunction(() => document.querySelector('input[name="address"]').value === "http://127.0.0.1:1234/v1");

  const { presets } = await docket.request("GET", "/api/v1/assistant");
  const found = await serverAtAPreset(t, presets);
  assert.equal(found.model.listings, 0, "nobody has looked yet");
  await page.getByRole("button", { name: "Look for one" }).click();
  await page.getByRole("button", { name: `Use ${found.name}` }).click();
  await eventually(() => chosen(docket), { provider: "compatible", base_url: found.base_url, model: "qwen3:14b" });
  assert.ok(found.model.listings >= 1);
  await page.keyboard.press("Escape");
  await bar(page).getByText(`${found.name} qwen3:14b · nothing leaves this computer`).waitFor();
  await quietButRefusals(quiet);
});

/** A model at one of the usual addresses: whichever nobody else has on this machine. */
async function serverAtAPreset(t, presets) {
  for (const { name, base_url } of presets.toReversed()) {
    try {
      return { name, base_url, model: await startModel(t, { port: Number(new URL(base_url).port) }) };
    } catch (error) {
      if (error.code !== "EADDRINUSE") throw error;
    }
  }
  throw new Error("all four usual ports are taken");
}

test("an address that is refused stays in the field, with the reason", async (t) => {
  const { docket, page, quiet } = await unconnected(t);
  await page.getByRole("radio", { name: "Compatible server" }).click();
  const address = page.getByRole("textbox", { name: "Base address" });
  await address.fill("http://models.example/v1");
  await address.press("Enter");
  await page
    .getByRole("alert")
    .getByText(/allowed only for this computer and the local network/)
    .waitFor();
  assert.equal(await address.inputValue(), "http://models.example/v1");
  await eventually(() => chosen(docket), { provider: "compatible", base_url: null, model: null });

  await address.fill("http://192.168.0.7:8000/v1");
  await address.press("Enter");
  await page.getByText("http is not encrypted: others in the same network can read what goes to 192.168.0.7:8000.").waitFor();
  await eventually(() => chosen(docket), { provider: "compatible", base_url: "http://192.168.0.7:8000/v1", model: null });
  await quietButRefusals(quiet);
});

test("what a test finds wrong is said in words: nobody there, a page instead of a model, a key that is wanted or refused", async (t) => {
  const { docket, model, page, quiet } = await connected(t);
  await openSettings(page, "Assistant");
  const tryOut = async (sentence) => {
    await page.getByRole("button", { name: "Test connection" }).click();
    await page.getByText(sentence).waitFor();
  };
  const host = new URL(model.address).host;
  model.listing = (_, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<html>Welcome</html>");
  };
  await tryOut(`${host} answers, but not as an OpenAI-compatible server. The base address often ends in /v1.`);
  model.listing = (_request, response, key) => {
    response.writeHead(key === KEY ? 403 : 401, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: { message: "no", code: "invalid_api_key" } }));
  };
  await tryOut(`${host} wants a key, and there is none for it yet.`);
  await page.getByRole("button", { name: "Add a key" }).click();
  await page.keyboard.type(KEY);
  await page.keyboard.press("Enter");
  await page.getByText("••••4Qx7").waitFor();
  await tryOut(`${host} refused this key.`);
  await model.close();
  await tryOut(`Nothing answers at ${host}. Start the server there, or change the address.`);
  const { outage } = await docket.request("GET", "/api/v1/assistant");
  assert.equal(outage, "unreachable");
  await page.getByRole("button", { name: "Change the address" }).click();
  assert.equal(await page.evaluate(() => document.activeElement.name), "address");
  await quietButRefusals(quiet);
});

test("a test that takes long can be stopped, and says how long it has taken", async (t) => {
  const { model, page, quiet } = await connected(t);
  await openSettings(page, "Assistant");
  model.listing = () => undefined;
  await page.getByRole("button", { name: "Test connection" }).click();
  await page.getByText(/Asking 127\.0\.0\.1:\d+… [1-9] s of 10/).waitFor();
  await setting(page, "Connection").getByRole("button", { name: "Stop" }).click();
  await page.getByText("Stopped. Nothing was changed.").waitFor();
  model.listing = null;
  await page.getByRole("button", { name: "Test connection" }).click();
  await page.getByText("It works.").waitFor();
  await quietButRefusals(quiet);
});

test("a key goes in, is never shown again, goes to its server alone, and is removed at a second press", async (t) => {
  const { docket, model, page, quiet } = await connected(t);
  await openSettings(page, "Assistant");
  await page.getByLabel("API key").fill(KEY);
  await page.keyboard.press("Enter");
  await page.getByText("••••4Qx7").waitFor();
  assert.equal((await page.content()).includes(KEY.slice(0, 16)), false);
  assert.equal(JSON.stringify(await docket.request("GET", "/api/v1/settings")).includes(KEY), false);
  await page.keyboard.press("Escape");
  await ask(page, "Hello");
  await said(page, "Hello from the model.").waitFor();
  assert.equal(model.questions[0].key, KEY);

  await openSettings(page, "Assistant");
  await page.getByRole("radio", { name: "OpenAI" }).click();
  await page.getByText("The saved key is for another connection and does not go to this one.").waitFor();
  await page.getByRole("radio", { name: "Compatible server" }).click();
  await page.getByRole("button", { name: /^(Remove|Forget)$/ }).click();
  await page.getByRole("button", { name: "Keep it" }).press("Enter");
  await page.getByText("••••4Qx7").waitFor();
  await page.getByRole("button", { name: /^(Remove|Forget)$/ }).click();
  await page
    .getByRole("alertdialog")
    .getByRole("button", { name: /^(Remove|Forget)$/ })
    .click();
  await page.getByLabel("API key").waitFor();
  const { key } = await docket.request("GET", "/api/v1/settings");
  assert.equal(key.present, false);
  await quietButRefusals(quiet);
});

test("the day's limit is set, refused where it is no number, and taken back to the usual one", async (t) => {
  const { docket, page, quiet } = await connected(t);
  await openSettings(page, "Assistant");
  const field = page.getByRole("textbox", { name: "Daily limit" });
  await field.fill("plenty");
  await field.press("Enter");
  await page.getByText("Write a whole number, such as 200,000.").waitFor();
  assert.equal(await field.inputValue(), "plenty");
  await field.fill("200,000");
  await field.press("Enter");
  const limit = async () => (await docket.request("GET", "/api/v1/assistant")).tokens.limit;
  await eventually(limit, 200_000);
  await page.getByRole("meter", { name: "Daily limit" }).waitFor();
  await page.getByRole("button", { name: "Use the usual limit" }).click();
  await eventually(limit, 100_000);
  await page.getByRole("radio", { name: "10 a minute" }).click();
  await eventually(async () => (await docket.request("GET", "/api/v1/settings")).tier, "free");
  await eventually(limit, 10_000);
  await quietButRefusals(quiet);
});

test("a model adds a task by its tools, and the list beside the chat follows", async (t) => {
  const { docket, model, page, quiet } = await connected(t);
  await page.getByRole("button", { name: "Inbox" }).click();
  model.answer(call("add_task", { title: "Buy milk" }), text("Milk is on your list."));
  await ask(page, "I am out of milk");
  await said(page, "Milk is on your list.").waitFor();
  await row(page, "Buy milk").waitFor();
  assert.deepEqual(await docket.rows("SELECT title, source FROM tasks"), [{ title: "Buy milk", source: "assistant" }]);
  assert.equal(model.questions.length, 2);
  await quietButRefusals(quiet);
});

test("while the model is away the built-in assistant answers that very message, and the model comes back by itself", async (t) => {
  const { docket, model, page, quiet } = await connected(t);
  await page.getByRole("button", { name: "Inbox" }).click();
  await bar(page).getByText("nothing leaves this computer").waitFor();
  await model.close();
  await ask(page, "Add a task to buy milk");
  await said(page, /cannot be reached\. The built-in assistant answers until it is back\./).waitFor();
  await row(page, "Buy milk").waitFor();
  assert.deepEqual(await docket.rows("SELECT title FROM tasks"), [{ title: "Buy milk" }]);
  await bar(page).getByText("Compatible server cannot be reached").waitFor();
  assert.equal(await bar(page).getAttribute("data-tone"), "broken");

  await model.listen();
  // Nobody presses or writes anything: a server on this computer is looked for.
  await bar(page).getByText("nothing leaves this computer").waitFor();
  await ask(page, "Hello");
  await said(page, "Hello from the model.").waitFor();
  assert.deepEqual((await docket.request("GET", "/api/v1/assistant")).outage, null);
  await quietButRefusals(quiet);
});

test("with that switched off the failure is said, Retry asks again, and Try again finds the server", async (t) => {
  const { docket, model, page, quiet } = await connected(t);
  await openSettings(page, "Assistant");
  await page.getByRole("switch", { name: /Let the built-in assistant answer/ }).click();
  await eventually(async () => (await docket.request("GET", "/api/v1/settings")).fallback, false);
  await page.keyboard.press("Escape");
  await model.close();
  await ask(page, "Add a task to buy milk");
  await said(page, /127\.0\.0\.1:\d+ cannot be reached\./).waitFor();
  assert.deepEqual(await docket.rows("SELECT title FROM tasks"), []);
  await bar(page).getByRole("button", { name: "Use built in" }).waitFor();
  await model.listen();
  await bar(page).getByText("nothing leaves this computer").waitFor();
  await chat(page).getByRole("button", { name: "Retry" }).first().click();
  await said(page, "Hello from the model.").waitFor();
  await quietButRefusals(quiet);
});

test("half an answer that breaks off is kept, nobody stands in for it, and Retry asks again", async (t) => {
  const { docket, model, page, quiet } = await connected(t);
  model.answer(cut("The outline is the "));
  await ask(page, "Plan my day");
  await said(page, "The connection to").waitFor();
  await said(page, /broke off\. What had arrived is kept, and nothing on your list was changed\./).waitFor();
  await said(page, "The outline is the").waitFor();
  await page.getByRole("button", { name: "Continue with built in" }).waitFor();
  await chat(page).getByRole("button", { name: "Retry" }).last().click();
  await said(page, "Hello from the model.").waitFor();
  assert.equal(model.questions.length, 2);
  const { threads } = await docket.request("GET", "/api/chatkit/threads");
  assert.equal(threads.length, 1);
  await quietButRefusals(quiet);
});

test("Use built in during an answer ends it and keeps what had arrived", async (t) => {
  const { docket, model, page, quiet } = await connected(t);
  model.answer(hanging("The outline is the largest "));
  await ask(page, "Plan my day");
  await said(page, "The outline is the largest").waitFor();
  await openSettings(page, "Assistant");
  await page.getByRole("radio", { name: "Built in" }).click();
  await page.keyboard.press("Escape");
  await bar(page).getByText("Built in · nothing leaves this computer").waitFor();
  await said(page, "The outline is the largest").waitFor();
  await ask(page, "Add a task to buy milk");
  await eventually(() => docket.rows("SELECT title FROM tasks"), [{ title: "Buy milk" }]);
  const { threads } = await docket.request("GET", "/api/chatkit/threads");
  const { messages } = await docket.request("GET", `/api/chatkit/threads/${threads[0].id}`);
  assert.equal(messages[1].content.trim(), "The outline is the largest");
  await quietButRefusals(quiet);
});

test("Use built in while the model says nothing has the built-in assistant answer that message", async (t) => {
  const { docket, model, page, quiet } = await connected(t);
  model.answer(silence());
  await ask(page, "Add a task to buy milk");
  await model.asked(1);
  await docket.request("PATCH", "/api/v1/settings", { provider: "rules" });
  await said(page, "Added Buy milk.").waitFor();
  assert.deepEqual(await docket.rows("SELECT title FROM tasks"), [{ title: "Buy milk" }]);
  await bar(page).getByText("Built in · nothing leaves this computer").waitFor();
  await quietButRefusals(quiet);
});

test("a model that is long in coming is waited for, stopped, or left, and is said to be slow after half a minute", async (t) => {
  const { docket, model, page, quiet } = await connected(t);
  model.answer(silence(), silence());
  await ask(page, "Add a task to buy milk");
  const slow = page.getByText("qwen3:14b has said nothing for 30 s. It may still be loading.");
  await slow.waitFor({ timeout: 60_000 });
  assert.deepEqual(await axe(page), []);
  await page.getByRole("button", { name: "Wait on" }).press("Enter");
  await slow.waitFor({ state: "detached" });
  assert.equal((await docket.request("GET", "/api/v1/assistant")).slow_s >= 30, true, "it is still waited for");
  await docket.request("POST", "/api/v1/assistant/stop");
  await eventually(async () => (await docket.request("GET", "/api/v1/assistant")).slow_s, null);
  assert.deepEqual(await docket.rows("SELECT title FROM tasks"), [], "who stops wants no answer");
  await bar(page).getByText("qwen3:14b · nothing leaves this computer").waitFor();
  await ask(page, "Add a task to buy bread");
  await slow.waitFor({ timeout: 60_000 });
  await page.locator(".chat-notice").getByRole("button", { name: "Use built in" }).click();
  await eventually(() => docket.rows("SELECT title FROM tasks"), [{ title: "Buy bread" }]);
  await quietButRefusals(quiet);
});

test("a model that is not there is named with those that are, and one press takes another", async (t) => {
  const { docket, model, page, quiet } = await connected(t, { model: "qwen3:32b" });
  model.answer(status(404, "model_not_found", "model 'qwen3:32b' not found"));
  await ask(page, "Hello");
  await said(page, "This server has no model “qwen3:32b”. It has qwen3:14b and llama3.3.").waitFor();
  await page.getByRole("button", { name: "Use qwen3:14b" }).click();
  await eventually(async () => (await docket.request("GET", "/api/v1/settings")).model, "qwen3:14b");
  await bar(page).getByText("qwen3:14b · nothing leaves this computer").waitFor();
  await quietButRefusals(quiet);
});

test("a conversation that is too long goes on in a new one, from its summary", async (t) => {
  const { docket, model, page, quiet } = await connected(t);
  model.answer(text("Ada wants the outline on Friday."), status(400, "context_length_exceeded", "too long"));
  await ask(page, "What does Ada want?");
  await said(page, "Ada wants the outline on Friday.").waitFor();
  await ask(page, "And Ines?");
  await said(page, "This conversation is longer than the model can read. A new chat can start from its summary.").waitFor();
  await page.getByRole("button", { name: "New chat from a summary" }).click();
  await page.getByText("Hi! I can help you manage your tasks.").waitFor();
  await page.waitForFunction(() => {
    const shadow = document.querySelector("openai-chatkit").shadowRoot;
    return (
      shadow.textContent.includes("Ada wants the outline on Friday.") ||
      [...shadow.querySelectorAll("textarea")].some((field) => field.value.includes("Ada"))
    );
  });
  const { threads } = await docket.request("GET", "/api/chatkit/threads");
  assert.equal(threads.length, 1, "nothing is sent before one sends it");
  await quietButRefusals(quiet);
});

for (const colorScheme of ["light", "dark"]) {
  test(`nothing that axe minds in the connections, ${colorScheme}`, async (t) => {
    const { model, page, quiet } = await connected(t, { page: { colorScheme, reducedMotion: "reduce", height: 1000 } });
    const found = {};
    const look = async (state) => {
      found[state] = await axe(page);
    };
    await model.close();
    await ask(page, "Hello");
    await bar(page).getByText("cannot be reached").waitFor();
    await look("the bar while the model is away");
    await model.listen();
    await bar(page).getByText("nothing leaves this computer").waitFor();
    model.answer(cut("The outline "));
    await ask(page, "Plan my day");
    await page.getByRole("button", { name: "Continue with built in" }).waitFor();
    await look("a failed answer");

    await openSettings(page, "Assistant");
    await page.getByRole("button", { name: "Test connection" }).click();
    await page.getByText("It works.").waitFor();
    await look("a server that works");
    await page.getByRole("combobox", { name: "Model" }).click();
    await page.getByRole("option", { name: "llama3.3" }).waitFor();
    // Base UI hides the rest of the page from readers while a list is open, fields that take the focus too: only what is left is looked at.
    found["a server, its models open"] = await page.evaluate(async () => {
      const { violations } = await window.axe.run({ include: [".model-list", ".model-field"] }, { resultTypes: ["violations"] });
      return violations.map(({ id }) => id);
    });
    await page.keyboard.press("Escape");
    await page.getByLabel("API key").fill(KEY);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /^(Remove|Forget)$/ }).click();
    await look("a key that is to be removed");
    await page.setViewportSize({ width: 420, height: 800 });
    await look("at 420 pixels");
    assert.deepEqual(
      Object.entries(found).filter(([, violations]) => violations.length > 0),
      [],
    );
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(overflow, 0);
    await quietButRefusals(quiet);
  });
}
