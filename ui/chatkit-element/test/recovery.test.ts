import { afterEach, describe, expect, it } from "vitest";
import { button, find, inside, start, textOf, until } from "./page";
import { answer, assistantItem, delta, FakeServer, type Stream, thread, userItem } from "./server";

afterEach(() => document.body.replaceChildren());

const half = (stream: Stream) => stream.send(...answer("hi", "").slice(0, 4), delta("half an "));
const holding =
  (...data: object[]) =>
  () =>
    thread("thr_1", { items: { data, has_more: false } });

async function broken(server: FakeServer) {
  const page = start(server.onStream("threads.create", half));
  await page.element.sendUserMessage({ text: "hi" });
  await until(() => expect(textOf(page.element)).toContain("half an"));
  server.streams[0]?.break();
  await until(() => expect(textOf(page.element, ".failure")).toContain("What had arrived is kept"));
  return page;
}

describe("after a lost connection", () => {
  it("what the server kept beyond what had arrived is shown, and the way to go on stays", async () => {
    const server = new FakeServer().on("threads.get_by_id", holding(userItem("hi"), assistantItem("half an answer that")));
    const { element, names } = await broken(server);
    await until(() => expect(textOf(element, ".answer")).toContain("half an answer that"));
    expect(textOf(element, ".failure")).toContain("Retry");
    expect(inside(element).querySelectorAll(".message")).toHaveLength(1);
    // That was no load the page has to know of.
    expect(names()).toEqual(["ready", "response.start", "thread.change", "error", "response.end"]);
  });

  it.each([
    ["nothing", [userItem("hi")]],
    ["less", [userItem("hi"), assistantItem("half")]],
  ])("what had arrived stays where the server kept %s of it", async (_, data) => {
    const server = new FakeServer().on("threads.get_by_id", holding(...data));
    const { element } = await broken(server);
    await until(() => expect(server.types()).toContain("threads.get_by_id"));
    server.onStream("threads.retry_after_item", (stream) => stream.send(...answer("hi", "a whole answer", false).slice(1)).end());
    expect(textOf(element, ".answer")).toContain("half an");
    button(element, "Retry").click();
    await until(() => expect(textOf(element)).toContain("a whole answer"));
    expect(textOf(element)).not.toContain("half an");
  });

  it("it is read once the browser is online again", async () => {
    const server = new FakeServer().on("threads.get_by_id", () => Promise.reject(new TypeError("offline")));
    const { element, names } = await broken(server);
    await until(() => expect(server.types()).toContain("threads.get_by_id"));
    // One failure is one failure, whatever is tried behind it.
    expect(names().filter((name) => name === "error")).toHaveLength(1);
    server.on("threads.get_by_id", holding(userItem("hi"), assistantItem("half an answer, kept")));
    await until(() => {
      window.dispatchEvent(new Event("online"));
      expect(textOf(element, ".answer")).toContain("kept");
    });
    expect(server.types().filter((type) => type === "threads.get_by_id")).toHaveLength(2);
  });
});

describe("a thread that is opened", () => {
  it("with a message that has no answer says so, and has it made on demand", async () => {
    const server = new FakeServer()
      .on("threads.get_by_id", holding(userItem("hi")))
      .onStream("threads.retry_after_item", (stream) => stream.send(...answer("hi", "at last", false).slice(2)).end());
    const { element, names } = start(server, { initialThread: "thr_1" });
    await until(() => expect(textOf(element, ".failure")).toContain("There is no answer to this message yet."));
    expect([server.types(), names()]).toEqual([["threads.get_by_id"], ["ready", "thread.load.start", "thread.load.end"]]);
    find<HTMLButtonElement>(element, ".failure button").click();
    await until(() => expect(textOf(element, ".answer")).toContain("at last"));
    expect(server.last("threads.retry_after_item").params).toEqual({ thread_id: "thr_1", item_id: "msg_u1" });
  });

  it.each(["locked", "closed"])("and is %s offers nothing", async (type) => {
    const server = new FakeServer().on("threads.get_by_id", () =>
      thread("thr_1", { status: { type, reason: "Solved" }, items: { data: [userItem("hi")], has_more: false } }),
    );
    const { element, names } = start(server, { initialThread: "thr_1" });
    await until(() => expect(names()).toContain("thread.load.end"));
    await until(() => expect(textOf(element, ".said")).toBe("hi"));
    expect(inside(element).querySelector(".failure")).toBeNull();
  });
});
