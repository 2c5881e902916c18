/** @jsxImportSource react */
import { ChatKit, type UseChatKitOptions, useChatKit } from "@openai/chatkit-react";
import { act, StrictMode, useEffect, useState, version } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { defineChatKit, OpenAIChatKitElement } from "../src/index";
import { button, find, inside, textOf, until } from "./page";
import { answer, FakeServer, thread } from "./server";

let root: Root;
let host: HTMLElement;

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  defineChatKit();
  host = document.createElement("div");
  document.body.append(host);
  root = createRoot(host);
});

afterEach(async () => {
  await act(async () => root.unmount());
  host.remove();
  vi.unstubAllGlobals();
});

type Kit = ReturnType<typeof useChatKit>;

/** Renders the unmodified binding and hands out what its hook gives. */
async function show(options: UseChatKitOptions, strict = true) {
  const out = { kit: null as unknown as Kit, setOptions: null as unknown as (options: UseChatKitOptions) => void };
  function Page() {
    const [current, setCurrent] = useState(options);
    out.setOptions = setCurrent;
    out.kit = useChatKit(current);
    return <ChatKit control={out.kit.control} style={{ height: 600 }} />;
  }
  await act(async () =>
    root.render(
      strict ? (
        <StrictMode>
          <Page />
        </StrictMode>
      ) : (
        <Page />
      ),
    ),
  );
  const element = host.querySelector("openai-chatkit") as OpenAIChatKitElement;
  return Object.assign(out, { element });
}

function api(server: FakeServer): UseChatKitOptions["api"] {
  return { url: "/chatkit", domainKey: "local", fetch: server.fetch as never };
}

