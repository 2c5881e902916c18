import { afterEach, describe, expect, it, vi } from "vitest";
import { button, find, inside, mount, press, textOf, type, until } from "./page";
import { answer, assistantItem, delta, FakeServer, type Stream, thread, userItem } from "./server";

afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

function start(server: FakeServer, options: object = {}) {
  const page = mount();
  page.element.setOptions({ api: { url: "https://chat.example/api/chatkit", fetch: server.fetch as never }, ...options } as never);
  return page;
}

const whole =
  (said: string, text: string, isNew = true) =>
  (stream: Stream) => {
    stream.send(...answer(said, text, isNew));
    stream.end();
  };

const buttons = (element: Element) => [...inside(element).querySelectorAll(".failure button")].map((one) => one.textContent);

describe("a request that fails says what failed and offers the way out", () => {
  it.each([
    [
      () => new Response(null, { status: 401 }),
      "no longer accepts this session",
      "chat.example/api/chatkit · 401",
      ["Retry", "Edit the message"],
    ],
    [() => new Response(null, { status: 403 }), "does not allow this", "· 403", ["Edit the message"]],
    [() => new Response(null, { status: 413 }), "too long for the server", "· 413", ["Edit the message"]],
    [
      () => new Response(null, { status: 429, headers: { "Retry-After": "12" } }),
      "Try again in 12 s.",
      "· 429",
      ["Retry", "Edit the message"],
    ],
    [() => new Response(null, { status: 503 }), "a problem of its own", "· 503", ["Retry", "Edit the message"]],
    [
      () => Response.json({ error: { message: "No API key yet. Add one in Settings." } }, { status: 409 }),
      "No API key yet. Add one in Settings.",
      "· 409",
      ["Retry", "Edit the message"],
    ],
    [() => new Response("<!doctype html>"), "could not be read", "chat.example/api/chatkit", ["Retry", "Edit the message"]],
    [() => Promise.reject(new TypeError("fetch failed")), "cannot be reached", "chat.example/api/chatkit", ["Retry", "Edit the message"]],
  ])("%#", async (reply, sentence, detail, ways) => {
    const server = new FakeServer().on("threads.create", reply as never);
    const { element, heard } = start(server);
    type(element, "hi");
    press(find(element, "textarea"), "Enter");
    await until(() => expect(textOf(element, ".failure")).toContain(sentence));
    expect(textOf(element, ".failure")).toContain(detail);
    expect(buttons(element)).toEqual(ways);
    // What was said is still there, and the page was told.
    expect(textOf(element, ".said")).toBe("hi");
    expect(heard.filter((one) => one.name === "error")).toHaveLength(1);
    expect(find(element, "[role=status]").textContent).toContain(sentence);
  });

  it("no answer in 30 s is a failure of its own", async () => {
    const server = new FakeServer().on("threads.list", (_, signal) => {
      return new Promise<never>((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
    });
    const { element } = start(server);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const shown = element.showHistory();
    await vi.advanceTimersByTimeAsync(29_000);
    await shown;
    expect(inside(element).querySelector(".failure")).toBeNull();
    await vi.advanceTimersByTimeAsync(2_000);
    vi.useRealTimers();
    await until(() => expect(textOf(element, ".failure")).toContain("did not answer in time"));
  });
});

describe("Retry", () => {
  it("sends a refused message again, once", async () => {
    let tries = 0;
    const server = new FakeServer().on("threads.create", () => {
      tries += 1;
      return new Response(null, { status: 503 });
    });
    const { element } = start(server);
    await expect(element.sendUserMessage({ text: "hi" })).rejects.toMatchObject({ status: 503 });
    await until(() => expect(button(element, "Retry")).toBeTruthy());
    server.onStream("threads.create", whole("hi", "here I am"));
    button(element, "Retry").click();
    await until(() => expect(textOf(element)).toContain("here I am"));
    expect(tries).toBe(1);
    expect(server.types()).toEqual(["threads.create", "threads.create"]);
    expect(server.requests[1]?.body).toEqual(server.requests[0]?.body);
    expect(inside(element).querySelectorAll(".said")).toHaveLength(1);
    expect(inside(element).querySelector(".failure")).toBeNull();
  });

  it("after a break keeps the text and has the answer made anew from the stored message", async () => {
    const server = new FakeServer().onStream("threads.create", (stream) => stream.send(...answer("hi", "").slice(0, 4), delta("half an ")));
    server.onStream("threads.retry_after_item", (stream) => {
      stream.send(...answer("hi", "a whole answer", false).slice(1));
      stream.end();
    });
    const { element } = start(server, { threadItemActions: { retry: true } });
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(textOf(element)).toContain("half an"));
    server.streams[0]?.break();
    await until(() => expect(textOf(element, ".failure")).toContain("What had arrived is kept"));
    expect(textOf(element, ".answer")).toContain("half an");
    find<HTMLButtonElement>(element, ".failure button").click();
    await until(() => expect(textOf(element)).toContain("a whole answer"));
    expect(textOf(element)).not.toContain("half an");
    expect(server.last("threads.retry_after_item").params).toEqual({ thread_id: "thr_1", item_id: "msg_u1" });
  });

  it("is offered where a connection just ends before the answer has: WebKit tells no difference", async () => {
    const server = new FakeServer().onStream("threads.create", (stream) => stream.send(...answer("hi", "").slice(0, 4), delta("half an ")));
    const { element } = start(server);
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(textOf(element)).toContain("half an"));
    server.streams[0]?.end();
    await until(() => expect(textOf(element, ".failure")).toContain("What had arrived is kept"));
    button(element, "Retry");
  });

  it("does not send a message twice that had arrived before the break", async () => {
    const server = new FakeServer().onStream("threads.create", (stream) => {
      stream.send({ type: "thread.created", thread: thread() });
    });
    server.on("items.list", () => ({ data: [userItem("hi", "msg_stored")], has_more: false }));
    server.onStream("threads.retry_after_item", (stream) => {
      stream.send(...answer("hi", "at last", false).slice(1));
      stream.end();
    });
    const { element, names } = start(server);
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(names()).toContain("thread.change"));
    server.streams[0]?.break();
    await until(() => button(element, "Retry").click());
    await until(() => expect(textOf(element)).toContain("at last"));
    expect(server.types()).toEqual(["threads.create", "items.list", "threads.retry_after_item"]);
    expect(server.last("threads.retry_after_item").params["item_id"]).toBe("msg_stored");
    expect(inside(element).querySelectorAll(".said")).toHaveLength(1);
  });

  it("sends it again when it had not arrived", async () => {
    const server = new FakeServer().onStream("threads.create", (stream) => {
      stream.send({ type: "thread.created", thread: thread() });
    });
    server.on("items.list", () => ({ data: [], has_more: false }));
    server.onStream("threads.add_user_message", whole("hi", "second time", false));
    const { element, names } = start(server);
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(names()).toContain("thread.change"));
    server.streams[0]?.break();
    await until(() => button(element, "Retry").click());
    await until(() => expect(textOf(element)).toContain("second time"));
    expect(server.last("threads.add_user_message").params["thread_id"]).toBe("thr_1");
  });

  it("is offered for an error event only if the server allows it", async () => {
    for (const allow of [true, false]) {
      const server = new FakeServer().onStream("threads.create", (stream) => {
        stream.send(...answer("hi", "").slice(0, 4), delta("so far "));
        stream.send({ type: "error", code: "custom", message: "No credit left.", allow_retry: allow });
        stream.end();
      });
      const { element } = start(server);
      await element.sendUserMessage({ text: "hi" });
      await until(() => expect(textOf(element, ".failure")).toContain("No credit left."));
      expect(textOf(element, ".answer")).toContain("so far");
      expect(buttons(element)).toEqual(allow ? ["Retry"] : ["Dismiss"]);
      element.remove();
    }
  });

  it("loads a thread again that could not be loaded, and offers a new one for a thread that is gone", async () => {
    const server = new FakeServer().on("threads.get_by_id", () => new Response(null, { status: 500 }));
    const { element } = start(server, { initialThread: "thr_1" });
    await until(() => expect(buttons(element)).toEqual(["Retry"]));
    server.on("threads.get_by_id", () => thread("thr_1", { items: { data: [assistantItem("there")], has_more: false } }));
    button(element, "Retry").click();
    await until(() => expect(textOf(element)).toContain("there"));
    server.on("threads.get_by_id", () => new Response(null, { status: 404 }));
    await element.setThreadId("thr_2").catch(() => undefined);
    await until(() => expect(textOf(element, ".failure")).toContain("does not have this chat any more"));
    expect(buttons(element)).toEqual(["New chat"]);
    find<HTMLButtonElement>(element, ".failure button").click();
    await until(() => expect(find(element, ".start")).toBeTruthy());
  });
});

