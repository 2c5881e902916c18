/** What one reads stays where it is: while an answer comes, when one turns back, when earlier messages are put in front. */
import assert from "node:assert/strict";
import { eventually, walk } from "./support/browser.mjs";

/** What the page signs in with before anything else. */
const SESSION = { client_secret: "secret" };
const AT = "2026-01-01T00:00:00Z";
const base = (type, id) => ({ type, id, thread_id: "thr_1", created_at: AT });
const user = (id, text) => ({
  ...base("user_message", id),
  content: [{ type: "input_text", text }],
  attachments: [],
  inference_options: {},
});
const said = (id, text) => ({
  ...base("assistant_message", id),
  content: text === "" ? [] : [{ type: "output_text", text, annotations: [] }],
});
const thread = (items = []) => ({
  id: "thr_1",
  created_at: AT,
  status: { type: "active" },
  metadata: {},
  items: { data: items, has_more: false },
});
const delta = (text) => ({
  type: "thread.item.updated",
  item_id: "a1",
  update: { type: "assistant_message.content_part.text_delta", content_index: 0, delta: text },
});
const lines = (from, count) => Array.from({ length: count }, (_, i) => `Paragraph ${from + i} of the answer.\n\n`).join("");

/** Where things are: the end, and the top of the paragraph at the upper edge. */
function place() {
  const root = document.querySelector("openai-chatkit").shadowRoot;
  const scroller = root.querySelector(".scroll");
  const edge = scroller.getBoundingClientRect().top + 60;
  const read = [...root.querySelectorAll(".md > *, .said")].find((one) => one.getBoundingClientRect().top >= edge);
  return {
    toEnd: Math.round(scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight),
    height: scroller.scrollHeight,
    text: read?.textContent,
    top: Math.round(read?.getBoundingClientRect().top ?? 0),
  };
}

function scrolled() {
  return document.querySelector("openai-chatkit").shadowRoot.querySelector(".scroll").scrollTop;
}

async function restsAtTheTop() {
  const scroller = document.querySelector("openai-chatkit").shadowRoot.querySelector(".scroll");
  const { scrollTop } = scroller;
  for (let i = 0; i < 5; i++) await new Promise(requestAnimationFrame);
  return scrollTop < 100 && scroller.scrollTop === scrollTop;
}

/** An answer that says what the test gives it. */
function streaming() {
  const stream = {};
  const answer = (exchange) => {
    if (!exchange.asked.type) return exchange.json(200, SESSION);
    const { response } = exchange;
    const send = (...events) => events.forEach((event) => void response.write(`data: ${JSON.stringify(event)}\n\n`));
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    send(
      { type: "thread.created", thread: thread() },
      { type: "thread.item.done", item: user("u1", "go") },
      { type: "stream_options", stream_options: { allow_cancel: true } },
      { type: "thread.item.added", item: said("a1", "") },
      delta(lines(0, 40)),
    );
    stream.say = (text) => send(delta(text));
  };
  return { stream, answer };
}

const follow = streaming();
walk(
  "an answer is followed to its end, until one turns back",
  { answer: follow.answer, options: { thread: { autoScroll: true } } },
  async (chat) => {
    await chat.write("go");
    await chat.text("Paragraph 39 of the answer.").waitFor();
    await eventually(async () => (await chat.page.evaluate(place)).toEnd, 0);
    follow.stream.say(lines(40, 20));
    await chat.text("Paragraph 59 of the answer.").waitFor();
    await eventually(async () => (await chat.page.evaluate(place)).toEnd, 0);

    await chat.log.hover();
    await chat.page.mouse.wheel(0, -40);
    await eventually(async () => (await chat.page.evaluate(place)).toEnd, 40);
    const before = await chat.page.evaluate(place);
    follow.stream.say(`${lines(60, 20)}\`\`\`js\nconst a = 1;\n\`\`\`\n\n`);
    await chat.text("Paragraph 79 of the answer.").waitFor();
    const after = await chat.page.evaluate(place);
    assert.deepEqual([after.text, after.top], [before.text, before.top]);
    assert.ok(after.height > before.height + 300, "the answer has grown");

    await chat.button("Go to the latest message").click();
    await eventually(async () => (await chat.page.evaluate(place)).toEnd, 0);
    follow.stream.say(lines(80, 20));
    await chat.text("Paragraph 99 of the answer.").waitFor();
    await eventually(async () => (await chat.page.evaluate(place)).toEnd, 0);
  },
);

