/** Without a keyring, or with one that is locked: the app works, asks for no password by itself, and says where the key is. */

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "../e2e/support/test.mjs";
import { dataDirectory, startApp } from "./support/app.mjs";
import { bareBus, busWithKeyring } from "./support/keyring.mjs";
import { fakeModel } from "./support/model.mjs";
import { chatText, placeOf, request, say } from "./support/page.mjs";
import { until } from "./support/until.mjs";

const KEY = "sk-desktop-test-0123456789abcdefghij";
const IN_MEMORY = { present: true, last4: "ghij", store: "memory" };
/** A keyring gets 5 s for each of the few things it is asked; a person would have given up long before. */
const PATIENT = { within: 60_000 };

async function* hello() {
  yield { content: "Hello from the model." };
}

async function modelWithKey(t) {
  const model = await fakeModel(hello, { key: KEY });
  t.after(() => model.close());
  return model;
}

const connect = (app, model) =>
  request(app.page, "PATCH", "/api/v1/settings", { provider: "compatible", base_url: model.url, model: "test-model" });

/** Saves the key, and reads the tasks while that is under way: `{saved, tasksWereFirst}`. */
function saveKeyWhileReading(page) {
  const script = `const [key] = args;
    const Authorization = "Bearer " + sessionStorage.getItem("docket.client_secret");
    const body = JSON.stringify({ key });
    const headers = { Authorization, "Content-Type": "application/json" };
    let isSaved = false;
    const saving = fetch("/api/v1/settings/key", { method: "PUT", headers, body }).then((answer) => {
      isSaved = true;
      return answer.json();
    });
    const tasks = await fetch("/api/v1/tasks", { headers: { Authorization } });
    const tasksWereFirst = tasks.ok && !isSaved;
    return { saved: await saving, tasksWereFirst };`;
  return page.executeAsync(script, KEY);
}

/** Opens Settings, Assistant, as a person does, and waits until it says `sentence`. */
async function settingsSay(page, sentence) {
  await page.click(placeOf("Settings"));
  await page.click(placeOf("Assistant"));
  const text = () => page.execute("return document.body.textContent");
  await until(`the settings say "${sentence}"`, async () => (await text()).includes(sentence), PATIENT);
}

async function isNowhereIn(dataDir) {
  for (const file of await readdir(dataDir, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const bytes = await readFile(join(file.parentPath, file.name));
    assert.ok(!bytes.includes(KEY), `the key is in ${file.name}`);
  }
}

test("without a keyring the key is kept in memory, and Settings say so", async (t) => {
  const env = await bareBus(t);
  const model = await modelWithKey(t);
  const dataDir = await dataDirectory(t);
  const app = await startApp(t, { dataDir, env, isDriven: true });
  assert.equal((await connect(app, model)).status, 200);
  const saved = await request(app.page, "PUT", "/api/v1/settings/key", { key: KEY });
  assert.deepEqual(saved, { status: 200, body: { key: IN_MEMORY } });
  await say(app.page, "Hello");
  await until("the model's answer", async () => (await chatText(app.page)).includes("Hello from the model."));
  assert.equal(model.refused(), 0, "the key came along");
  await settingsSay(app.page, "The key is kept in memory and forgotten when Docket quits.");
  await app.quit();
  await isNowhereIn(dataDir);

  const second = await startApp(t, { dataDir, env, isDriven: true });
  const { body } = await request(second.page, "GET", "/api/v1/settings/key");
  assert.deepEqual(body.key, { present: false, last4: null, store: "none" }, "forgotten, and nowhere to keep one");
  await settingsSay(second.page, "A key would be kept in memory until Docket quits.");
});

test("a locked keyring neither holds the app up nor is asked for at the start", async (t) => {
  const keyring = await busWithKeyring(t);
  const model = await modelWithKey(t);
  const dataDir = await dataDirectory(t);
  const first = await startApp(t, { dataDir, env: keyring.env, isDriven: true });
  assert.equal((await connect(first, model)).status, 200);
  const kept = await request(first.page, "PUT", "/api/v1/settings/key", { key: KEY });
  assert.equal(kept.body.key.store, "keyring", "it works while it is open");
  await first.quit();
  assert.equal(await keyring.prompts(), 0);

  await keyring.lock();
  const app = await startApp(t, { dataDir, env: keyring.env, isDriven: true });
  await app.logged("answered GET /api/v1/events");
  assert.equal((await request(app.page, "GET", "/api/v1/settings")).status, 200);
  assert.equal(await keyring.prompts(), 0, "nobody is asked for a password who has only opened the window");

  const { saved, tasksWereFirst } = await saveKeyWhileReading(app.page);
  assert.deepEqual(saved, { key: IN_MEMORY });
  assert.ok(tasksWereFirst, "the rest of the app goes on while the system waits for a password");
  assert.equal(await keyring.prompts(), 1, "whoever saves a key is asked, once");
  await say(app.page, "Hello");
  await until("the model's answer", async () => (await chatText(app.page)).includes("Hello from the model."), PATIENT);
  assert.equal(model.refused(), 0, "the key came along");
  await settingsSay(app.page, "The key is kept in memory and forgotten when Docket quits.");
  await app.quit();
  await isNowhereIn(dataDir);
});