describe("a message that the server never took", () => {
  it("survives a reading of the thread, and goes back into the composer when one leaves", async () => {
    const server = new FakeServer()
      .on("threads.get_by_id", (body) =>
        thread(String(body.params["thread_id"]), { items: { data: [assistantItem("before")], has_more: false } }),
      )
      .on("threads.add_user_message", () => new Response(null, { status: 503 }));
    const { element } = start(server, { initialThread: "thr_1" });
    await until(() => expect(textOf(element)).toContain("before"));
    await element.sendUserMessage({ text: "a long thought" }).catch(() => undefined);
    await element.fetchUpdates();
    await until(() => expect(textOf(element, ".content")).toContain("a long thoughtThe server had a problem"));
    await element.setThreadId("thr_2");
    await until(() => expect(inside(element).querySelector(".said")).toBeNull());
    await element.setThreadId("thr_1");
    await until(() => expect(find<HTMLTextAreaElement>(element, "textarea").value).toBe("a long thought"));
  });
});

describe("Stop", () => {
  it("by button or Esc keeps what had arrived and leaves the thread usable", async () => {
    for (const way of ["button", "Escape"]) {
      const server = new FakeServer().onStream("threads.create", (stream) =>
        stream.send(...answer("hi", "").slice(0, 4), delta("half an ")),
      );
      server.onStream("threads.add_user_message", whole("go on", "going on", false));
      const { element, names } = start(server);
      await element.sendUserMessage({ text: "hi" });
      await until(() => expect(textOf(element)).toContain("half an"));
      if (way === "button") button(element, "Stop").click();
      else press(find(element, "textarea"), "Escape");
      await until(() => expect(names().at(-1)).toBe("response.end"));
      expect(server.requests[0]?.signal?.aborted).toBe(true);
      await until(() => expect(button(element, "Send")).toBeTruthy());
      expect(textOf(element, ".answer")).toContain("half an");
      expect(inside(element).querySelector(".failure")).toBeNull();
      await element.sendUserMessage({ text: "go on" });
      await until(() => expect(textOf(element)).toContain("going on"));
      element.remove();
    }
  });

  it("before the server took the message gives the words back", async () => {
    const server = new FakeServer().on("threads.create", (_, signal) => {
      return new Promise<never>((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
    });
    const { element, names } = start(server);
    type(element, "a long thought");
    press(find(element, "textarea"), "Enter");
    await until(() => button(element, "Stop").click());
    await until(() => expect(names().at(-1)).toBe("response.end"));
    await until(() => expect(find<HTMLTextAreaElement>(element, "textarea").value).toBe("a long thought"));
    expect(inside(element).querySelector(".said")).toBeNull();
  });

  it("is not offered when the server does not allow it", async () => {
    const server = new FakeServer().onStream("threads.create", (stream) => {
      stream.send({ type: "thread.created", thread: thread() }, { type: "stream_options", stream_options: { allow_cancel: false } });
    });
    const { element, names } = start(server);
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(button(element, "Send").disabled).toBe(true));
    press(find(element, "textarea"), "Escape");
    expect(server.requests[0]?.signal?.aborted).toBe(false);
    expect(names()).not.toContain("response.end");
  });
});

describe("client tools", () => {
  const call = (id = "tc_1") => ({
    type: "thread.item.done",
    item: {
      type: "client_tool_call",
      id,
      thread_id: "thr_1",
      created_at: "",
      status: "pending",
      call_id: id,
      name: "pick",
      arguments: { n: 1 },
    },
  });
  const asking = (stream: Stream) => {
    stream.send({ type: "thread.created", thread: thread() }, { type: "thread.item.done", item: userItem("hi") }, call());
    stream.end();
  };

  it("are run in turn within one response", async () => {
    let round = 0;
    const server = new FakeServer().onStream("threads.create", asking);
    server.onStream("threads.add_client_tool_output", (stream) => {
      round += 1;
      if (round === 1) stream.send(call("tc_2"));
      else stream.send({ type: "thread.item.done", item: assistantItem("both done") });
      stream.end();
    });
    const onClientTool = vi.fn(async ({ params }) => ({ seen: params }));
    const { element, names } = start(server, { onClientTool });
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(textOf(element)).toContain("both done"));
    expect(onClientTool).toHaveBeenCalledTimes(2);
    expect(server.last("threads.add_client_tool_output").params).toEqual({ thread_id: "thr_1", result: { seen: { n: 1 } } });
    await until(() => expect(names().filter((name) => name.startsWith("response"))).toEqual(["response.start", "response.end"]));
  });

  it("that fail are said, and can be tried again", async () => {
    const server = new FakeServer().onStream("threads.create", asking);
    server.onStream("threads.add_client_tool_output", whole("hi", "went well", false));
    const onClientTool = vi.fn().mockRejectedValueOnce(new Error("no map")).mockResolvedValue({ ok: true });
    const { element, heard } = start(server, { onClientTool });
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(textOf(element, ".failure")).toContain("could not do what the assistant asked of it (“pick”)"));
    expect(heard.find((one) => one.name === "error")?.detail).toMatchObject({ error: { message: "no map" } });
    button(element, "Retry").click();
    await until(() => expect(textOf(element)).toContain("went well"));
    expect(onClientTool).toHaveBeenCalledTimes(2);
  });

  it("that wait in a loaded thread are not run behind one's back", async () => {
    const items = { data: [userItem("hi"), call().item], has_more: false };
    const server = new FakeServer().on("threads.get_by_id", () => thread("thr_1", { items }));
    const onClientTool = vi.fn();
    const { element, names } = start(server, { initialThread: "thr_1", onClientTool });
    await until(() => expect(names()).toContain("thread.load.end"));
    await until(() => expect(textOf(element)).toContain("hi"));
    expect(onClientTool).not.toHaveBeenCalled();
  });
});

