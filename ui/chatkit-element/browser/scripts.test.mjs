/** Every script of the reference server, as a person sees it, and what the server keeps of it. */
import assert from "node:assert/strict";
import { eventually, walk } from "./support/browser.mjs";

walk("text: an answer comes in and is kept", {}, async (chat) => {
  await chat.say("text 5");

  await chat.text("w0 w1 w2 w3 w4").waitFor();
  await chat.text("text 5").waitFor();
  await eventually(() => chat.storedTypes(), ["user_message", "assistant_message"]);
  await eventually(() => chat.storedTexts(), ["w0 w1 w2 w3 w4 "]);
  assert.deepEqual(await chat.details("thread.change"), [{ threadId: (await chat.stored()).id }]);
  assert.deepEqual(chat.site.types(), ["threads.create"]);
});

walk("text: a second message goes into the same thread", {}, async (chat) => {
  await chat.say("text 1");
  await chat.say("text 2");

  await chat.text("w0 w1").waitFor();
  assert.deepEqual(chat.site.types(), ["threads.create", "threads.add_user_message"]);
  await eventually(() => chat.storedTexts(), ["w0 ", "w0 w1 "]);
  await eventually(() => chat.count("thread.change"), 1);
});

for (const [how, halt] of [
  ["the button", (chat) => chat.stop.click()],
  ["Esc", (chat) => chat.composer.press("Escape")],
]) {
  walk(`slow: ${how} stops it, and what had arrived stays on the screen and on the server`, {}, async (chat) => {
    await chat.write("slow 200");
    await chat.text(/s0 s1 s2/).waitFor();
    await halt(chat);
    await chat.event("response.end");

    await chat.send.waitFor();
    const seen = (await chat.text(/s0 s1 s2/).innerText()).trim();
    assert.doesNotMatch(seen, /s199/);
    // What was on its way when the wire was cut is kept as well.
    const kept = await storedOnce(chat, 1);
    assert.ok(kept[0].startsWith(seen), `"${kept[0]}" begins with "${seen}"`);
    assert.doesNotMatch(kept[0], /s199/);
    await eventually(() => chat.count("error"), 0);
  });
}

/** The server keeps what was said once it has noticed that nobody listens. */
async function storedOnce(chat, many) {
  for (;;) {
    const texts = await chat.storedTexts();
    if (texts.length >= many) return texts;
  }
}

walk("silent: nothing is said, it shows that it works, and a stop leaves no empty answer", {}, async (chat) => {
  await chat.write("silent");
  await chat.stop.waitFor();
  await chat.event("thread.change");
  await chat.stop.click();
  await chat.event("response.end");

  await chat.send.waitFor();
  await eventually(() => chat.log.getByRole("heading", { name: "Answer:" }).count(), 0);
  await eventually(() => chat.storedTexts(), []);
});

walk("annot: sources are marked in the text and folded away below it; only a web address is a link", {}, async (chat) => {
  await chat.say("annot");

  await chat.text(/^see.*sources$/).waitFor();
  const source = (name) => chat.log.getByRole("listitem").filter({ hasText: name });
  const link = source("A").getByRole("link", { name: "A", exact: true });
  await eventually(() => link.isVisible(), false);
  // Two marks stand where the answer rests on them; the third source belongs to all of it.
  await chat.button("Source 2: a.txt").click();
  await source("a.txt").waitFor();
  await link.waitFor();
  await eventually(() => link.getAttribute("href"), "https://example.com/a");
  await eventually(() => link.getAttribute("rel"), "noopener noreferrer");
  await eventually(() => link.getAttribute("target"), "_blank");
  await source("Task 1").waitFor();
  await eventually(() => chat.log.getByRole("link").count(), 1);
  await chat.log.getByText("3 sources").click();
  await source("Task 1").waitFor({ state: "hidden" });
});

walk("title: the thread's name is in the head, in the list and there after a reload", {}, async (chat) => {
  await chat.say("title A day at the lake");

  const heading = chat.page.getByRole("heading", { name: "A day at the lake" });
  await heading.waitFor();
  await eventually(async () => (await chat.stored()).title, "A day at the lake");
  await chat.button("Chat history").click();
  await chat.button(/^A day at the lake/).click();
  await heading.waitFor();
});

walk("lock: the composer says why nothing can be written", {}, async (chat) => {
  await chat.say("lock Come back tomorrow");

  await chat.text("locked").waitFor();
  await eventually(() => chat.composer.isDisabled(), true);
  await eventually(() => chat.composer.getAttribute("placeholder"), "Come back tomorrow");
  await eventually(() => chat.send.isDisabled(), true);
  await eventually(async () => (await chat.stored()).status, { type: "locked", reason: "Come back tomorrow" });
});

walk("lock without a reason says it in words of its own", {}, async (chat) => {
  await chat.say("lock");
  await eventually(() => chat.composer.isDisabled(), true);
  await eventually(() => chat.composer.getAttribute("placeholder"), "This chat is locked");
});

