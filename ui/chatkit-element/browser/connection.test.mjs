/** What one sees when the connection is lost, the server is down, refuses, or is slow, and the way out. */
import assert from "node:assert/strict";
import { eventually, walk } from "./support/browser.mjs";

const FAILED = /Failed to load resource|ERR_/;
const failed = { except: [FAILED] };

walk("a connection that breaks off keeps what had arrived, and a retry makes the answer anew", failed, async (chat) => {
  chat.site.next("threads.create", ({ forward }) => forward({ cutAfter: "s4 " }));
  await chat.write("slow 12");

  await chat.text("The connection broke off. What had arrived is kept.").waitFor();
  await chat.text(/^s0 s1 s2 s3/).waitFor();
  await chat.text(`${new URL(chat.site.origin).host}/api/chatkit`).waitFor();
  await eventually(() => chat.count("response.end"), 1);
  await chat.button("Retry").click();
  await chat.text(/s10 s11$/).waitFor();
  await chat.event("response.end", 2);
  // What the server has is looked at first; the message is not sent twice.
  assert.deepEqual([chat.site.types().at(0), chat.site.types().at(-1)], ["threads.create", "threads.retry_after_item"]);
  assert.equal(chat.site.types().includes("threads.add_user_message"), false);
  await eventually(() => chat.text("The connection broke off. What had arrived is kept.").count(), 0);
  await eventually(() => chat.storedTypes(), ["user_message", "assistant_message"]);
});

walk("a reload in the middle of an answer shows what the server kept", {}, async (chat) => {
  await chat.write("slow 200");
  await chat.text(/s0 s1 s2 s3/).waitFor();
  const id = await chat.threadId();
  await chat.page.goto(chat.site.address(chat.kind, { initialThread: id, threadItemActions: { retry: true } }));
  await eventually(async () => (await chat.site.ask("threads.get_by_id", { thread_id: id })).items.data.length, 2);
  await chat.call("fetchUpdates");

  await chat.text(/^s0 s1 s2 s3/).waitFor();
  assert.doesNotMatch(await chat.text(/^s0 s1 s2 s3/).innerText(), /s199/);
  await eventually(() => chat.stop.count(), 0);
  // And there is a way to go on.
  await chat.button("Retry").click();
  await chat.stop.waitFor();
  await chat.text(/^s0 s1/).waitFor();
});

walk("a server that is not there: the message is not lost, and is sent again", failed, async (chat) => {
  const back = chat.site.always("*", (exchange) => exchange.drop());
  await chat.write("text 2");

  await chat.text("The server cannot be reached.").waitFor();
  await chat.text("text 2").waitFor();
  back();
  await chat.button("Retry").click();
  await chat.text("w0 w1").waitFor();
  await eventually(() => chat.storedTypes(), ["user_message", "assistant_message"]);
});

walk("a message that was refused can be taken back into the composer", failed, async (chat) => {
  chat.site.next("threads.create", (exchange) => exchange.json(500, {}));
  await chat.write("text 3");
  await chat.text("The server had a problem of its own.").waitFor();
  await chat.text(`${new URL(chat.site.origin).host}/api/chatkit · 500`).waitFor();
  await chat.button("Edit the message").click();
  await eventually(() => chat.composer.inputValue(), "text 3");
  await eventually(() => chat.text("text 3").count(), 0);
  await chat.composer.press("Enter");
  await chat.text("w0 w1 w2").waitFor();
});

walk("the server's own sentence is shown", failed, async (chat) => {
  chat.site.next("threads.create", (exchange) => exchange.json(503, { error: { code: "busy", message: "Back at noon." } }));
  await chat.write("text 3");
  await chat.text("Back at noon.").waitFor();
  await chat.button("Retry").waitFor();
});

walk("too many requests: it says how long to wait", failed, async (chat) => {
  chat.site.next("threads.create", (exchange) => exchange.json(429, {}, { "Retry-After": "7" }));
  await chat.write("text 3");
  await chat.text("Too many requests for now. Try again in 7 s.").waitFor();
});

for (const page of ["react", "plain"]) {
  walk(`a session that ran out is renewed unseen (${page})`, { ...failed, page }, async (chat) => {
    await chat.say("text 1");
    const first = chat.site.requests.at(-1).headers.authorization;
    chat.site.next("threads.add_user_message", (exchange) => exchange.json(401, {}));
    await chat.say("text 2");
    await chat.text("w0 w1").waitFor();
    assert.notEqual(chat.site.requests.at(-1).headers.authorization, first);
    await eventually(() => chat.count("error"), 0);
    await eventually(() => chat.storedTypes(), ["user_message", "assistant_message", "user_message", "assistant_message"]);
  });

  walk(`a session that cannot be renewed says what to do (${page})`, { ...failed, page }, async (chat) => {
    const back = chat.site.always("threads.create", (exchange) => exchange.json(401, {}));
    await chat.write("text 2");
    await chat.text("The server no longer accepts this session. Reload the page to sign in again.").waitFor();
    back();
    await chat.button("Retry").click();
    await chat.text("w0 w1").waitFor();
  });
}

walk("an answer that takes long to begin: a stop gives the words back", {}, async (chat) => {
  const held = chat.site.hold("threads.create");
  await chat.write("text 2");
  await held.arrived;
  await chat.stop.click();
  await chat.event("response.end");
  await eventually(() => chat.composer.inputValue(), "text 2");
  held.release();
  await eventually(() => chat.count("error"), 0);
});

walk(
  "an answer that takes long to begin says after ten seconds that it still waits",
  { open: (page) => page.clock.install() },
  async (chat) => {
    const held = chat.site.hold("threads.create");
    await chat.write("text 2");
    await held.arrived;
    await chat.page.clock.runFor(11_000);
    await chat.text("Still waiting for an answer.").waitFor();
    held.release();
    await chat.text("w0 w1").waitFor();
    await eventually(() => chat.text("Still waiting for an answer.").count(), 0);
  },
);

walk("a server that never answers is given up after half a minute", { open: (page) => page.clock.install() }, async (chat) => {
  const held = chat.site.hold("threads.create");
  await chat.write("text 2");
  await held.arrived;
  await chat.page.clock.runFor(31_000);
  await chat.text("The server did not answer in time.").waitFor();
  held.release();
  await chat.button("Retry").click();
  await chat.text("w0 w1").waitFor();
});

walk("an answer that is no answer is said to be one", {}, async (chat) => {
  chat.site.next("threads.list", (exchange) => exchange.response.writeHead(200, { "Content-Type": "text/html" }).end("<p>Sign in</p>"));
  await chat.button("Chat history").click();
  await chat.page.getByText("The server’s answer could not be read.").waitFor();
  await chat.button("Retry").click();
  await chat.page.getByText("No chats yet.").waitFor();
});

const brokenThread = async (site) => {
  const initialThread = await site.say("title Apples");
  site.mend = site.always("threads.get_by_id", (exchange) => exchange.json(500, {}));
  return { initialThread };
};

walk("a thread that cannot be read is read again on demand", { ...failed, options: brokenThread }, async (chat) => {
  await chat.text("The server had a problem of its own.").waitFor();
  chat.site.mend();
  await chat.button("Retry").click();
  await chat.text("naming").waitFor();
});
