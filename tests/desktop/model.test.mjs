/** The same conversation with a model behind an OpenAI-compatible address, and the key in the system's keyring. */

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "../e2e/support/test.mjs";
import { dataDirectory, startApp } from "./support/app.mjs";
import { keyringSecret } from "./support/desktop.mjs";
import { fakeModel, toolCall } from "./support/model.mjs";
import { chatText, placeOf, request, rowTitled, say } from "./support/page.mjs";
import { until } from "./support/until.mjs";

const KEY = "sk-desktop-test-0123456789abcdefghij";
const DUE = { date: "2026-11-22", weekday: "Sunday", time: "17:00" };

async function* buysGroceries({ messages }) {
  const isAnswered = messages.some((message) => message.role === "tool");
  if (isAnswered) yield* [{ content: "Added **buy groceries** " }, { content: "for Sunday 22 November, 17:00." }];
  else yield* toolCall("add_task", { title: "buy groceries", due: DUE });
}

test("a model adds the task, with a key that outlives the app in the keyring and nowhere else", async (t) => {
  const model = await fakeModel(buysGroceries, { key: KEY });
  t.after(() => model.close());
  const dataDir = await dataDirectory(t);

  const first = await startApp(t, { dataDir, isDriven: true });
  const settings = { provider: "compatible", base_url: model.url, model: "test-model" };
  assert.equal((await request(first.page, "PATCH", "/api/v1/settings", settings)).status, 200);
  const saved = await request(first.page, "PUT", "/api/v1/settings/key", { key: KEY });
  assert.deepEqual(saved, { status: 200, body: { key: { present: true, last4: "ghij", store: "keyring" } } });
  assert.equal(await keyringSecret({ service: "app.docket.desktop", username: "openai" }), KEY);
  await first.quit();

  const second = await startApp(t, { dataDir, isDriven: true });
  assert.notEqual(second.url, first.url, "another start, another port");
  await say(second.page, "Add a task to buy groceries tomorrow 5pm");
  await until("the model's answer in the chat", async () => (await chatText(second.page)).includes("Sunday 22 November, 17:00."));
  assert.equal(model.refused(), 0, "the key came along from the first request: it was saved for this address");
  assert.deepEqual(
    model.requests.map((request) => request.model),
    ["test-model", "test-model"],
    "one turn is two calls: the tool, then the sentence",
  );
  await second.page.click(placeOf("Upcoming"));
  assert.match(await rowTitled(second.page, "buy groceries"), /Sunday 22 November/);
  assert.deepEqual(await second.tasks(), [
    { title: "buy groceries", due: "2026-11-22T17:00", due_zone: "Europe/Berlin", source: "assistant" },
  ]);
  await second.quit();

  for (const file of await readdir(dataDir, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const bytes = await readFile(join(file.parentPath, file.name));
    assert.ok(!bytes.includes(KEY), `the key is in ${file.name}`);
  }
});

test("what a broken-off answer had so far is kept when the app is quit", async (t) => {
  let letGo;
  const held = new Promise((open) => {
    letGo = open;
  });
  async function* neverEnds() {
    yield { content: "The first half of the answer" };
    await held;
  }
  const model = await fakeModel(neverEnds);
  t.after(() => {
    letGo();
    return model.close();
  });
  const app = await startApp(t, { isDriven: true });
  await request(app.page, "PATCH", "/api/v1/settings", { provider: "compatible", base_url: model.url, model: "test-model" });
  await say(app.page, "Tell me something");
  await until("the first half in the chat", async () => (await chatText(app.page)).includes("The first half"));
  await app.quit();
  const left = await readdir(app.dataDir);
  assert.ok(!left.includes("docket.sqlite3-wal"), "the log went back into the file");

  const items = await app.query("SELECT record FROM items ORDER BY seq");
  assert.ok(
    items.some((item) => item.record.includes("The first half of the answer")),
    JSON.stringify(items),
  );
});