walk("close: a line stands where the composer was, and another chat can be begun", {}, async (chat) => {
  await chat.say("close All done");

  await chat.page.getByText("All done", { exact: true }).waitFor();
  await eventually(() => chat.composer.count(), 0);
  await eventually(async () => (await chat.stored()).status, { type: "closed", reason: "All done" });
  await chat.button("New chat").click();
  await chat.composer.waitFor();
  await chat.say("text 1");
  await chat.text("w0").waitFor();
});

const PIXEL = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

/** Answers pictures of one host without a network, and notes which were asked for. */
function pictures(host, seen) {
  return ({ context }) =>
    context.route(`https://${host}/**`, (route) => {
      seen.push(route.request().url());
      return route.fulfill({ contentType: "image/png", body: PIXEL });
    });
}

const asked = [];
walk(
  "domains: pictures come from the hosts that the thread allows, and from no others",
  { images: ["example.com"], prepare: pictures("example.com", asked), except: [/^request to https:\/\/example\.com\/cat\.png$/] },
  async (chat) => {
    await chat.say("domains");
    await chat.say("![a cat](https://example.com/cat.png) and ![a spy](https://evil.example/spy.png)");

    const cat = chat.log.getByRole("img", { name: "a cat" });
    await cat.scrollIntoViewIfNeeded();
    await chat.page.waitForFunction((img) => img.complete && img.naturalWidth === 1, await cat.elementHandle());
    await eventually(() => chat.log.getByRole("img", { name: "a spy" }).count(), 0);
    assert.deepEqual(asked, ["https://example.com/cat.png"]);
    await chat.text(/a spy/).last().waitFor();
    await eventually(async () => (await chat.stored()).allowed_image_domains, ["example.com"]);
  },
);

walk("without allowed hosts no picture is loaded at all", {}, async (chat) => {
  await chat.say("![a cat](https://example.com/cat.png)");
  await eventually(() => chat.log.getByRole("img").count(), 0);
  await chat.log.getByRole("link", { name: /a cat/ }).waitFor();
});

walk("hidden: what the server hides is nowhere on the screen", {}, async (chat) => {
  await chat.say("hidden needle");
  await chat.text("visible").waitFor();
  await eventually(() => chat.text("needle").count(), 0);
  await eventually(() => chat.storedTypes(), ["user_message", "assistant_message"]);
  const all = await chat.site.debug(`items/${await chat.threadId()}`);
  assert.deepEqual(
    all.map(({ type }) => type),
    ["user_message", "hidden_context_item", "assistant_message"],
  );
});

walk("echo: what a person writes is plain text, what the server answers is Markdown", {}, async (chat) => {
  await chat.say("**bold** <b>html</b>");
  await chat.log.getByText("**bold** <b>html</b>", { exact: true }).waitFor();
  await chat.log.locator("strong", { hasText: "bold" }).waitFor();
  await eventually(() => chat.log.locator("b").count(), 0);
  await eventually(() => chat.storedTexts(), ["echo: **bold** <b>html</b>"]);
});

walk("notice, progress and effect: a notice stays, progress goes, the effect is the page's", {}, async (chat) => {
  let goOn;
  const seen = new Promise((resolve) => {
    goOn = resolve;
  });
  chat.site.next("threads.create", ({ forward }) => forward({ rest: ["looking", seen] }));
  await chat.write("notice");
  await chat.text("looking").waitFor();
  goOn();
  await chat.event("response.end");

  await chat.text("Heads up").waitFor();
  await chat.log.locator("strong", { hasText: "careful" }).waitFor();
  await chat.text("done").waitFor();
  await eventually(() => chat.text("looking").count(), 0);
  await eventually(() => chat.details("effect"), [{ name: "highlight", data: { id: 7 } }]);
  await eventually(() => chat.storedTypes(), ["user_message", "assistant_message"]);
});

walk("flow: thinking is one line that opens, a task is another", {}, async (chat) => {
  await chat.say("flow");

  await chat.text("after thinking").waitFor();
  const thought = chat.button("Thought for 3 s");
  await eventually(() => chat.text("thought it over").count(), 0);
  await thought.click();
  await chat.text("thought it over").waitFor();
  await eventually(() => chat.log.getByRole("link", { name: "E", exact: true }).getAttribute("href"), "https://example.com/");
  await chat.button("Saved").click();
  await chat.text("ok").waitFor();
  await eventually(() => chat.storedTypes(), ["user_message", "workflow", "task", "assistant_message", "end_of_turn"]);
});

walk("image: a generated picture takes the place of the line that said it was made", {}, async (chat) => {
  // The script's picture is none; this one is.
  const drawn = (text) => text.replaceAll("base64,AAAA", `base64,${PIXEL.toString("base64")}`);
  chat.site.next("threads.create", ({ forward }) => forward({ rewrite: drawn }));
  await chat.say("image");
  const picture = chat.log.getByRole("img", { name: "Picture" });
  await picture.waitFor();
  await chat.page.waitForFunction((img) => img.complete && img.naturalWidth === 1, await picture.elementHandle());
  await eventually(() => chat.text("Making a picture").count(), 0);
});