const still = streaming();
walk("without following, an answer grows below what one reads", { answer: still.answer }, async (chat) => {
  await chat.write("go");
  await chat.text("Paragraph 39 of the answer.").waitFor();
  const before = await chat.page.evaluate(place);
  still.stream.say(lines(40, 20));
  await chat.text("Paragraph 59 of the answer.").waitFor();
  const after = await chat.page.evaluate(place);
  assert.deepEqual([after.text, after.top], [before.text, before.top]);
  assert.ok(after.toEnd > before.toEnd, "the end is further away");
});

const all = (length) =>
  Array.from({ length }, (_, i) =>
    i % 2 === 0 ? user(`m${i}`, `Question ${i}?`) : said(`m${i}`, `Answer ${i}.\n\n${lines(i, 3)}\`\`\`js\nconst n = ${i};\n\`\`\``),
  );

/** Pages of a long thread, newest first; each page is held back until the test lets it go. */
function paging(ALL, PAGE) {
  const pages = { release: null };
  const answer = (exchange) => {
    const { type, params } = exchange.asked;
    if (!type) return exchange.json(200, SESSION);
    if (type === "threads.get_by_id")
      return exchange.json(200, { ...thread(), items: { data: ALL.slice(0, PAGE), has_more: true, after: `m${PAGE - 1}` } });
    const newest = [...ALL].reverse();
    const from = params.after ? newest.findIndex((item) => item.id === params.after) + 1 : 0;
    const data = newest.slice(from, from + PAGE);
    const body = { data, has_more: from + PAGE < newest.length, after: data.at(-1)?.id };
    if (from === 0) return exchange.json(200, body);
    pages.release = () => exchange.json(200, body);
  };
  return { pages, answer };
}

const { pages, answer } = paging(all(120), 20);
walk("earlier messages come in front of what one reads", { answer, options: { initialThread: "thr_1" } }, async (chat) => {
  await chat.text("Question 118?").waitFor();
  await eventually(async () => (await chat.page.evaluate(place)).toEnd, 0);
  await chat.log.focus();
  await chat.page.keyboard.press("Home");
  await eventually(() => pages.release !== null, true);
  await eventually(() => chat.page.evaluate(scrolled), 0);
  const before = await chat.page.evaluate(place);
  pages.release();
  await chat.text("Question 80?").waitFor({ state: "attached" });
  await eventually(async () => {
    const { text, top } = await chat.page.evaluate(place);
    return [text, top].join(" ");
  }, [before.text, before.top].join(" "));
});

const long = paging(all(600), 50);
walk(
  "and page after page, when the thread becomes one of which not all is drawn",
  { answer: long.answer, options: { initialThread: "thr_1" } },
  async (chat) => {
    await chat.text("Question 598?").waitFor();
    await chat.log.focus();
    for (let page = 1; page <= 8; page++) {
      await chat.page.keyboard.press("Home");
      await eventually(() => long.pages.release !== null, true);
      // The key scrolls bit by bit, and what was far away is drawn when one comes near.
      await eventually(() => chat.page.evaluate(restsAtTheTop), true);
      await eventually(async () => (await chat.page.evaluate(place)).top < 400, true);
      const before = await chat.page.evaluate(place);
      const { release } = long.pages;
      long.pages.release = null;
      release();
      await eventually(async () => (await chat.page.evaluate(place)).height > before.height + 500, true);
      const after = await chat.page.evaluate(place);
      assert.deepEqual([page, after.text, after.top], [page, before.text, before.top]);
    }
  },
);
