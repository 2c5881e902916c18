import { describe, expect, it } from "vitest";
import { applyEvent, dropAfter, NEW_THREAD, pendingToolCall, settle, type ThreadState } from "../src/store/thread";
import { normalizeEvent } from "../src/wire/normalize";
import { assistantItem, delta, thread, userItem } from "./server";

/** Applies raw events as they come off the wire. */
function play(events: object[], from: ThreadState = NEW_THREAD): ThreadState {
  return events.reduce((state: ThreadState, raw, i) => {
    const event = normalizeEvent(raw);
    return event ? applyEvent(state, event, i * 100) : state;
  }, from);
}

const added = (item: object) => ({ type: "thread.item.added", item });
const done = (item: object) => ({ type: "thread.item.done", item });
const updated = (id: string, update: object) => ({ type: "thread.item.updated", item_id: id, update });
const part = (text: string, annotations: object[] = []) => ({ type: "output_text", text, annotations });
const base = { thread_id: "thr_1", created_at: "" };
const texts = (state: ThreadState) =>
  state.entries.map((entry) => (entry.type === "assistant_message" ? entry.content.map((one) => one.text) : entry.type));

describe("messages", () => {
  it("grow by deltas, with missing parts made empty", () => {
    const state = play([
      added(assistantItem("")),
      delta("one"),
      updated("msg_a1", { type: "assistant_message.content_part.text_delta", content_index: 2, delta: "three" }),
    ]);
    expect(texts(state)).toEqual([["one", "", "three"]]);
    expect([...state.open]).toEqual(["msg_a1"]);
  });

  it("keep annotations through `content_part.done` and take those of the finished item", () => {
    const note = (title: string) => ({ type: "annotation", source: { type: "file", filename: title, title } });
    const events = [
      added(assistantItem("")),
      delta("text"),
      updated("msg_a1", {
        type: "assistant_message.content_part.annotation_added",
        content_index: 0,
        annotation_index: 0,
        annotation: note("b"),
      }),
      updated("msg_a1", {
        type: "assistant_message.content_part.annotation_added",
        content_index: 0,
        annotation_index: 0,
        annotation: note("a"),
      }),
      updated("msg_a1", { type: "assistant_message.content_part.done", content_index: 0, content: part("text!") }),
    ];
    expect(play(events).entries[0]).toMatchObject({ content: [part("text!", [note("a"), note("b")])] });
    const final = { ...base, type: "assistant_message", id: "msg_a1", content: [part("text!", [note("c")])] };
    expect(play([...events, done(final)]).entries).toEqual([final]);
  });

  it("an absurd index does not fill the memory", () => {
    const state = play([
      added(assistantItem("")),
      updated("msg_a1", { type: "assistant_message.content_part.text_delta", content_index: 1e9, delta: "x" }),
      updated("msg_a1", { type: "assistant_message.content_part.text_delta", content_index: -1, delta: "x" }),
    ]);
    expect(texts(state)[0]?.length).toBeLessThan(100);
  });

  it("the server's user message takes the place of the one shown at once", () => {
    const shown = { ...NEW_THREAD, entries: [userItem("hi", "local-1") as never] };
    const state = play([{ type: "thread.created", thread: thread() }, done(userItem("hi"))], shown);
    expect(state.entries.map((entry) => entry.id)).toEqual(["msg_u1"]);
    expect(state.id).toBe("thr_1");
  });
});

describe("items", () => {
  it("done alone adds, replaced keeps the place, removed goes", () => {
    const widget = (value: string, id = "w1") => ({ ...base, type: "widget", id, widget: { type: "Text", value } });
    const state = play([
      done(widget("a")),
      done(widget("b", "w2")),
      { type: "thread.item.replaced", item: widget("c") },
      { type: "thread.item.removed", item_id: "w2" },
    ]);
    expect(state.entries).toEqual([widget("c")]);
  });

  it("of unknown kinds, unknown updates and unknown events change nothing", () => {
    const state = play([done(assistantItem("a"))]);
    const after = play(
      [
        done({ ...base, type: "hologram", id: "x" }),
        done({ type: "assistant_message" }),
        updated("msg_a1", { type: "assistant_message.sings" }),
        updated("nobody", { type: "assistant_message.content_part.text_delta", content_index: 0, delta: "x" }),
        { type: "thread.danced" },
        { type: "thread.item.done", item: null },
      ],
      state,
    );
    expect(after.entries).toEqual(state.entries);
  });

  it("the untouched ones keep their identity, so that they are not drawn again", () => {
    const state = play([done(userItem("hi")), done(assistantItem("old", "msg_0")), added(assistantItem(""))]);
    const after = play([delta("x")], state);
    expect(after.entries[0]).toBe(state.entries[0]);
    expect(after.entries[1]).toBe(state.entries[1]);
    expect(after.entries[2]).not.toBe(state.entries[2]);
  });
});

