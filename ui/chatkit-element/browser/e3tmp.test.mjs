/** The composer in front of the reference server: files, tools, models, mentions, commands, quotes, dictation. */
import assert from "node:assert/strict";
import { eventually, walk } from "./support/browser.mjs";
import { PAYLOADS } from "./support/payloads.mjs";
import { scan } from "./support/scan.mjs";

const files = { composer: { attachments: { enabled: true } } };
const direct = { ...files, api: { uploadStrategy: { type: "direct", uploadUrl: "/api/chatkit/upload" } } };
const twoPhase = { ...files, api: { uploadStrategy: { type: "two_phase" } } };

const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");
const NOTE = { name: "note.txt", mimeType: "text/plain", buffer: Buffer.from("Buy milk\n") };
const CAT = { name: "cat.png", mimeType: "image/png", buffer: PNG };

const chip = (chat, name) => chat.page.getByRole("listitem").filter({ hasText: name });

/** Picks files as the system's dialog would. */
async function pick(chat, ...list) {
  const chooser = chat.page.waitForEvent("filechooser");
  await chat.button("Attach files").click();
  await (await chooser).setFiles(list);
}

/** All bytes are there, and the server has answered. */
async function arrived(chat, name) {
  await chip(chat, name).waitFor();
  await chat.page.getByRole("progressbar", { name }).waitFor({ state: "detached" });
}

walk("names of files stay text, in the composer and in the thread", { options: direct }, async (chat) => {
  const names = Object.values(PAYLOADS)
    .flat()
    .filter((_, i) => i % 36 === 0)
    .concat(PAYLOADS.files);
  const data = await transferOf(
    chat,
    names.map((name) => [name, "text/plain", "x"]),
  );
  await chat.page.waitForTimeout(800);
  await chat.log.dispatchEvent("drop", { dataTransfer: data });
  await chat.page.getByRole("progressbar").first().waitFor({ state: "detached" });
  await eventually(() => chat.page.getByRole("progressbar").count(), 0);
  assert.deepEqual(await chat.page.evaluate(scan), []);
  console.log(await chat.page.locator(".files .file").allTextContents(), await chat.page.locator(".note").allTextContents());
  await chat.say("text 1");
  await chat.text("w0").waitFor();
  console.log(JSON.stringify((await chat.stored()).items[0]));
  assert.ok((await chat.stored()).items[0].attachments.length > 5);
  assert.deepEqual(await chat.page.evaluate(scan), []);
  assert.equal(await chat.page.evaluate(() => window.__xss ?? null), null);
});
