/** Threads: the list, opening, renaming, deleting, paging, making anew, rating, copying, and what is there after a reload. */
import assert from "node:assert/strict";
import { eventually, walk } from "./support/browser.mjs";

const rows = (chat) => chat.page.getByRole("list").getByRole("listitem");

walk(
  "the list of chats has the newest first, and opens one",
  { prepare: ({ site }) => fill(site, ["title Apples", "title Pears"]) },
  async (chat) => {
    await chat.button("Chat history").click();
    await rows(chat).nth(1).waitFor();
    await eventually(async () => (await rows(chat).allInnerTexts()).map((text) => text.split("\n")[0]), ["Pears", "Apples"]);
    await chat.button(/^Apples/).click();

    await chat.text("title Apples").waitFor();
    await chat.text("naming").waitFor();
    await chat.page.getByRole("heading", { name: "Apples" }).waitFor();
    await eventually(() => chat.count("thread.load.end"), 1);
    assert.deepEqual(await chat.details("thread.load.start"), await chat.details("thread.load.end"));
    await eventually(() => chat.count("history.open"), 1);
    await eventually(() => chat.count("history.close"), 1);
    assert.deepEqual(chat.site.types(), ["threads.list", "threads.get_by_id"]);
  },
);

async function fill(site, messages) {
  for (const message of messages) await site.say(message);
}

walk("an empty list says so", {}, async (chat) => {
  await chat.call("showHistory");
  await chat.page.getByText("No chats yet.").waitFor();
});

walk("searching narrows the list", { prepare: ({ site }) => fill(site, ["title Apples", "title Crème brûlée"]) }, async (chat) => {
  await chat.button("Chat history").click();
  await rows(chat).nth(1).waitFor();
  await chat.page.getByRole("searchbox", { name: "Search chats" }).fill("brule");
  await chat.button(/^Apples/).waitFor({ state: "detached" });
  await chat.button(/^Crème brûlée/).waitFor();
  await chat.page.getByRole("searchbox", { name: "Search chats" }).fill("pizza");
  await chat.page.getByText("No chat is called “pizza”.").waitFor();
});

walk("renaming: the new name is on the row and on the server", { prepare: ({ site }) => fill(site, ["title Apples"]) }, async (chat) => {
  await chat.button("Chat history").click();
  await rows(chat).first().hover();
  await chat.button("Rename “Apples”").click();
  await chat.page.getByRole("textbox", { name: "Title" }).fill("Cider");
  await chat.page.keyboard.press("Enter");

  await chat.button(/^Cider/).waitFor();
  // The row has the name before the server has.
  await eventually(async () => (await chat.site.ask("threads.list")).data.map(({ title }) => title), ["Cider"]);
});

walk(
  "renaming that the server refuses is taken back and said",
  { prepare: ({ site }) => fill(site, ["title Apples"]), except: [/500/] },
  async (chat) => {
    await chat.button("Chat history").click();
    await rows(chat).first().hover();
    await chat.button("Rename “Apples”").click();
    chat.site.next("threads.update", (exchange) => exchange.json(500, {}));
    await chat.page.getByRole("textbox", { name: "Title" }).fill("Cider");
    await chat.page.keyboard.press("Enter");
    await chat.button(/^Apples/).waitFor();
    await eventually(() => chat.count("error"), 1);
    await chat.page.getByRole("status").getByText("The server had a problem of its own.").waitFor();
  },
);

walk(
  "deleting asks once, and then the chat is gone here and there",
  { prepare: ({ site }) => fill(site, ["title Apples", "title Pears"]) },
  async (chat) => {
    await chat.button("Chat history").click();
    await rows(chat).first().hover();
    await chat.button("Delete “Pears”").click();
    await chat.button("Keep").click();
    await chat.button("Delete “Pears”").click();
    await chat.button("Delete").click();

    await chat.button(/^Pears/).waitFor({ state: "detached" });
    await eventually(async () => (await chat.site.ask("threads.list")).data.map(({ title }) => title), ["Apples"]);
  },
);