describe("widgets", () => {
  const card = (children: object[]) => ({ type: "Card", children });
  const item = (widget: object) => ({ ...base, type: "widget", id: "w1", widget });
  const start = play([
    added(
      item(
        card([
          { type: "Text", id: "t", value: "al" },
          { type: "Row", children: [{ type: "Badge", id: "b" }] },
        ]),
      ),
    ),
  ]);

  it("text grows by id, components are replaced by id, the root as a whole", () => {
    const grown = play([updated("w1", { type: "widget.streaming_text.value_delta", component_id: "t", delta: "pha", done: false })], start);
    expect(grown.entries[0]).toMatchObject({ widget: { children: [{ value: "alpha", streaming: true }, {}] } });
    const replaced = play(
      [updated("w1", { type: "widget.component.updated", component_id: "b", component: { type: "Text", value: "n" } })],
      grown,
    );
    expect(replaced.entries[0]).toMatchObject({ widget: { children: [{ value: "alpha" }, { children: [{ type: "Text", value: "n" }] }] } });
    const root = play([updated("w1", { type: "widget.root.updated", widget: card([]) })], replaced);
    expect(root.entries[0]).toMatchObject({ widget: card([]) });
  });

  it("an unknown component changes nothing", () => {
    const same = play([updated("w1", { type: "widget.streaming_text.value_delta", component_id: "?", delta: "x", done: true })], start);
    expect((same.entries[0] as { widget: unknown }).widget).toBe((start.entries[0] as { widget: unknown }).widget);
  });
});

describe("workflows", () => {
  it("take tasks in order, replace them, and are timed by the reader's clock", () => {
    const flow = (more: object = {}) => ({
      ...base,
      type: "workflow",
      id: "wf",
      workflow: { type: "custom", tasks: [], expanded: false, ...more },
    });
    const task = (title: string, status = "loading") => ({ type: "custom", title, status_indicator: status });
    const open = play([
      added(flow()),
      updated("wf", { type: "workflow.task.added", task_index: 0, task: task("b") }),
      updated("wf", { type: "workflow.task.added", task_index: 0, task: task("a") }),
      updated("wf", { type: "workflow.task.updated", task_index: 1, task: task("b", "complete") }),
    ]);
    expect(open.entries[0]).toMatchObject({ workflow: { tasks: [task("a"), task("b", "complete")] } });
    const finished = play([done(flow({ summary: { title: "Done" } }))], open);
    expect(finished.timings["wf"]).toEqual({ from: 0, to: 0 });
    expect(settle(open).entries[0]).toMatchObject({ workflow: { tasks: [task("a", "none"), task("b", "complete")] } });
  });
});

describe("the stream", () => {
  it("options, progress, notices and errors are kept apart from items", () => {
    const state = play([
      { type: "stream_options", stream_options: { allow_cancel: false } },
      { type: "progress_update", text: "looking", icon: "search" },
      { type: "notice", level: "warning", message: "**careful**", title: "Heads up" },
      { type: "error", code: "custom", message: "no credit", allow_retry: true },
    ]);
    expect(state).toMatchObject({
      allowCancel: false,
      progress: null,
      error: { code: "custom", message: "no credit", allowRetry: true },
      entries: [{ type: "notice", level: "warning", title: "Heads up", message: "**careful**" }],
    });
  });

  it("an error keeps the host's own name for it", () => {
    const state = play([{ type: "error", code: "custom", custom_code: "NO_KEY", message: "no key", allow_retry: false }]);
    expect(state.error).toEqual({ code: "NO_KEY", message: "no key", allowRetry: false });
  });

  it("metadata changes and items stay; a removed title is removed", () => {
    const state = play([{ type: "thread.created", thread: thread("t", { title: "A" }) }, done(assistantItem("a"))]);
    const after = play(
      [
        {
          type: "thread.updated",
          thread: thread("t", { status: { type: "locked", reason: "wait" }, allowed_image_domains: ["a.example"] }),
        },
      ],
      state,
    );
    expect(after).toMatchObject({ title: null, status: { type: "locked", reason: "wait" }, imageDomains: ["a.example"] });
    expect(after.entries).toBe(state.entries);
  });

  it("settling keeps text that had arrived and drops blank beginnings", () => {
    const state = play([
      added(assistantItem("", "blank")),
      added(assistantItem("", "msg_a1")),
      delta("half a"),
      { type: "progress_update", text: "x" },
    ]);
    const after = settle(state);
    expect(after.entries.map((entry) => entry.id)).toEqual(["msg_a1"]);
    expect(after.open.size).toBe(0);
    expect(after.progress).toBeNull();
  });

  it("a tool call is waited for only as the very last item", () => {
    const call = { ...base, type: "client_tool_call", id: "tc", call_id: "c", name: "n", arguments: {}, status: "pending" };
    expect(pendingToolCall(play([done(call)]))?.id).toBe("tc");
    expect(pendingToolCall(play([done(call), done(assistantItem("a"))]))).toBeNull();
    expect(pendingToolCall(play([done({ ...call, status: "completed" })]))).toBeNull();
  });

  it("a retry drops what follows the message", () => {
    const state = play([done(userItem("q")), done(assistantItem("a")), { type: "error" }]);
    expect(dropAfter(state, "msg_u1")).toMatchObject({ entries: [{ id: "msg_u1" }], error: null });
    expect(dropAfter(state, "nobody")).toBe(state);
  });
});
