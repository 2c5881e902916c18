/** A server that says things of the wrong kind: nothing breaks, and one can go on. */
import { eventually, walk } from "./support/browser.mjs";
import { hostile } from "./support/hostile.mjs";

/** Values by a name that can stand in a thread's id. */
const VALUES = {
  null: null,
  nothing: "",
  zero: 0,
  minus: -1,
  huge: 1e308,
  yes: true,
  list: [],
  lists: [[["x"]]],
  record: {},
  records: { text: { text: "x" } },
  long: "x".repeat(20_000),
  blanks: " \n\t ",
  surrogate: "\ud800",
  date: "not a date",
};

const answer = hostile({ all: Object.values(VALUES), of: (threadId) => [VALUES[threadId.slice("thr_".length)]] });

/** A number may be the name of a picture, and a long text too. */
const NO_SUCH_PICTURE = /status of (404|431)/;

for (const name of Object.keys(VALUES)) {
  walk(`${name} in every place of a thread, a stream and the list`, { answer, tolerated: [NO_SUCH_PICTURE] }, async (chat) => {
    await chat.call("setThreadId", `thr_${name}`);
    await chat.log.getByText("before ").first().waitFor();
    await chat.call("sendUserMessage", { text: "what now" });
    await chat.event("response.end");
    await chat.call("showHistory");
    await chat.page.getByRole("searchbox", { name: "Search chats" }).waitFor();
    await chat.call("setThreadId", null);
    await chat.page.getByText("What can I help with today?").waitFor();
    await chat.composer.fill("still here");
    await eventually(() => chat.send.isEnabled(), true);
  });
}
