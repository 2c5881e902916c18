/** The main ways through the chat in WebKitGTK, in front of the same reference server. */
import assert from "node:assert/strict";
import { scan } from "./support/scan.mjs";
import { walkInWebKit } from "./support/webkit.mjs";

const types = async (chat) => (await chat.stored()).map(({ type }) => type);

for (const page of ["react", "react18", "plain"]) {
  walkInWebKit(`it starts, sends and shows the answer (${page})`, { page }, async (chat) => {
    await chat.seen("What can I help with today?");
    await chat.say("text 5");
    await chat.seen("w0 w1 w2 w3 w4");
    assert.deepEqual(await types(chat), ["user_message", "assistant_message"]);
  });
}

walkInWebKit(
  "a suggestion on the start screen is sent",
  { options: { startScreen: { prompts: [{ label: "Say three words", prompt: "text 3" }] } } },
  async (chat) => {
    await chat.click("button", "Say three words");
    await chat.seen("w0 w1 w2");
  },
);

for (const [how, halt] of [
  ["the button", (chat) => chat.click("button", "Stop")],
  ["Esc", (chat) => chat.press("Escape")],
]) {
  walkInWebKit(`an answer streams in and ${how} stops it`, {}, async (chat) => {
    await chat.type("textbox", "Message", "slow 200{Enter}");
    await chat.seen("s0 s1 s2");
    await halt(chat);
    await chat.event("response.end");
    await chat.when("the send button is back", "return find('button', 'Send')");
    assert.equal(await chat.execute("return root.textContent.includes('s199')"), false);
    assert.equal(await chat.count("error"), 0);
  });
}

walkInWebKit("a button in a widget acts, and the widget is replaced", {}, async (chat) => {
  await chat.say("widget");
  await chat.click("button", "Do it");
  await chat.seen('acted {"n": 1}');
  await chat.seen("action demo.done");
  assert.deepEqual(await types(chat), ["user_message", "widget", "assistant_message"]);
});

walkInWebKit("a question is answered by a choice and by words", {}, async (chat) => {
  await chat.say("ask");
  await chat.click("radio", "High");
  await chat.type("textbox", "Note?", "by Friday");
  await chat.click("button", "Answer");
  await chat.seen("input answered: prio=High; note=by Friday");
});

walkInWebKit("a client tool of the page is run", {}, async (chat) => {
  await chat.say("tool rows");
  await chat.seen('tool said: {"name": "get_selection", "params": {"scope": "rows"}}');
});

async function twoChats(site) {
  await site.say("title Apples");
  await site.say("title Pears");
  return {};
}

walkInWebKit("the list of chats opens one, and Esc closes it", { options: twoChats }, async (chat) => {
  await chat.click("button", "Chat history");
  await chat.when("the list", "return find('button', 'Pears')");
  await chat.press("Escape");
  await chat.event("history.close");
  await chat.click("button", "Chat history");
  await chat.click("button", "Apples");
  await chat.seen("title Apples");
  await chat.event("thread.load.end");
});

async function longThread(site) {
  const initialThread = await site.say("first message");
  for (let i = 1; i < 30; i++) await site.say(`message ${i}`, initialThread);
  return { initialThread };
}

walkInWebKit("a long thread opens at its end and pages upwards", { options: longThread }, async (chat) => {
  await chat.seen("echo: message 29");
  await chat.when(
    "the end is on the screen",
    "const log = find('log', null); return log.scrollHeight - log.scrollTop - log.clientHeight < 2",
  );
  await chat.when(
    "the first message",
    `const log = find('log', null);
     if (log.textContent.includes("first message")) return true;
     log.scrollTop = 0;
     find('button', 'Show earlier messages')?.click();`,
  );
  assert.equal(await chat.execute("return [...find('log', null).querySelectorAll('.message')].length"), 30);
});

walkInWebKit("dark is dark, and light is light again", { options: { theme: "dark" } }, async (chat) => {
  // The ground behind the composer, whichever part draws it.
  const brightness = `
    let part = find("textbox", "Message");
    while (/, 0\\)$|^transparent$/.test(getComputedStyle(part).backgroundColor)) part = part.parentElement;
    const [r, g, b] = getComputedStyle(part).backgroundColor.match(/[\\d.]+/g).map(Number);
    return r + g + b`;
  assert.ok((await chat.execute(brightness)) < 150);
  await chat.execute("window.page.change({ theme: 'light' })");
  await chat.when("a light ground", `${brightness} > 600`);
});

walkInWebKit("a reload shows the thread again", {}, async (chat) => {
  await chat.say("title Lake");
  const id = (await chat.stored())[0].thread_id;
  await chat.open(chat.site.address("react", { initialThread: id }));
  await chat.seen("naming");
  await chat.when("the title", "return find('heading', 'Lake')");
});

const files = {
  composer: { attachments: { enabled: true } },
  api: { uploadStrategy: { type: "two_phase" } },
};

walkInWebKit("a file goes up and with the message", { options: files }, async (chat) => {
  await chat.when("the picker", "return root.querySelector('input[type=file]')");
  await chat.drop("note.txt", "text/plain", "Buy milk");
  await chat.when("the file", "return root.textContent.includes('note.txt') && !root.querySelector('[role=progressbar]')");
  await chat.say("text 1");
  await chat.seen("note.txt");
  const [message] = await chat.stored();
  assert.deepEqual(
    message.attachments.map(({ name, mime_type }) => ({ name, mime_type })),
    [{ name: "note.txt", mime_type: "text/plain" }],
  );
});

const models = {
  composer: {
    models: [
      { id: "small", label: "Small", default: true },
      { id: "big", label: "Big" },
    ],
  },
};

walkInWebKit("a model is chosen in its menu", { options: models }, async (chat) => {
  await chat.click("button", "Model: Small");
  await chat.click("menuitem", "Big");
  await chat.when("the choice", "return find('button', 'Model: Big')");
  await chat.say("options");
  await chat.seen("tool=- model=big quoted=-");
});

walkInWebKit("people are mentioned with an @", { options: { entities: {} } }, async (chat) => {
  await chat.type("textbox", "Message", "hello @ada");
  await chat.click("option", "Ada Lovelace");
  await chat.type("textbox", "Message", "{Enter}");
  await chat.seen("echo: hello @Ada Lovelace");
});

walkInWebKit("a lost connection keeps what had arrived, and a retry makes the answer anew", {}, async (chat) => {
  chat.site.next("threads.create", ({ forward }) => forward({ cutAfter: "s4 " }));
  await chat.type("textbox", "Message", "slow 12{Enter}");
  await chat.seen("The connection broke off. What had arrived is kept.");
  await chat.seen("s0 s1 s2 s3");
  await chat.click("button", "Retry");
  await chat.seen("s10 s11");
});

walkInWebKit("text that wants to be more stays text", {}, async (chat) => {
  await chat.say("<img src=x onerror=__xss=1> [x](javascript:__xss=2) <svg onload=__xss=3>");
  await chat.seen("echo: <img src=x onerror=__xss=1>");
  assert.equal(await chat.execute("return window.__xss ?? null"), null);
  assert.deepEqual(await chat.execute(`return (${scan})()`), []);
});