walk("image: a picture that cannot be drawn leaves a line that says so", {}, async (chat) => {
  await chat.say("image");
  await chat.text("Picture not loaded").waitFor();
  await eventually(() => chat.log.getByRole("img").count(), 0);
  await eventually(() => chat.storedTypes(), ["user_message", "generated_image"]);
});

walk("options: tool, model and quote of a message reach the server", {}, async (chat) => {
  await chat.call("sendUserMessage", { text: "options", toolChoice: { id: "search" }, model: "big", reply: "what you said" });
  await chat.text("tool=search model=big quoted=what you said").waitFor();
  await chat.text("what you said").first().waitFor();
  const [message] = (await chat.stored()).items;
  assert.deepEqual(message.inference_options, { tool_choice: { id: "search" }, model: "big" });
  assert.equal(message.quoted_text, "what you said");
});

walk("tool: the page is asked, and its answer goes back to the server", {}, async (chat) => {
  await chat.write("tool rows");
  await chat.text('tool said: {"name": "get_selection", "params": {"scope": "rows"}}').waitFor();
  await chat.event("response.end");
  await eventually(() => chat.calls("onClientTool"), [[{ name: "get_selection", params: { scope: "rows" } }]]);
  assert.deepEqual(chat.site.types(), ["threads.create", "threads.add_client_tool_output"]);
  await eventually(() => chat.count("response.start"), 1);
  await eventually(() => chat.count("response.end"), 1);
  const call = (await chat.stored()).items.find(({ type }) => type === "client_tool_call");
  assert.equal(call.status, "completed");
  assert.deepEqual(call.output, { name: "get_selection", params: { scope: "rows" } });
});

walk("ask: questions are answered by a choice and by words", {}, async (chat) => {
  await chat.say("ask");
  await chat.log.getByRole("group", { name: "Priority?" }).getByRole("radio", { name: "High" }).check();
  await chat.log.getByRole("textbox", { name: "Note?" }).fill("by Friday");
  await chat.button("Answer").click();

  await chat.text("input answered: prio=High; note=by Friday").waitFor();
  await chat.log.getByRole("definition").getByText("by Friday", { exact: true }).waitFor();
  await eventually(() => chat.log.getByRole("radio").count(), 0);
  const asked = (await chat.stored()).items.find(({ type }) => type === "structured_input");
  assert.equal(asked.status, "answered");
  assert.deepEqual(
    asked.inputs.map(({ answer }) => answer),
    [
      { values: ["High"], skipped: false },
      { values: ["by Friday"], skipped: false },
    ],
  );
});

walk("ask: words of one's own stand beside the choices, and one question may stay open", {}, async (chat) => {
  await chat.say("ask");
  await chat.log.getByRole("textbox", { name: "Something else…" }).fill("Middle");
  await chat.button("Answer").click();
  await chat.text("input answered: prio=Middle; note=skipped").waitFor();
});

walk("ask: all of it can be skipped", {}, async (chat) => {
  await chat.say("ask");
  await eventually(() => chat.button("Answer").isDisabled(), true);
  await chat.button("Skip").click();
  await chat.text("input skipped: prio=skipped; note=skipped").waitFor();
  await eventually(async () => (await chat.stored()).items[1].status, "skipped");
});

walk("error: an answer that fails halfway says so, and one can go on", {}, async (chat) => {
  await chat.say("error");
  await chat.text("The server could not finish the answer.").waitFor();
  await chat.button("Retry").waitFor();
  await chat.text("ab").waitFor();
  await eventually(() => chat.count("error"), 1);
  await eventually(() => chat.count("response.end"), 1);
  // The composer is open for the next message.
  await chat.say("text 1");
  await chat.text("w0").waitFor();
  await eventually(() => chat.text("The server could not finish the answer.").count(), 0);
});

walk("errcode: without a retry the failure can only be put away", {}, async (chat) => {
  await chat.say("errcode");
  await chat.text("The server could not finish the answer.").waitFor();
  await eventually(() => chat.button("Retry").count(), 0);
  await chat.button("Dismiss").click();
  await chat.text("The server could not finish the answer.").waitFor({ state: "detached" });
  await eventually(() => chat.composer.isEnabled(), true);
});

walk("errcustom: the server's own words, and a retry that asks for the answer anew", {}, async (chat) => {
  await chat.say("errcustom The cat sat on the wire");
  await chat.text("The cat sat on the wire").last().waitFor();
  await chat.button("Retry").click();
  await chat.event("response.end", 2);
  assert.deepEqual(chat.site.types(), ["threads.create", "threads.retry_after_item"]);
  const message = (await chat.stored()).items[0];
  assert.equal(chat.site.requests.at(-1).params.item_id, message.id);
});
