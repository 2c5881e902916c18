import assert from "node:assert/strict";
import { after, test } from "node:test";
import { chromium } from "playwright-core";
import { openSite } from "./site.mjs";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const PATIENCE_MS = 10_000;

let launched = null;

after(async () => {
  const browser = await launched;
  await browser?.close();
});

/** One browser for a file; each test has a context of its own in it, with nothing of the others. */
function browser() {
  launched ??= chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-background-networking",
      "--disable-component-update",
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
    ],
  });
  return launched;
}

/**
 * A test on a page with the chat. Every one ends with `quiet()`: no refusal of the content policy, no exception, no error in the
 * console, no request but to the page's own origin. `wishes` are `page` (react, react18, plain), `options` of the element, and what
 * `openSite` and a browser's context take; `except` names what has to be complained about all the same; `prepare` is called before the page opens.
 */
export function walk(name, wishes, body) {
  test(name, { timeout: 120_000 }, (t) =>
    perhapsAgain(t, async () => {
      const chat = await openChat(t, wishes);
      await body(chat);
      await chat.quiet();
    }),
  );
}

/** On a build server, which may stand still for seconds, what failed is tried once more, and the report says so. */
async function perhapsAgain(t, attempt) {
  try {
    await attempt();
  } catch (failure) {
    if (!process.env.CI) throw failure;
    t.diagnostic(`tried again, after: ${failure.stack}`);
    await attempt();
  }
}

export async function openChat(
  t,
  { page: kind = "react", options = {}, images, answer, isStrict, prepare, context: contextWishes, except = [], tolerated = [], open } = {},
) {
  const site = await openSite(t, { images, answer, isStrict });
  const context = await (await browser()).newContext({ locale: "en-GB", viewport: { width: 900, height: 700 }, ...contextWishes });
  t.after(() => context.close());
  await prepare?.({ site, context });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const chat = new ChatPage(page, site, kind, { except, tolerated });
  const given = typeof options === "function" ? await options(site) : options;
  await open?.(page);
  await page.goto(site.address(kind, given));
  await chat.ready();
  return chat;
}

/** What a person sees of the chat and does with it. */
class ChatPage {
  #troubles = [];
  /** Patterns of what must be complained about here. */
  #except;
  /** And of what may be. */
  #tolerated;

  constructor(page, site, kind, { except, tolerated }) {
    Object.assign(this, { page, site, kind });
    this.#except = except;
    this.#tolerated = [...except, ...tolerated];
    this.#watch();
    this.composer = page.getByRole("textbox", { name: "Message", exact: true });
    this.log = page.getByRole("log", { name: "Conversation" });
    this.send = page.getByRole("button", { name: "Send", exact: true });
    this.stop = page.getByRole("button", { name: "Stop", exact: true });
  }

  #watch() {
    const { page, site } = this;
    const isAllowed = (url) => url.startsWith(`${site.origin}/`) || /^(data|blob):/.test(url);
    page.on("request", (request) => {
      if (!isAllowed(request.url())) this.#troubles.push(`request to ${request.url()}`);
    });
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.#troubles.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => this.#troubles.push(`thrown: ${error.message}`));
    page.on("dialog", (dialog) => {
      this.#troubles.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss().catch(() => undefined);
    });
    page.on("popup", (popup) => this.#troubles.push(`window: ${popup.url()}`));
    page.on("framenavigated", (frame) => {
      if (frame !== page.mainFrame()) this.#troubles.push(`frame: ${frame.url()}`);
      else if (!isAllowed(frame.url())) this.#troubles.push(`navigation: ${frame.url()}`);
    });
  }

  /** The element has told that it is ready. */
  async ready() {
    await this.event("ready");
  }

  /** Writes a message and sends it with Enter. */
  async write(text) {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }

  /** Writes a message, sends it and waits for the end of the answer. */
  async say(text) {
    const ended = await this.count("response.end");
    await this.write(text);
    await this.event("response.end", ended + 1);
  }

  text(text) {
    return this.log.getByText(text, { exact: typeof text === "string" });
  }

  button(name) {
    return this.page.getByRole("button", { name, exact: typeof name === "string" });
  }

  /** What was drawn last has taken up its work: effects run after a frame. */
  settled() {
    return this.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  }

  /** Waits until an event has come that many times. */
  async event(name, times = 1) {
    const wanted = [name, times];
    await this.page.waitForFunction(([name, times]) => window.page?.events.filter(([one]) => one === name).length >= times, wanted);
  }

  count(name) {
    return this.page.evaluate((name) => window.page.events.filter(([one]) => one === name).length, name);
  }

  /** The details of an event so far. */
  details(name) {
    return this.page.evaluate((name) => window.page.events.flatMap(([one, detail]) => (one === name ? [detail] : [])), name);
  }

  calls(name) {
    return this.page.evaluate((name) => window.page.calls.flatMap(([one, ...given]) => (one === name ? [given] : [])), name);
  }

  /** Calls one of the element's methods as the page would. */
  call(method, ...given) {
    return this.page.evaluate(async ([method, given]) => void (await window.page.kit[method](...given)), [method, given]);
  }

  /** The id of the thread on the screen. */
  async threadId() {
    return (await this.details("thread.change")).at(-1)?.threadId ?? null;
  }

  /** The thread on the screen as the server keeps it: items without what differs from run to run. */
  async stored() {
    const thread = await this.site.ask("threads.get_by_id", { thread_id: await this.threadId() });
    return { ...thread, items: thread.items.data };
  }

  /** The texts of the server's assistant messages. */
  async storedTexts() {
    const { items } = await this.stored();
    return items.flatMap((item) => (item.type === "assistant_message" ? item.content.map(({ text }) => text) : []));
  }

  /** The types of the server's items. */
  async storedTypes() {
    return (await this.stored()).items.map(({ type }) => type);
  }

  /** Asserts that nothing happened that must not. */
  async quiet() {
    const own = await this.page.evaluate(() => window.page.troubles);
    const all = [...this.#troubles, ...own];
    const unexpected = new Set(all.filter((trouble) => !this.#tolerated.some((pattern) => pattern.test(trouble))));
    assert.deepEqual([...unexpected], []);
    assert.deepEqual(this.site.policyReports, []);
    assert.deepEqual(this.site.troubles, []);
    for (const pattern of this.#except)
      assert.ok(
        all.some((trouble) => pattern.test(trouble)),
        `nothing complained like ${pattern}`,
      );
  }
}

/** Waits until `read()` answers what is expected; for what has no event of its own. */
export async function eventually(read, expected) {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await read();
    try {
      assert.deepEqual(found, expected);
      return;
    } catch (difference) {
      if (performance.now() > end) throw difference;
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
