import { afterEach, describe, expect, it, vi } from "vitest";
import { button, type Heard, inside, press, start, textOf, until } from "../page";
import { answer, assistantItem, FakeServer, thread, userItem } from "../server";

afterEach(() => document.body.replaceChildren());

const call = (id = "tc_1", name = "pick", more: object = {}) => ({
  type: "client_tool_call",
  id,
  thread_id: "thr_1",
  created_at: "2026-11-21T10:00:00Z",
  status: "pending",
  call_id: `call_${id}`,
  name,
  arguments: { n: 1 },
  ...more,
});
const done = (item: object) => ({ type: "thread.item.done", item });

/** Asks for a tool in answer to the first message, and goes on when it has the output. */
const asking = () =>
  new FakeServer()
    .onStream("threads.create", (stream) => stream.send(...answer("hi", "").slice(0, 3), done(call())).end())
    .onStream("threads.add_client_tool_output", (stream) => stream.send(done(assistantItem("went on"))).end());

const outputs = (server: FakeServer) =>
  server.requests.filter((one) => one.body.type === "threads.add_client_tool_output").map((one) => one.body.params);

const failureOf = (heard: Heard[]) => (heard.find((one) => one.name === "error")?.detail as { error: Error } | undefined)?.error;

describe("a client tool", () => {
  it.each([
    ["an object", () => ({ ok: true }), { ok: true }],
    ["a promise", async () => ({ ok: true }), { ok: true }],
    ["nothing", () => undefined, {}],
    ["null", async () => null, {}],
    ["an empty list", () => [], []],
    ["a class", () => new Date(0), "1970-01-01T00:00:00.000Z"],
  ])("that gives %s: the server is told, and the answer goes on", async (_, tool, result) => {
    const server = asking();
    const { element, names } = start(server, { onClientTool: tool });
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(textOf(element)).toContain("went on"));
    expect(outputs(server)).toEqual([{ thread_id: "thr_1", result }]);
    // To the page it is one response.
    await until(() => expect(names()).toEqual(["ready", "response.start", "thread.change", "response.end"]));
  });

  const circular: { self?: unknown } = {};
  circular.self = circular;
  it.each([
    [
      "throws",
      () => {
        throw new Error("no such row");
      },
      "no such row",
    ],
    ["rejects", () => Promise.reject(new Error("no such row")), "no such row"],
    ["gives what is not JSON", () => circular, "circular"],
  ])("that %s: the server is told nothing, the page is, and a person can try again", async (_, tool, reason) => {
    const server = asking();
    const onClientTool = vi.fn(tool as () => unknown);
    const { element, names, heard } = start(server, { onClientTool });
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(textOf(element, ".failure")).toContain("This page could not do what the assistant asked of it (“pick”)"));
    expect(outputs(server)).toEqual([]);
    expect(failureOf(heard)?.message).toContain(reason);
    await until(() => expect(names().at(-1)).toBe("response.end"));
    onClientTool.mockImplementation(() => ({ ok: 2 }));
    button(element, "Retry").click();
    await until(() => expect(textOf(element)).toContain("went on"));
    expect(outputs(server)).toEqual([{ thread_id: "thr_1", result: { ok: 2 } }]);
  });

  it("that the page does not have is a failure in words", async () => {
    const server = asking();
    const { element, heard } = start(server);
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(textOf(element, ".failure")).toContain("could not do what the assistant asked of it (“pick”)"));
    expect(failureOf(heard)?.message).toContain("no handler");
  });

  it("may be asked for again and again in one answer", async () => {
    let rounds = 0;
    const server = asking().onStream("threads.add_client_tool_output", (stream) => {
      rounds += 1;
      stream.send(done(rounds < 3 ? call(`tc_${rounds + 1}`, `tool${rounds}`) : assistantItem("all done"))).end();
    });
    const onClientTool = vi.fn(async ({ name }: { name: string }) => ({ name }));
    const { element, names } = start(server, { onClientTool });
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(textOf(element)).toContain("all done"));
    expect(onClientTool.mock.calls.map(([given]) => given.name)).toEqual(["pick", "tool1", "tool2"]);
    await until(() => expect(names().filter((name) => name.startsWith("response"))).toEqual(["response.start", "response.end"]));
  });

  it("that never ends can be stopped", async () => {
    const server = asking();
    const onClientTool = vi.fn(() => new Promise<never>(() => undefined));
    const { element, names } = start(server, { onClientTool });
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(onClientTool).toHaveBeenCalledOnce());
    expect(names()).not.toContain("response.end");
    press(inside(element).querySelector("textarea") as Element, "Escape");
    await until(() => expect(names().at(-1)).toBe("response.end"));
    expect(names()).not.toContain("error");
    expect(outputs(server)).toEqual([]);
  });
});

describe("a call that waits in a thread that is opened", () => {
  const waiting = () =>
    asking().on("threads.get_by_id", () => thread("thr_1", { items: { data: [userItem("q"), call()], has_more: false } }));

  it("is not run by itself, but when a person asks for it", async () => {
    const server = waiting();
    const onClientTool = vi.fn(async () => ({ ok: true }));
    const { element, names } = start(server, { initialThread: "thr_1", onClientTool });
    await until(() => expect(names().at(-1)).toBe("thread.load.end"));
    await until(() => expect(textOf(element, ".failure")).toContain("waits for this page to do something (“pick”)"));
    expect(onClientTool).not.toHaveBeenCalled();
    button(element, "Retry").click();
    await until(() => expect(textOf(element)).toContain("went on"));
    expect(outputs(server)).toEqual([{ thread_id: "thr_1", result: { ok: true } }]);
  });

  it("is not run by an answer that has nothing to do with it", async () => {
    const server = waiting().onStream("threads.custom_action", (stream) => {
      stream.send({ type: "stream_options", stream_options: { allow_cancel: true } }).end();
    });
    const onClientTool = vi.fn(async () => ({ ok: true }));
    const { element, names } = start(server, { initialThread: "thr_1", onClientTool });
    await until(() => expect(names().at(-1)).toBe("thread.load.end"));
    await element.sendCustomAction({ type: "refresh" });
    await until(() => expect(names().at(-1)).toBe("response.end"));
    expect(onClientTool).not.toHaveBeenCalled();
  });

  it("that has its output is history", async () => {
    const items = { data: [userItem("q"), call("tc_1", "pick", { status: "completed", output: {} })], has_more: false };
    const server = asking().on("threads.get_by_id", () => thread("thr_1", { items }));
    const { element, names } = start(server, { initialThread: "thr_1", onClientTool: vi.fn() });
    await until(() => expect(names().at(-1)).toBe("thread.load.end"));
    expect(inside(element).querySelector(".failure")).toBeNull();
  });
});
