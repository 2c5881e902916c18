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

for (const [strategy, options, requests] of [
  ["two phases", twoPhase, ["attachments.create", /^uploads\//]],
  ["directly", direct, [/^upload$/]],
]) {
  walk(`files go up ${strategy}, go with the message, and are there after a reload`, { options }, async (chat) => {
    await pick(chat, NOTE, CAT);
    await chip(chat, "note.txt").getByText("9").waitFor();
    await arrived(chat, "note.txt");
    await arrived(chat, "cat.png");
    for (const request of requests) {
      const sent = chat.site.requests.filter(
        ({ type, path }) => type === request || (path && request instanceof RegExp && request.test(path)),
      );
      assert.equal(sent.length, 2, String(request));
    }
    await chat.say("text 1");

    await chat.text("note.txt").waitFor();
    await chat.log.getByRole("img", { name: "cat.png" }).waitFor();
    const [message] = (await chat.stored()).items;
    assert.deepEqual(
      message.attachments.map(({ type, name, mime_type }) => ({ type, name, mime_type })),
      [
        { type: "file", name: "note.txt", mime_type: "text/plain" },
        { type: "image", name: "cat.png", mime_type: "image/png" },
      ],
    );
    const bytes = await chat.site.download(`files/${message.attachments[1].id}`);
    assert.deepEqual(bytes, PNG);
    await eventually(
      () =>
        chip(chat, "note.txt")
          .getByRole("button", { name: /^Remove/ })
          .count(),
      0,
    );

    await chat.page.goto(chat.site.address(chat.kind, { ...options, initialThread: await chat.threadId() }));
    const picture = chat.log.getByRole("img", { name: "cat.png" });
    await picture.waitFor();
    await chat.page.waitForFunction((img) => img.complete && img.naturalWidth === 1, await picture.elementHandle());
  });
}

walk("a file on its way shows how far it is, and the message waits for it", { options: twoPhase }, async (chat) => {
  const upload = deferred();
  const back = chat.site.always("*", async (exchange) => {
    if (exchange.asked.path?.startsWith("uploads/")) await upload.promise;
    await exchange.forward();
  });
  await pick(chat, NOTE);
  await chat.page.getByRole("progressbar", { name: "note.txt" }).waitFor();
  await chat.write("text 1");
  assert.equal(chat.site.types().includes("threads.create"), false);
  upload.resolve();
  await arrived(chat, "note.txt");
  back();
  await chat.composer.press("Enter");
  await chat.text("w0").waitFor();
  await eventually(async () => (await chat.stored()).items[0].attachments.length, 1);
});

function deferred() {
  const deferred = {};
  deferred.promise = new Promise((resolve) => Object.assign(deferred, { resolve }));
  return deferred;
}

walk("a file taken away before sending is gone from the server too", { options: twoPhase }, async (chat) => {
  await pick(chat, NOTE);
  await arrived(chat, "note.txt");
  await chat.button("Remove note.txt").click();
  await chip(chat, "note.txt").waitFor({ state: "detached" });
  await eventually(() => chat.site.types().includes("attachments.delete"), true);
  await chat.say("text 1");
  await eventually(async () => (await chat.stored()).items[0].attachments, []);
});

walk("an upload that fails says so and can be tried again", { options: direct, except: [/500/] }, async (chat) => {
  chat.site.next("upload", (exchange) => exchange.json(500, {}));
  await pick(chat, NOTE);
  await chip(chat, "note.txt").getByText("Not uploaded").waitFor();
  await chat.button("Retry note.txt").click();
  await chip(chat, "note.txt").getByText("Not uploaded").waitFor({ state: "detached" });
  await arrived(chat, "note.txt");
  await chat.say("text 1");
  await eventually(async () => (await chat.stored()).items[0].attachments.length, 1);
});

walk("an upload whose connection breaks is told apart from one that was refused", { options: direct, except: [/ERR_/] }, async (chat) => {
  // A browser sends once more by itself where a kept connection breaks.
  chat.site.always("upload", (exchange) => exchange.drop());
  await pick(chat, NOTE);
  await chip(chat, "note.txt").getByText("Not uploaded").waitFor();
  assert.match((await chat.details("error")).at(-1).error, /upload/);
  await chat.button("Remove note.txt").click();
  await chip(chat, "note.txt").waitFor({ state: "detached" });
});

const limited = { ...direct, composer: { attachments: { enabled: true, maxSize: 8, maxCount: 1, accept: { "text/plain": [".txt"] } } } };

walk("what may not be attached is named with the reason", { options: limited }, async (chat) => {
  await pick(chat, NOTE);
  await chat.page
    .getByText(/“note\.txt” has 9 bytes?|“note\.txt” has/)
    .first()
    .waitFor();
  await pick(chat, CAT);
  await chat.page.getByText("“cat.png” cannot be attached here.").first().waitFor();
  const small = { ...NOTE, name: "small.txt", buffer: Buffer.from("ok") };
  await pick(chat, small);
  await arrived(chat, "small.txt");
  await pick(chat, { ...small, name: "second.txt" });
  await chat.page.getByText("“second.txt” was left out.").first().waitFor();
  assert.equal(chat.site.requests.filter(({ path }) => path === "upload").length, 1);
});

/** A transfer with files, as a paste or a drop brings it, once the chat takes files. */
async function transferOf(chat, list) {
  await chat.page.locator("input[type=file]").waitFor({ state: "attached" });
  await chat.settled();
  return chat.page.evaluateHandle((list) => {
    const data = new DataTransfer();
    for (const [name, type, text] of list) data.items.add(new File([text], name, { type }));
    return data;
  }, list);
}

walk("files are dropped anywhere on the chat", { options: direct }, async (chat) => {
  const dataTransfer = await transferOf(chat, [["dropped.txt", "text/plain", "hello"]]);
  await chat.log.dispatchEvent("dragenter", { dataTransfer });
  await chat.log.dispatchEvent("dragover", { dataTransfer });
  await chat.page.getByText("Drop files to attach them").waitFor();
  await chat.log.dispatchEvent("drop", { dataTransfer });
  await chip(chat, "dropped.txt").waitFor();
  await chat.page.getByText("Drop files to attach them").waitFor({ state: "detached" });
  await arrived(chat, "dropped.txt");
});

walk("files are pasted into the field", { options: direct }, async (chat) => {
  const data = await transferOf(chat, [["pasted.txt", "text/plain", "hello"]]);
  await chat.composer.evaluate((area, clipboardData) => {
    area.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, data);
  await chip(chat, "pasted.txt").waitFor();
  await arrived(chat, "pasted.txt");
});

walk("names of files stay text, in the composer and in the thread", { options: direct }, async (chat) => {
  const names = Object.values(PAYLOADS)
    .flat()
    .filter((_, i) => i % 36 === 0)
    .concat(PAYLOADS.files);
  const data = await transferOf(
    chat,
    names.map((name) => [name, "text/plain", "x"]),
  );
  await chat.log.dispatchEvent("drop", { dataTransfer: data });
  // As many as go with a message; that the others were left out is said with their names.
  await eventually(() => chat.page.getByRole("listitem").count(), 10);
  await eventually(() => chat.page.getByRole("progressbar").count(), 0);
  assert.deepEqual(await chat.page.evaluate(scan), []);
  await chat.say("text 1");
  await chat.text("w0").waitFor();
  await eventually(async () => (await chat.stored()).items[0].attachments.length, 10);
  assert.deepEqual(await chat.page.evaluate(scan), []);
  assert.equal(await chat.page.evaluate(() => window.__xss ?? null), null);
});

const choices = {
  composer: {
    tools: [
      { id: "search", label: "Search the web", shortLabel: "Search", icon: "globe", placeholderOverride: "Search for" },
      { id: "draw", label: "Draw", icon: "sparkle", pinned: true, persistent: true },
    ],
    models: [
      { id: "small", label: "Small", description: "Fast", default: true },
      { id: "big", label: "Big", description: "Thorough" },
      { id: "old", label: "Old", disabled: true },
    ],
  },
};

walk("a tool and a model from the menus go with the message; the tool only once", { options: choices }, async (chat) => {
  await chat.button("Tools").click();
  await chat.page.getByRole("menuitemradio", { name: "Search the web" }).click();
  await eventually(() => chat.composer.getAttribute("placeholder"), "Search for");
  await eventually(() => chat.details("tool.change"), [{ toolId: "search" }]);
  await chat.button("Model: Small").press("Enter");
  const big = chat.page.getByRole("menuitemradio", { name: /^Big/ });
  const menu = chat.page.getByRole("menu");
  // The menu takes the keyboard with the frame after the one that shows it.
  await eventually(() => menu.evaluate((menu) => menu.matches(":focus")), true);
  await chat.page.keyboard.press("b");
  await eventually(() => big.getAttribute("data-highlighted"), "");
  await chat.page.keyboard.press("Enter");
  await chat.button("Model: Big").waitFor();
  await chat.say("options");
  await chat.text("tool=search model=big quoted=-").waitFor();
  await chat.say("options");
  await chat.text("tool=- model=big quoted=-").waitFor();
  await eventually(async () => (await chat.details("tool.change")).at(-1), { toolId: null });
});

walk("a pinned tool is a button that stays pressed where it is to stay", { options: choices }, async (chat) => {
  const draw = chat.button("Draw");
  await draw.click();
  await eventually(() => draw.getAttribute("aria-pressed"), "true");
  await chat.say("options");
  await chat.text("tool=draw model=small quoted=-").waitFor();
  await eventually(() => draw.getAttribute("aria-pressed"), "true");
  await draw.click();
  await eventually(() => draw.getAttribute("aria-pressed"), "false");
});

walk("Esc closes a menu and does not stop the answer", { options: choices }, async (chat) => {
  await chat.write("slow 200");
  await chat.text(/s0 s1/).waitFor();
  await chat.button("Model: Small").click();
  await eventually(() => chat.page.getByRole("menu").evaluate((menu) => menu.matches(":focus")), true);
  await chat.page.keyboard.press("Escape");
  await chat.page.getByRole("menu").waitFor({ state: "detached" });
  await eventually(() => chat.stop.isVisible(), true);
  await eventually(() => chat.count("response.end"), 0);
});

walk(
  "an @ brings people to mention; one is one thing in the message",
  { options: { entities: { showComposerMenu: true } } },
  async (chat) => {
    await chat.composer.pressSequentially("hello @ada");
    await chat.page.getByRole("option", { name: /Ada Lovelace/ }).waitFor();
    await chat.page.keyboard.press("Enter");
    await chat.page.getByRole("listbox").waitFor({ state: "detached" });
    await chat.page.keyboard.press("Enter");
    await chat.event("response.end");
    await chat.text("echo: hello @Ada Lovelace").waitFor();
    const [message] = (await chat.stored()).items;
    assert.deepEqual(
      message.content.filter(({ type }) => type === "input_tag"),
      [{ type: "input_tag", id: "p1", text: "Ada Lovelace", data: { born: "1815" }, group: "People", interactive: true }],
    );
  },
);

walk("a mention in a sent message is the page's to open", { options: { entities: {} } }, async (chat) => {
  await chat.composer.pressSequentially("@ada");
  await chat.page.getByRole("option", { name: /Ada Lovelace/ }).click();
  await chat.composer.press("Enter");
  await chat.event("response.end");
  await chat.log.getByRole("button", { name: /Ada Lovelace/ }).click();
  const [[entity]] = await chat.calls("onClick");
  assert.equal(entity.id, "p1");
});

walk("Backspace takes a mention away as a whole", { options: { entities: {} } }, async (chat) => {
  await chat.composer.pressSequentially("@turing");
  await chat.page.getByRole("option", { name: /Alan Turing/ }).click();
  await eventually(async () => (await chat.composer.inputValue()).includes("Alan Turing"), true);
  await chat.page.keyboard.press("End");
  while ((await chat.composer.inputValue()).endsWith(" ")) await chat.page.keyboard.press("Backspace");
  await chat.page.keyboard.press("Backspace");
  await eventually(async () => (await chat.composer.inputValue()).trim(), "");
});

walk("a / brings commands, the page's and the composer's own", { options: { commands: { enabled: true }, ...direct } }, async (chat) => {
  await chat.composer.pressSequentially("/gre");
  await chat.page.getByRole("option", { name: /Greet/ }).waitFor();
  await chat.page.keyboard.press("Enter");
  await eventually(async () => (await chat.composer.inputValue()).includes("Ada Lovelace"), true);
  await eventually(async () => (await chat.calls("onSelect")).map(([{ id }]) => id), ["greet"]);
  await chat.composer.fill("");
  await chat.composer.pressSequentially("/att");
  await chat.page.getByRole("option", { name: /Attach files/ }).waitFor();
  await chat.page.keyboard.press("Escape");
  await chat.page.getByRole("option").waitFor({ state: "detached" });
  await eventually(() => chat.composer.inputValue(), "/att");
});

walk("words selected in an answer become a quote", {}, async (chat) => {
  await chat.say("text 3");
  await chat.text("w0 w1 w2").selectText();
  await chat.button("Reply").click();
  await chat.button("Remove the quote").waitFor();
  await chat.say("options");
  await chat.text("tool=- model=- quoted=w0 w1 w2").waitFor();
  await eventually(async () => (await chat.stored()).items[2].quoted_text, "w0 w1 w2");
});

const voice = { options: { composer: { dictation: { enabled: true } } }, context: { permissions: ["microphone"] } };

walk("what is dictated becomes text to edit, and is not sent", voice, async (chat) => {
  await chat.button("Dictate").click();
  await chat.button("Stop dictating").and(chat.page.locator(":enabled")).waitFor();
  await chat.page.getByRole("timer").waitFor();
  await chat.button("Stop dictating").click();
  await eventually(async () => /^\d+ bytes of audio\/webm$/.test(await chat.composer.inputValue()), true);
  assert.deepEqual(chat.site.types(), ["input.transcribe"]);
  assert.match(chat.site.requests.at(-1).params.mime_type, /^audio\/webm;\s*codecs=opus$/);
});

walk("a dictation can be given up, and nothing is sent", voice, async (chat) => {
  await chat.button("Dictate").click();
  await chat.page.getByRole("timer").waitFor();
  await chat.page.keyboard.press("Escape");
  await chat.composer.waitFor();
  await eventually(() => chat.composer.inputValue(), "");
  assert.deepEqual(chat.site.types(), []);
});

walk("a dictation that cannot be written down is kept and tried again", { ...voice, except: [/500/] }, async (chat) => {
  chat.site.next("input.transcribe", (exchange) => exchange.json(500, {}));
  await chat.button("Dictate").click();
  await chat.page.getByRole("timer").waitFor();
  await chat.button("Stop dictating").click();
  await chat.button("Try again").click();
  await eventually(async () => /bytes of audio/.test(await chat.composer.inputValue()), true);
});

walk("Enter belongs to an input method while it composes", {}, async (chat) => {
  await chat.composer.fill("にほん");
  await chat.composer.evaluate((area) => {
    area.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true }));
  });
  assert.deepEqual(chat.site.types(), []);
  await chat.composer.press("Shift+Enter");
  await chat.composer.pressSequentially("go");
  await chat.composer.press("Enter");
  await chat.event("response.end");
  await eventually(async () => (await chat.stored()).items[0].content[0].text, "にほん\ngo");
});
