import { afterEach, describe, expect, it } from "vitest";
import type { JsonRequest, StreamRequest } from "../../src/wire/protocol";
import { button, find, press, start, textOf, type, until } from "../page";
import { answer, assistantItem, FakeServer, type Stream, thread, userItem } from "../server";
import type { Table } from "./official";

afterEach(() => document.body.replaceChildren());

const AT = "2026-11-21T10:00:00Z";
const item = (kind: string, id: string, more: object) => ({ type: kind, id, thread_id: "thr_1", created_at: AT, ...more });
const reply =
  (...events: object[]) =>
  (stream: Stream) => {
    stream.send(...events);
    stream.end();
  };
const options = { type: "stream_options", stream_options: { allow_cancel: true } };

/** A server with one thread that has these items. */
const having = (...data: object[]) =>
  new FakeServer()
    .on("threads.get_by_id", () => thread("thr_1", { title: "First", items: { data, has_more: false } }))
    .on("threads.list", () => ({ data: [thread("thr_1", { title: "First" })], has_more: false }));

async function open(server: FakeServer, more: object = {}) {
  const page = start(server, { initialThread: "thr_1", threadItemActions: { feedback: true, retry: true }, ...more });
  await until(() => expect(textOf(page.element, ".title")).toBe("First"));
  return page;
}

async function click(element: Element, name: string): Promise<void> {
  await until(() => expect(button(element, name)).toBeTruthy());
  button(element, name).click();
}

const card = (action: object) =>
  item("widget", "msg_w", {
    widget: { type: "Card", children: [{ type: "Button", label: "Do", onClickAction: { type: "do", ...action } }] },
  });

/** What the composer sends is with its table. */
type Request = Exclude<(JsonRequest | StreamRequest)["type"], `attachments.${string}` | "input.transcribe">;