const focused = (chat) =>
  chat.page.evaluate(() => {
    const inside = document.activeElement.shadowRoot?.activeElement;
    return inside?.getAttribute("aria-label") ?? inside?.textContent ?? null;
  });

walk(
  "the keyboard stays in the list when a row changes or goes",
  { prepare: ({ site }) => fill(site, ["title Apples", "title Pears"]) },
  async (chat) => {
    await chat.button("Chat history").click();
    await chat.button("Rename “Pears”").press("Enter");
    await chat.page.getByRole("textbox", { name: "Title" }).press("Escape");
    await eventually(async () => /^Pears/.test(await focused(chat)), true);
    await chat.button("Delete “Pears”").press("Enter");
    // The safe answer has the focus.
    await eventually(() => focused(chat), "Keep");
    await chat.page.keyboard.press("Enter");
    await eventually(async () => /^Pears/.test(await focused(chat)), true);
    await chat.button("Delete “Pears”").press("Enter");
    await chat.button("Delete").press("Enter");
    await eventually(async () => /^Apples/.test(await focused(chat)), true);
    await chat.button("Delete").waitFor({ state: "detached" });
    await chat.button("Delete “Apples”").press("Enter");
    await chat.button("Delete").press("Enter");
    await eventually(() => focused(chat), "Search chats");
  },
);

walk("deleting the chat on the screen leaves a new one", {}, async (chat) => {
  await chat.say("title Apples");
  await chat.button("Chat history").click();
  await rows(chat).first().hover();
  await chat.button("Delete “Apples”").click();
  await chat.button("Delete").click();
  await eventually(async () => (await chat.details("thread.change")).at(-1), { threadId: null });
  // The list was open all the time, and the keyboard has not lost it.
  await eventually(async () => [await chat.count("history.open"), await chat.count("history.close")], [1, 0]);
  await eventually(() => chat.page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.type), "search");
  await chat.page.keyboard.press("Escape");
  await chat.page.getByText("What can I help with today?").waitFor();
});

walk(
  "a long list comes in pages",
  {
    prepare: ({ site }) =>
      fill(
        site,
        [...Array(33).keys()].map((i) => `title Chat ${i}`),
      ),
  },
  async (chat) => {
    await chat.button("Chat history").click();
    await chat.button(/^Chat 32/).waitFor();
    await eventually(() => chat.button(/^Chat 0/).count(), 0);
    await chat.button("Show more").click();
    await chat.button(/^Chat 0/).waitFor();
    await eventually(() => rows(chat).count(), 33);
    await eventually(() => chat.button("Show more").count(), 0);
  },
);

/** A thread of 30 turns, which is more than two pages. */
async function longThread(site) {
  const id = await site.say("first message");
  for (let i = 1; i < 30; i++) await site.say(`message ${i}`, id);
  return id;
}

const long = { options: async (site) => ({ initialThread: await longThread(site) }) };

walk("a long thread opens at its end and pages upwards without a jump", long, async (chat) => {
  await chat.text("echo: message 29").waitFor();
  const atEnd = () => chat.log.evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight < 2);
  await eventually(atEnd, true);
  await eventually(() => chat.text("first message").count(), 0);

  for (;;) {
    if ((await chat.text("first message").count()) > 0) break;
    const marked = await chat.log.evaluate((log) => {
      log.scrollTop = 0;
      return log.scrollHeight;
    });
    await chat.log.evaluate((log) => log.dispatchEvent(new Event("scroll")));
    const more = chat.button("Show earlier messages");
    if (await more.isVisible().catch(() => false)) await more.click().catch(() => undefined);
    await chat.page.waitForFunction(([log, before]) => log.scrollHeight > before, [await chat.log.elementHandle(), marked]);
    // What one was reading is still where one was reading.
    assert.ok((await chat.log.evaluate((log) => log.scrollTop)) > 0, "the earlier messages came above");
  }
  await eventually(() => chat.log.getByText(/^echo: /).count(), 30);
  await eventually(() => chat.button("Show earlier messages").count(), 0);
});

