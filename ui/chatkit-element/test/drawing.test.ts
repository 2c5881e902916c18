import { options } from "preact";
import { afterEach, expect, it } from "vitest";
import { find, inside, mount, textOf, until } from "./page";
import { answer, assistantItem, delta, FakeServer, thread, userItem } from "./server";

afterEach(() => document.body.replaceChildren());

it("a streamed answer draws once a frame, and nothing but its own last block", async () => {
  const items = { data: [userItem("before", "m1"), assistantItem("an **earlier** answer", "m2")], has_more: false };
  const server = new FakeServer().on("threads.get_by_id", () => thread("thr_1", { items }));
  server.onStream("threads.add_user_message", (stream) =>
    stream.send(...answer("hi", "", false).slice(0, 3), delta("First block.\n\nSecond ")),
  );
  const { element } = mount();
  element.setOptions({ api: { url: "/chatkit", fetch: server.fetch as never }, initialThread: "thr_1" } as never);
  await until(() => expect(textOf(element)).toContain("earlier"));
  await element.sendUserMessage({ text: "hi" });
  await until(() => expect(textOf(element)).toContain("Second"));

  // What Preact draws, by the name of the view and the entry it shows.
  const drawn = new Set<string>();
  const before = options.diffed;
  options.diffed = (vnode) => {
    const { entry, message } = vnode.props as { entry?: { id: string }; message?: { id: string } };
    if (typeof vnode.type === "function" && /^(AnswerEntry|UserMessage)$/.test(vnode.type.name)) {
      drawn.add(`${vnode.type.name} ${entry?.id ?? message?.id}`);
    }
    before?.(vnode);
  };
  const touched = new Set<Node>();
  let batches = 0;
  const observer = new MutationObserver((records) => {
    batches += 1;
    for (const record of records) touched.add(record.target);
  });
  observer.observe(find(element, ".content"), { subtree: true, childList: true, characterData: true, attributes: true });
  for (let i = 0; i < 500; i++) server.streams[0]?.send(delta(`word${i} `));
  await until(() => expect(textOf(element)).toContain("word499"));
  observer.disconnect();
  if (before) options.diffed = before;
  else delete options.diffed;

  const growing = [...inside(element).querySelectorAll(".growing > p")].at(-1);
  expect(growing?.textContent).toContain("word499");
  for (const node of touched) expect(growing?.contains(node), node.nodeName).toBe(true);
  expect([...drawn]).toEqual(["AnswerEntry msg_a1"]);
  // 500 deltas arrive within a few frames.
  expect(batches).toBeGreaterThan(0);
  expect(batches).toBeLessThan(50);
});