describe("the stream", () => {
  it("survives frames that are no JSON and events it does not know", async () => {
    const server = new FakeServer().onStream("threads.create", (stream) => {
      stream.send(...answer("hi", "").slice(0, 4));
      stream.raw("data: {broken\n\n: comment\n\ndata: 7\n\n").send({ type: "thread.danced" }, delta("still here"));
      stream.send({ type: "thread.item.done", item: assistantItem("still here") });
      stream.end();
    });
    const { element, heard, names } = start(server);
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(names().at(-1)).toBe("response.end"));
    await until(() => expect(textOf(element)).toContain("still here"));
    expect(heard.filter((one) => one.name === "error")).toHaveLength(1);
    expect(inside(element).querySelector(".failure")).toBeNull();
  });

  it("of another thread goes on in the background", async () => {
    const server = new FakeServer().onStream("threads.create", (stream) => stream.send(...answer("hi", "").slice(0, 4), delta("one ")));
    server.on("threads.get_by_id", () => thread("thr_2", { items: { data: [assistantItem("other", "msg_o")], has_more: false } }));
    const { element, names } = start(server);
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(names()).toContain("thread.change"));
    await element.setThreadId("thr_2");
    await until(() => expect(textOf(element)).toContain("other"));
    server.streams[0]?.send(delta("two "));
    await element.setThreadId("thr_1");
    await until(() => expect(textOf(element)).toContain("one two"));
    expect(server.requests[0]?.signal?.aborted).toBe(false);
    expect(server.types()).toEqual(["threads.create", "threads.get_by_id"]);
  });

  it("says a finished answer once, and not word by word", async () => {
    const server = new FakeServer().onStream("threads.create", (stream) => stream.send(...answer("hi", "").slice(0, 4), delta("**one** ")));
    const { element } = start(server);
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(textOf(element)).toContain("one"));
    expect(find(element, "[role=status]").textContent).toBe("");
    server.streams[0]?.send(delta("two"), { type: "thread.item.done", item: assistantItem("**one** two") });
    server.streams[0]?.end();
    await until(() => expect(find(element, "[role=status]").textContent).toBe("Answer: one two"));
  });
});