walk("after a reload the thread is there as it was", {}, async (chat) => {
  await chat.say("title Lake");
  await chat.say("widget");
  const id = await chat.threadId();
  await chat.page.goto(chat.site.address(chat.kind, { initialThread: id }));
  await chat.text("naming").waitFor();
  await chat.log.getByRole("heading", { name: "Scripted card" }).waitFor();
  await chat.page.getByRole("heading", { name: "Lake" }).waitFor();
  // The first thread is what the page asked for, and no change.
  await eventually(() => chat.count("thread.change"), 0);
});

walk(
  "a thread that is not there says so and offers a new one",
  { options: { initialThread: "thr_none" }, except: [/404/] },
  async (chat) => {
    await chat.page
      .getByText(/thr_none|does not have this chat/)
      .first()
      .waitFor();
    await chat.log.getByRole("button", { name: "New chat" }).click();
    await chat.page.getByText("What can I help with today?").waitFor();
  },
);

const actions = { options: { threadItemActions: { feedback: true, retry: true } } };

walk("retry: the answer is made anew, on the screen and on the server", actions, async (chat) => {
  await chat.say("text 3");
  const [, before] = (await chat.stored()).items;
  await chat.button("Retry").click();
  await chat.event("response.end", 2);

  await chat.text("w0 w1 w2").waitFor();
  await eventually(() => chat.text("w0 w1 w2").count(), 1);
  const { items } = await chat.stored();
  assert.deepEqual(
    items.map(({ type }) => type),
    ["user_message", "assistant_message"],
  );
  assert.notEqual(items[1].id, before.id);
});

walk("feedback: a thumb is pressed and noted with the items of the turn", actions, async (chat) => {
  await chat.say("text 1");
  await chat.button("Good answer").click();
  const expected = [{ thread_id: await chat.threadId(), item_ids: [(await chat.stored()).items[1].id], kind: "positive" }];
  await eventually(() => chat.site.debug("feedback"), expected);
  await eventually(() => chat.button("Good answer").getAttribute("aria-pressed"), "true");
  await eventually(() => chat.button("Bad answer").getAttribute("aria-pressed"), "false");
});

walk(
  "copy: the answer's Markdown is in the clipboard",
  { context: { permissions: ["clipboard-read", "clipboard-write"] } },
  async (chat) => {
    await chat.say("**three** words here");
    await chat.button("Copy").last().click();
    await chat.button("Copied").waitFor();
    await eventually(() => chat.page.evaluate(() => navigator.clipboard.readText()), "echo: **three** words here");
  },
);

walk("an answer goes on while another chat is on the screen", {}, async (chat) => {
  await chat.write("slow 20");
  await chat.text(/s0 s1/).waitFor();
  const id = await chat.threadId();
  await chat.button("New chat").click();
  await chat.page.getByText("What can I help with today?").waitFor();
  await chat.event("response.end");
  await chat.call("setThreadId", id);
  await chat.text(/s18 s19/).waitFor();
  await eventually(
    async () => (await chat.site.ask("threads.get_by_id", { thread_id: id })).items.data.map(({ type }) => type),
    ["user_message", "assistant_message"],
  );
});

walk("drafts are kept per thread", {}, async (chat) => {
  await chat.say("title Apples");
  const id = await chat.threadId();
  await chat.composer.fill("more about apples");
  await chat.button("New chat").click();
  await eventually(() => chat.composer.inputValue(), "");
  await chat.composer.fill("something new");
  await chat.call("setThreadId", id);
  await chat.text("naming").waitFor();
  await eventually(() => chat.composer.inputValue(), "more about apples");
});

walk("fetchUpdates shows what another page wrote", {}, async (chat) => {
  await chat.say("text 1");
  await chat.site.say("from elsewhere", await chat.threadId());
  await chat.call("fetchUpdates");
  await chat.text("echo: from elsewhere").waitFor();
});
