/** Text stays text: hundreds of payloads in every place where a server, a page or a person can put something. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { openChat, walk } from "./support/browser.mjs";
import { hostile } from "./support/hostile.mjs";
import { PAYLOADS } from "./support/payloads.mjs";
import { scan } from "./support/scan.mjs";

const ALL = Object.values(PAYLOADS).flat();

/** How many payloads stand in one thread, each in every place. */
const AT_ONCE = 12;

function batches(payloads) {
  return Array.from({ length: Math.ceil(payloads.length / AT_ONCE) }, (_, i) => payloads.slice(i * AT_ONCE, (i + 1) * AT_ONCE));
}

const numberOf = (threadId) => Number(threadId.slice("thr_".length));

/** A server whose threads `thr_0`, `thr_1` … are full of a few of these payloads each. */
const server = (lists) => hostile({ all: ALL, of: (threadId) => lists[numberOf(threadId)] });

/** A picture that a server keeps itself may have a name of any kind, and these are not there. */
const NO_SUCH_PICTURE = /status of 404/;

/** Nothing has run, and nothing stands there that could. */
async function harmless(chat, where) {
  const ran = await chat.page.evaluate(() => window.__xss ?? null);
  assert.deepEqual({ where, ran, found: await chat.page.evaluate(scan) }, { where, ran: null, found: [] });
}

/** Opens all that is folded away, and lets it be drawn. */
function unfold(chat) {
  return chat.page.evaluate(() => {
    const root = document.querySelector("openai-chatkit").shadowRoot;
    for (const closed of root.querySelectorAll("[aria-expanded=false], details:not([open]) > summary")) closed.click();
    return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
}

test("there are enough payloads, and they are not alike", () => {
  assert.ok(ALL.length >= 200, `${ALL.length}`);
  assert.equal(new Set(ALL).size, ALL.length);
});

for (const [kind, payloads] of Object.entries(PAYLOADS)) {
  const lists = batches(payloads);
  walk(
    `${kind}: ${payloads.length} payloads in items, streams and failures stay text`,
    { answer: server(lists), except: [NO_SUCH_PICTURE] },
    async (chat) => {
      for (const [i, list] of lists.entries()) {
        await chat.call("setThreadId", `thr_${i}`);
        await chat.log.getByText("before ").first().waitFor();
        await unfold(chat);
        await harmless(chat, list);
        const ended = await chat.count("response.end");
        await chat.call("sendUserMessage", { text: list.join("\n") });
        await chat.event("response.end", ended + 1);
        await unfold(chat);
        await harmless(chat, list);
      }
    },
  );
}

walk(
  "payloads as titles of threads stay text, in the list and in the field that renames",
  { answer: server(batches(ALL)) },
  async (chat) => {
    await chat.call("showHistory");
    const rows = chat.page.getByRole("listitem");
    await rows.nth(ALL.length - 1).waitFor();
    await harmless(chat, "list");
    await chat.page.evaluate(() => {
      const root = document.querySelector("openai-chatkit").shadowRoot;
      for (const button of root.querySelectorAll('button[aria-label^="Rename "]')) button.click();
    });
    await chat.page
      .getByRole("textbox", { name: "Title" })
      .nth(ALL.length - 1)
      .waitFor();
    await harmless(chat, "fields");
  },
);

walk("payloads as the server's reason for a failure stay text", { answer: server([]), except: [/500/] }, async (chat) => {
  for (const [i, payload] of ALL.entries()) {
    const failed = await chat.count("error");
    await chat.page.evaluate((id) => window.page.kit.setThreadId(id).catch(() => undefined), `broken_${i}`);
    await chat.event("error", failed + 1);
    await harmless(chat, payload);
  }
});

/** Everything a page can say in its options, in one value. */
function optionsWith(evil) {
  return {
    locale: evil,
    frameTitle: evil,
    theme: {
      colorScheme: evil,
      radius: evil,
      density: evil,
      typography: {
        baseSize: evil,
        fontFamily: evil,
        fontFamilyMono: evil,
        fontSources: [{ family: evil, src: evil, unicodeRange: evil }],
      },
      color: {
        grayscale: { hue: evil, tint: evil },
        accent: { primary: evil, level: evil },
        surface: { background: evil, foreground: evil },
      },
    },
    header: { title: { text: evil }, leftAction: { icon: evil }, rightAction: { icon: evil } },
    startScreen: { greeting: evil, prompts: [{ label: evil, prompt: evil, icon: evil }] },
    composer: {
      placeholder: evil,
      tools: [{ id: evil, label: evil, shortLabel: evil, icon: evil, placeholderOverride: evil, pinned: true }],
      models: [{ id: evil, label: evil, description: evil, default: true }],
      attachments: { enabled: true, accept: { [evil]: [evil] } },
    },
    disclaimer: { text: evil },
    threadItemActions: { feedback: true, retry: true },
  };
}

walk("payloads in the page's own options stay text", {}, async (chat) => {
  for (const payload of ALL) {
    await chat.page.evaluate(async (options) => {
      window.page.change(options);
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    }, optionsWith(payload));
    await unfold(chat);
    await harmless(chat, payload);
  }
});

walk("payloads as what a person writes stay text", {}, async (chat) => {
  await chat.composer.fill(ALL.join("\n"));
  await harmless(chat, "composer");
  await chat.call("setComposerValue", { text: "", reply: ALL.join(" ") });
  await harmless(chat, "quote");
});

// What finds nothing must be able to find something.
test("the payloads do run where text becomes HTML, and are found there", async (t) => {
  const { page } = await openChat(t, { isStrict: false });
  await page.evaluate((payloads) => {
    const ran = new Set();
    window.ran = ran;
    Object.defineProperty(window, "__xss", { set: (number) => ran.add(number) });
    for (const payload of payloads) {
      const host = document.createElement("div");
      document.body.append(host);
      host.attachShadow({ mode: "open" }).innerHTML = payload;
    }
  }, PAYLOADS.handlers);
  await page.waitForFunction(() => window.ran.size >= 25);
  assert.ok((await page.evaluate(scan)).length >= PAYLOADS.handlers.length);
});