describe("the unmodified React binding", () => {
  it("runs with the React that this run is for", () => {
    expect(version.split(".")[0]).toBe(process.env["REACT_MAJOR"]);
  });

  it.each([true, false])("mounts, is ready once and hears it (StrictMode: %s)", async (strict) => {
    const onReady = vi.fn();
    const { element } = await show({ api: api(new FakeServer()), onReady }, strict);
    expect(element).toBeInstanceOf(OpenAIChatKitElement);
    await until(() => expect(onReady).toHaveBeenCalledTimes(1));
    expect(find(element, "textarea")).toBeTruthy();
  });

  it("does not lose events of the initial thread, which come before React listens", async () => {
    const calls: unknown[] = [];
    const server = new FakeServer().on("threads.get_by_id", () => thread("thr_1"));
    await show({
      api: api(server),
      initialThread: "thr_1",
      onReady: () => void calls.push("ready"),
      onThreadLoadStart: (detail) => void calls.push(["start", detail]),
      onThreadLoadEnd: (detail) => void calls.push(["end", detail]),
    });
    await until(() => expect(calls).toEqual(["ready", ["start", { threadId: "thr_1" }], ["end", { threadId: "thr_1" }]]));
    expect(server.types()).toEqual(["threads.get_by_id"]);
  });

  it("calls the newest option functions at the time of use", async () => {
    const server = new FakeServer().onStream("threads.create", (stream) => {
      stream.send({ type: "thread.created", thread: thread() });
      stream.send({
        type: "thread.item.done",
        item: {
          type: "client_tool_call",
          id: "tc_1",
          thread_id: "thr_1",
          created_at: "",
          status: "pending",
          call_id: "c",
          name: "pick",
          arguments: { n: 1 },
        },
      });
      stream.end();
    });
    server.onStream("threads.add_client_tool_output", (stream) => {
      stream.send(...answer("x", "done", false).slice(2));
      stream.end();
    });
    const first = vi.fn(async () => ({ from: "first" }));
    const second = vi.fn(async () => ({ from: "second" }));
    const base = { api: api(server) };
    const { kit, setOptions, element } = await show({ ...base, onClientTool: first });
    const setOptionsSpy = vi.spyOn(element, "setOptions");
    await act(async () => setOptions({ ...base, onClientTool: second }));
    // Another function is not another options object: the binding says nothing, the wrapper is fresh.
    expect(setOptionsSpy).not.toHaveBeenCalled();
    await kit.sendUserMessage({ text: "go" });
    await until(() => expect(textOf(element)).toContain("done"));
    expect(first).not.toHaveBeenCalled();
    expect(second).toHaveBeenCalledExactlyOnceWith({ name: "pick", params: { n: 1 } });
    expect(server.last("threads.add_client_tool_output").params).toEqual({ thread_id: "thr_1", result: { from: "second" } });
  });

  it("takes a new theme with exactly one more setOptions and keeps what is written", async () => {
    const options = { api: api(new FakeServer()), theme: "light" as const };
    const { element, kit, setOptions } = await show(options);
    await kit.setComposerValue({ text: "half a thought" });
    const spy = vi.spyOn(element, "setOptions");
    await act(async () => setOptions({ ...options, theme: "dark" }));
    expect(spy).toHaveBeenCalledTimes(1);
    expect(find(element, ".root").dataset["scheme"]).toBe("dark");
    await until(() => expect(find<HTMLTextAreaElement>(element, "textarea").value).toBe("half a thought"));
  });

  it("all thirteen handlers are reached through the binding", async () => {
    const calls: Record<string, unknown> = {};
    const handlers = Object.fromEntries(
      [
        "Ready",
        "Error",
        "Effect",
        "Deeplink",
        "ResponseStart",
        "ResponseEnd",
        "HistoryOpen",
        "HistoryClose",
        "ThreadChange",
        "ThreadLoadStart",
        "ThreadLoadEnd",
        "ToolChange",
        "Log",
      ].map((name) => [
        `on${name}`,
        (detail: unknown) => {
          calls[name] = detail;
        },
      ]),
    );
    const server = new FakeServer()
      .on("threads.list", () => ({ data: [], has_more: false }))
      .on("threads.get_by_id", () => new Response(null, { status: 404 }))
      .onStream("threads.create", (stream) => {
        stream.send(...answer("hi", "[x](chatkit-link://go)"), { type: "client_effect", name: "fx", data: {} });
        stream.end();
      });
    const { kit, element } = await show({ api: api(server), ...handlers } as UseChatKitOptions);
    await kit.sendUserMessage({ text: "hi" });
    await until(() => expect(calls).toHaveProperty("ResponseEnd"));
    await until(() => button(element, "x").click());
    await kit.setComposerValue({ selectedToolId: "web" });
    await kit.showHistory();
    await kit.hideHistory();
    await expect(kit.setThreadId("thr_gone")).rejects.toThrow("404");
    await until(() => expect(Object.keys(calls)).toHaveLength(13));
    expect(calls).toMatchObject({
      Ready: null,
      Effect: { name: "fx", data: {} },
      Deeplink: { name: "go", data: {} },
      ResponseStart: null,
      ResponseEnd: null,
      HistoryOpen: null,
      HistoryClose: null,
      ThreadChange: { threadId: "thr_gone" },
      ThreadLoadStart: { threadId: "thr_gone" },
      ThreadLoadEnd: { threadId: "thr_gone" },
      ToolChange: { toolId: "web" },
    });
    expect((calls["Error"] as { error: Error }).error).toBeInstanceOf(Error);
  });

  it("methods before mounting warn and give nothing, as the binding has it", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const out: { kit?: Kit } = {};
    function Unmounted() {
      out.kit = useChatKit({ api: api(new FakeServer()) });
      return null;
    }
    await act(async () => root.render(<Unmounted />));
    expect(out.kit?.focusComposer()).toBeUndefined();
    expect(warn).toHaveBeenCalledOnce();
  });

  it("methods called in the effect that follows mounting are done", async () => {
    const server = new FakeServer().on("threads.get_by_id", () => thread("thr_1", { title: "First" }));
    function Page() {
      const { control, setThreadId } = useChatKit({ api: api(server) });
      useEffect(() => void setThreadId("thr_1"), [setThreadId]);
      return <ChatKit control={control} />;
    }
    await act(async () => root.render(<Page />));
    await until(() => expect(textOf(host.querySelector("openai-chatkit") as Element, ".title")).toBe("First"));
  });

  it("handlers that change are the ones that hear", async () => {
    const [first, second] = [vi.fn(), vi.fn()];
    const options = { api: api(new FakeServer()) };
    const { kit, setOptions, element } = await show({ ...options, onToolChange: first });
    const setOptionsSpy = vi.spyOn(element, "setOptions");
    await kit.setComposerValue({ selectedToolId: "a" });
    await until(() => expect(first).toHaveBeenCalledExactlyOnceWith({ toolId: "a" }));
    await act(async () => setOptions({ ...options, onToolChange: second }));
    await kit.setComposerValue({ selectedToolId: "b" });
    await until(() => expect(second).toHaveBeenCalledExactlyOnceWith({ toolId: "b" }));
    expect(first).toHaveBeenCalledTimes(1);
    expect(setOptionsSpy).not.toHaveBeenCalled();
  });

  it("unmounted and mounted again is another element, that begins anew", async () => {
    const onReady = vi.fn();
    const options = { api: api(new FakeServer()), onReady };
    const before = await show(options);
    await before.kit.setComposerValue({ text: "a draft" });
    await until(() => expect(onReady).toHaveBeenCalledTimes(1));
    await act(async () => root.render(null));
    const after = await show(options);
    expect(after.element).not.toBe(before.element);
    await until(() => expect(onReady).toHaveBeenCalledTimes(2));
    expect(find<HTMLTextAreaElement>(after.element, "textarea").value).toBe("");
    // The hook of the new page drives the new element.
    await after.kit.setComposerValue({ text: "another" });
    await until(() => expect(find<HTMLTextAreaElement>(after.element, "textarea").value).toBe("another"));
  });

  it("unmounting in the middle of an answer ends the request", async () => {
    const server = new FakeServer().onStream("threads.create", (stream) => stream.send(...answer("hi", "").slice(0, 4)));
    const { kit } = await show({ api: api(server) });
    await kit.sendUserMessage({ text: "hi" });
    await act(async () => root.render(null));
    await until(() => expect(server.requests[0]?.signal?.aborted).toBe(true));
  });

  it("bad options do not throw into React", async () => {
    const onError = vi.fn();
    const { element } = await show({ api: { getClientSecret: async () => "x" }, onError });
    await until(() => expect(onError).toHaveBeenCalled());
    expect(inside(element).textContent).toContain("api.url");
  });
});
