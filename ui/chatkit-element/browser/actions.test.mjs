/** Widgets of the reference server, and the actions in them and of the page. */
import assert from "node:assert/strict";
import { eventually, walk } from "./support/browser.mjs";

walk(
  "widget: a card is drawn with its title, text and button, and can be copied",
  { context: { permissions: ["clipboard-read", "clipboard-write"] } },
  async (chat) => {
    await chat.say("widget");

    await chat.log.getByRole("heading", { name: "Scripted card" }).waitFor();
    await chat.text("static").waitFor();
    await eventually(() => chat.button("Do it").isEnabled(), true);
    await chat.button("Copy").last().click();
    await chat.button("Copied").waitFor();
    await eventually(() => chat.page.evaluate(() => navigator.clipboard.readText()), "static copy");
  },
);

walk("demo.done: a button in a card acts, the card is replaced, and an answer follows", {}, async (chat) => {
  await chat.say("widget");
  await chat.button("Do it").click();

  await chat.text('acted {"n": 1}').waitFor();
  await chat.text("action demo.done").waitFor();
  await eventually(() => chat.text("static").count(), 0);
  const widget = (await chat.stored()).items.find(({ type }) => type === "widget");
  const { params } = chat.site.requests.at(-1);
  assert.deepEqual(params, { thread_id: await chat.threadId(), item_id: widget.id, action: { type: "demo.done", payload: { n: 1 } } });
  // The hidden note that the server makes of it is not shown.
  await eventually(() => chat.storedTypes(), ["user_message", "widget", "assistant_message"]);
});

walk("a button waits while its action runs, and is pressed only once", {}, async (chat) => {
  await chat.say("widget");
  const held = chat.site.hold("threads.custom_action");
  await chat.button("Do it").click();
  await held.arrived;

  await chat.log.locator("button[aria-busy=true]", { hasText: "Do it" }).waitFor();
  await chat.button("Do it").click({ force: true });
  held.release();
  await chat.text("action demo.done").waitFor();
  assert.equal(chat.site.types().filter((type) => type === "threads.custom_action").length, 1);
});

walk("wstream: the text of a card grows", {}, async (chat) => {
  await chat.say("wstream");
  await chat.text("alpha beta gamma").waitFor();
  await chat.event("response.end");
  const widget = (await chat.stored()).items[1];
  assert.equal(widget.widget.children[1].value, "alpha beta gamma");
});

walk("wroot: a card that gets another part keeps what it had", {}, async (chat) => {
  await chat.say("wroot");
  await chat.text("new").waitFor();
  await chat.text("first").waitFor();
  await eventually(() => chat.log.getByRole("heading", { name: "Scripted card" }).count(), 1);
});

walk("remove: what the server takes away is gone from the screen", {}, async (chat) => {
  await chat.say("remove");
  await chat.text("removed").waitFor();
  await eventually(() => chat.text("temporary").count(), 0);
  await eventually(() => chat.storedTypes(), ["user_message", "assistant_message"]);
});

walk("replace: another card stands in the same place", {}, async (chat) => {
  await chat.say("replace");
  await chat.text("after").waitFor();
  await eventually(() => chat.text("before").count(), 0);
  await eventually(() => chat.log.getByRole("heading", { name: "Scripted card" }).count(), 1);
});

walk("demo.hello: an action of the page itself is answered in the thread", {}, async (chat) => {
  await chat.say("text 1");
  await chat.call("sendCustomAction", { type: "demo.hello", payload: { from: "page" } });
  await chat.text("action demo.hello").waitFor();
  await chat.event("response.end", 2);
  assert.deepEqual(chat.site.requests.at(-1).params.action, { type: "demo.hello", payload: { from: "page" } });
});

walk("demo.fail: what failed is said in the server's words, and the chat goes on", {}, async (chat) => {
  await chat.say("text 1");
  await chat.call("sendCustomAction", { type: "demo.fail" });
  await chat.text("action failed").waitFor();
  await chat.button("Dismiss").click();
  await chat.text("action failed").waitFor({ state: "detached" });
  await chat.say("text 2");
  await chat.text("w0 w1").waitFor();
});

/** The script's button, with another action in it. */
function withAction(action) {
  return ({ forward }) =>
    forward({ rewrite: (text) => text.replace(/"onClickAction":\{[^}]*\{[^}]*\}[^}]*\}/g, `"onClickAction":${JSON.stringify(action)}`) });
}

