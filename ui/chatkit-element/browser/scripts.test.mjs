/** Every script of the reference server, as a person sees it, and what the server keeps of it. */
import assert from "node:assert/strict";
import { walk } from "./support/browser.mjs";

walk("text: an answer comes in and is kept", {}, async (chat) => {
  await chat.say("text 5");

  await chat.text("w0 w1 w2 w3 w4").waitFor();
  await chat.text("text 5").waitFor();
  assert.deepEqual(await chat.storedTypes(), ["user_message", "assistant_message"]);
  assert.deepEqual(await chat.storedTexts(), ["w0 w1 w2 w3 w4 "]);
  assert.deepEqual(await chat.details("thread.change"), [{ threadId: (await chat.stored()).id }]);
  assert.deepEqual(chat.site.types(), ["threads.create"]);
});