/** What a person does, and the request that it must become, whole. */
const requests: Table<Request> = {
  "threads.create": async () => {
    const server = new FakeServer().onStream("threads.create", reply(...answer("hi", "one")));
    const { element } = start(server, { locale: "fr-FR" });
    type(element, "  hi  ");
    press(find(element, "textarea"), "Enter");
    await until(() => expect(textOf(element)).toContain("one"));
    expect(server.requests[0]?.body).toEqual({
      type: "threads.create",
      params: { input: { content: [{ type: "input_text", text: "hi" }], attachments: [], inference_options: {} } },
    });
    const { headers, url } = server.requests[0] ?? { headers: new Headers(), url: "" };
    expect([url, headers.get("content-type"), headers.get("accept-language")]).toEqual(["/chatkit", "application/json", "fr-FR"]);
  },
  "threads.add_user_message": async () => {
    const server = having(userItem("q"), assistantItem("a")).onStream("threads.add_user_message", reply(...answer("more", "b", false)));
    const { element } = await open(server);
    type(element, "more");
    find<HTMLFormElement>(element, "form.composer").requestSubmit();
    await until(() => expect(server.types()).toContain("threads.add_user_message"));
    expect(server.last("threads.add_user_message")).toEqual({
      type: "threads.add_user_message",
      params: { thread_id: "thr_1", input: { content: [{ type: "input_text", text: "more" }], attachments: [], inference_options: {} } },
    });
  },
  "threads.add_client_tool_output": async () => {
    const call = item("client_tool_call", "tc_1", { status: "pending", call_id: "c", name: "pick", arguments: { n: 1 } });
    const server = new FakeServer()
      .onStream("threads.create", reply({ type: "thread.created", thread: thread() }, { type: "thread.item.done", item: call }))
      .onStream("threads.add_client_tool_output", reply(options, { type: "thread.item.done", item: assistantItem("went on") }));
    const { element } = start(server, { onClientTool: ({ params }: { params: object }) => ({ got: params }) });
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(textOf(element)).toContain("went on"));
    expect(server.last("threads.add_client_tool_output")).toEqual({
      type: "threads.add_client_tool_output",
      params: { thread_id: "thr_1", result: { got: { n: 1 } } },
    });
  },
  "threads.add_structured_input": async () => {
    const question = item("structured_input", "msg_q", {
      status: "pending",
      inputs: [{ type: "freeform", id: "where", question: "Where to?" }],
    });
    const server = having(userItem("q"), question).onStream("threads.add_structured_input", reply(options));
    const { element } = await open(server);
    await click(element, "Skip");
    await until(() => expect(server.types()).toContain("threads.add_structured_input"));
    expect(server.last("threads.add_structured_input")).toEqual({
      type: "threads.add_structured_input",
      params: { thread_id: "thr_1", item_id: "msg_q", input: { status: "skipped", answers: {} } },
    });
  },
  "threads.retry_after_item": async () => {
    const server = having(userItem("q"), assistantItem("first try")).onStream(
      "threads.retry_after_item",
      reply(options, { type: "thread.item.done", item: assistantItem("second try", "msg_a2") }),
    );
    const { element } = await open(server);
    await click(element, "Retry");
    await until(() => expect(textOf(element)).toContain("second try"));
    expect(textOf(element)).not.toContain("first try");
    expect(server.last("threads.retry_after_item")).toEqual({
      type: "threads.retry_after_item",
      params: { thread_id: "thr_1", item_id: "msg_u1" },
    });
  },
  "threads.custom_action": async () => {
    const server = having(card({ payload: { id: 7 } })).onStream("threads.custom_action", reply(options));
    const { element } = await open(server);
    await click(element, "Do");
    await until(() => expect(server.types()).toContain("threads.custom_action"));
    expect(server.last("threads.custom_action")).toEqual({
      type: "threads.custom_action",
      params: { thread_id: "thr_1", item_id: "msg_w", action: { type: "do", payload: { id: 7 } } },
    });
  },
  "threads.sync_custom_action": async () => {
    const updated = item("widget", "msg_w", { widget: { type: "Card", children: [{ type: "Text", value: "Done it" }] } });
    const server = having(card({ streaming: false })).on("threads.sync_custom_action", () => ({ updated_item: updated }));
    const { element, names } = await open(server);
    await click(element, "Do");
    await until(() => expect(textOf(element)).toContain("Done it"));
    expect(server.last("threads.sync_custom_action")).toEqual({
      type: "threads.sync_custom_action",
      params: { thread_id: "thr_1", item_id: "msg_w", action: { type: "do" } },
    });
    expect(names()).not.toContain("response.start");
  },
  "threads.get_by_id": async () => {
    const server = having(userItem("q"), assistantItem("a"));
    await open(server);
    expect(server.requests.map((one) => one.body)).toEqual([{ type: "threads.get_by_id", params: { thread_id: "thr_1" } }]);
  },
  "threads.list": async () => {
    const server = having().on("threads.list", (body) =>
      body.params["after"] === "cur_1"
        ? { data: [thread("thr_2", { title: "Second" })], has_more: false }
        : { data: [thread("thr_1", { title: "First" })], has_more: true, after: "cur_1" },
    );
    const { element } = start(server);
    button(element, "Chat history").click();
    await click(element, "Show more");
    await until(() => expect(textOf(element)).toContain("Second"));
    expect(server.requests.map((one) => one.body)).toEqual([
      { type: "threads.list", params: { limit: 30, order: "desc" } },
      { type: "threads.list", params: { limit: 30, order: "desc", after: "cur_1" } },
    ]);
  },
  "items.list": async () => {
    const server = having()
      .on("threads.get_by_id", () =>
        thread("thr_1", { title: "First", items: { data: [userItem("the first")], has_more: true, after: "msg_u1" } }),
      )
      .on("items.list", (body) =>
        body.params["after"] === "cur_9"
          ? { data: [assistantItem("in the middle", "msg_5")], has_more: false }
          : { data: [assistantItem("at the end", "msg_9")], has_more: true, after: "cur_9" },
      );
    const { element } = await open(server);
    await until(() => expect(textOf(element)).toContain("at the end"));
    expect(textOf(element)).not.toContain("the first");
    await click(element, "Show earlier messages");
    await until(() => expect(textOf(element)).toContain("in the middle"));
    expect(server.requests.map((one) => one.body).slice(1)).toEqual([
      { type: "items.list", params: { thread_id: "thr_1", limit: 50, order: "desc" } },
      { type: "items.list", params: { thread_id: "thr_1", limit: 50, order: "desc", after: "cur_9" } },
    ]);
  },
  "items.feedback": async () => {
    const server = having(userItem("q"), assistantItem("a"), assistantItem("b", "msg_a2")).on("items.feedback", () => ({}));
    const { element } = await open(server);
    await click(element, "Bad answer");
    await until(() => expect(server.types()).toContain("items.feedback"));
    expect(server.last("items.feedback")).toEqual({
      type: "items.feedback",
      params: { thread_id: "thr_1", item_ids: ["msg_a1", "msg_a2"], kind: "negative" },
    });
  },
  "threads.update": async () => {
    const server = having().on("threads.update", (body) => thread("thr_1", { title: body.params["title"] }));
    const { element } = start(server);
    await element.showHistory();
    await click(element, "Rename “First”");
    await until(() => expect(find<HTMLInputElement>(element, ".editing input").value).toBe("First"));
    find<HTMLInputElement>(element, ".editing input").value = " Other ";
    find<HTMLFormElement>(element, ".editing form").requestSubmit();
    await until(() => expect(server.types()).toContain("threads.update"));
    expect(server.last("threads.update")).toEqual({ type: "threads.update", params: { thread_id: "thr_1", title: "Other" } });
  },
  "threads.delete": async () => {
    const server = having().on("threads.delete", () => ({}));
    const { element } = start(server);
    await element.showHistory();
    await click(element, "Delete “First”");
    await until(() => expect(textOf(element)).toContain("Delete this chat for good?"));
    expect(server.types()).not.toContain("threads.delete");
    await click(element, "Delete");
    await until(() => expect(textOf(element)).toContain("No chats yet."));
    expect(server.last("threads.delete")).toEqual({ type: "threads.delete", params: { thread_id: "thr_1" } });
  },
};
describe("request", () => {
  for (const [name, check] of Object.entries(requests)) it(name, check);
});