walk("demo.sync: an action that does not stream changes the card without an answer", {}, async (chat) => {
  chat.site.next("threads.create", withAction({ type: "demo.sync", payload: { n: 2 }, handler: "server", streaming: false }));
  await chat.say("widget");
  await chat.button("Do it").click();

  await chat.text('sync {"n": 2}').waitFor();
  assert.deepEqual(chat.site.types(), ["threads.create", "threads.sync_custom_action"]);
  await eventually(() => chat.count("response.start"), 1);
  const widget = (await chat.stored()).items[1];
  assert.equal(widget.widget.children[1].value, 'sync {"n": 2}');
});

walk("an action for the page goes to the page and to no server", {}, async (chat) => {
  chat.site.next("threads.create", withAction({ type: "open.menu", payload: { id: 7 }, handler: "client" }));
  await chat.say("widget");
  await chat.button("Do it").click();

  await eventually(async () => (await chat.calls("onAction")).length, 1);
  const [[action, item]] = await chat.calls("onAction");
  assert.deepEqual(action, { type: "open.menu", payload: { id: 7 } });
  assert.equal(item.id, (await chat.stored()).items[1].id);
  assert.equal(item.widget.type, "Card");
  assert.deepEqual(chat.site.types(), ["threads.create"]);
});

walk("an action that does not stream works while an answer comes in, a streaming one waits", {}, async (chat) => {
  chat.site.next("threads.create", withAction({ type: "demo.sync", payload: { n: 3 }, handler: "server", streaming: false }));
  await chat.say("widget");
  await chat.say("wroot");
  await chat.write("slow 200");
  await chat.text(/s0 s1/).waitFor();

  await chat.button("Do it").nth(1).click({ force: true });
  await chat.button("Do it").first().click();
  await chat.text('sync {"n": 3}').waitFor();
  await eventually(() => chat.stop.isVisible(), true);
  assert.deepEqual(chat.site.types().slice(-1), ["threads.sync_custom_action"]);
  assert.equal(chat.site.types().includes("threads.custom_action"), false);
});

/** A form in the place of the script's button. */
const FORM = [
  { type: "Input", name: "person.name", required: true, placeholder: "Name" },
  { type: "Textarea", name: "note", placeholder: "Note" },
  {
    type: "Select",
    name: "size",
    placeholder: "Size",
    options: [
      { value: "s", label: "Small" },
      { value: "l", label: "Large" },
    ],
  },
  {
    type: "RadioGroup",
    name: "when",
    ariaLabel: "When",
    defaultValue: "now",
    options: [
      { value: "now", label: "Now" },
      { value: "later", label: "Later" },
    ],
  },
  { type: "Checkbox", name: "sure", label: "Sure" },
  { type: "Button", label: "Save", submit: true },
];

/** The script's card with other children. */
function withChildren(children) {
  return ({ forward }) =>
    forward({ rewrite: (text) => text.replaceAll(/"children":\[\{"type":"Title".*?\}\}\]/g, `"children":${JSON.stringify(children)}`) });
}

const form = { type: "Form", onSubmitAction: { type: "demo.done", payload: { list: "home" } }, children: FORM };

walk("a form: what is required is asked for, then all values go with the action", {}, async (chat) => {
  chat.site.next("threads.create", withChildren([form]));
  await chat.say("widget");
  await chat.button("Save").click();
  assert.equal(chat.site.types().includes("threads.custom_action"), false);

  await chat.log.getByPlaceholder("Name").fill("Ada");
  await chat.log.getByPlaceholder("Note").fill("first\nsecond");
  await chat.log.getByRole("combobox", { name: /Size|size/ }).click();
  await chat.page.getByRole("option", { name: "Large" }).click();
  await chat.log.getByRole("radio", { name: "Later" }).check({ force: true });
  await chat.log.getByRole("checkbox", { name: "Sure" }).check({ force: true });
  await chat.button("Save").click();

  await chat.text("action demo.done").waitFor();
  assert.deepEqual(chat.site.requests.at(-1).params.action, {
    type: "demo.done",
    payload: { list: "home", person: { name: "Ada" }, note: "first\nsecond", size: "l", when: "later", sure: true },
  });
});

walk("a form: Enter in a field sends it", {}, async (chat) => {
  chat.site.next("threads.create", withChildren([form]));
  await chat.say("widget");
  await chat.log.getByPlaceholder("Name").fill("Ada");
  await chat.log.getByPlaceholder("Name").press("Enter");
  await chat.text("action demo.done").waitFor();
  assert.equal(chat.site.requests.at(-1).params.action.payload.person.name, "Ada");
});
