/** The same walk with React 18 and without a framework; with React 19 all the other tests go. */
import assert from "node:assert/strict";
import { eventually, walk } from "./support/browser.mjs";

for (const page of ["react18", "plain"]) {
  const options = {
    composer: { attachments: { enabled: true } },
    api: { uploadStrategy: { type: "direct", uploadUrl: "/api/chatkit/upload" } },
    startScreen: { greeting: "Good morning", prompts: [{ label: "Three words", prompt: "text 3" }] },
  };

  walk(`${page}: start, suggestion, stop, action, tool, question, file, history`, { page, options }, async (chat) => {
    await chat.page.getByText("Good morning").waitFor();
    await chat.button("Three words").click();
    await chat.text("w0 w1 w2").waitFor();
    await chat.event("response.end");
    await chat.write("slow 200");
    await chat.text(/s0 s1/).waitFor();
    await chat.composer.press("Escape");
    await chat.event("response.end", 2);
    await chat.say("widget");
    await chat.button("Do it").click();
    await chat.text('acted {"n": 1}').waitFor();
    await chat.event("response.end", 4);
    await chat.say("tool rows");
    await chat.text('tool said: {"name": "get_selection", "params": {"scope": "rows"}}').waitFor();
    await chat.say("ask");
    await chat.log.getByRole("radio", { name: "Low" }).check();
    await chat.button("Answer").click();
    await chat.text("input answered: prio=Low; note=skipped").waitFor();
    await chat.button("Chat history").click();
    await chat.page.getByRole("listitem").first().waitFor();
    await chat.page.keyboard.press("Escape");
    await eventually(() => chat.count("history.close"), 1);
    await eventually(() => chat.count("ready"), 1);
    assert.equal(await chat.count("response.start"), await chat.count("response.end"));
    await eventually(() => chat.count("error"), 0);
  });

  walk(`${page}: other options are taken without losing the thread or the draft`, { page }, async (chat) => {
    await chat.say("text 2");
    await chat.composer.fill("half a sentence");
    await chat.page.evaluate(() => window.page.change({ theme: "dark", locale: "de-DE" }));
    await chat.page.getByRole("textbox", { name: "Nachricht" }).waitFor();
    await eventually(() => chat.page.getByRole("textbox", { name: "Nachricht" }).inputValue(), "half a sentence");
    await chat.page.getByText("w0 w1", { exact: true }).waitFor();
    const scheme = await chat.page
      .locator("openai-chatkit")
      .evaluate((element) => getComputedStyle(element.shadowRoot.firstElementChild).colorScheme);
    assert.equal(scheme, "dark");
  });
}
