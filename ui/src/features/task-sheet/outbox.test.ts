import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Api } from "../../api/client";
import { taskKey } from "../../api/queries";
import { SessionKeeper } from "../../api/session";
import type { Task } from "../../api/types";
import { aTab, aTask, FakeServer, refusal, type Sent } from "../../testing/server";
import { Outbox, type TextField, useUnsaved } from "./outbox";

/** A server that holds one task, and the outbox before it. */
function anOutbox(given: Partial<Task> = {}) {
  let task = aTask({ id: "t1", notes: "old", ...given });
  const patch = vi.fn((request: Sent): unknown => {
    task = { ...task, ...(request.body as Partial<Task>), revision: task.revision + 1 };
    return { ...task, change_set: `c${task.revision}` };
  });
  const server = new FakeServer({ "GET /api/v1/tasks/t1": () => task, "PATCH /api/v1/tasks/t1": (sent: Sent) => patch(sent) });
  const client = new QueryClient();
  client.setQueryData(taskKey("t1"), task);
  const outbox = new Outbox(new Api(new SessionKeeper(aTab(server, { stored: { "docket.client_secret": "s" } }).host)), client);
  return {
    outbox,
    server,
    patch,
    /** Somebody else writes. */
    elsewhere(fields: Partial<Task>) {
      task = { ...task, ...fields, revision: task.revision + 1 };
    },
    task: () => task,
    sent: () => server.to("PATCH /api/v1/tasks/t1").map(({ body }) => body),
    shown: () => client.getQueryData<Task>(taskKey("t1")),
  };
}

const unsaved = (field: TextField | "priority" = "notes") => useUnsaved.getState().tasks.get("t1")?.get(field);
/** Time in which nothing is typed. */
const pause = (ms = 1_000) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers();
  useUnsaved.setState({ tasks: new Map() });
});
afterEach(() => vi.useRealTimers());

describe("a text", () => {
  it("is saved after a pause, once, and then is the server's", async () => {
    const { outbox, sent, shown } = anOutbox();
    outbox.type("t1", "notes", "n", "old");
    await pause(500);
    outbox.type("t1", "notes", "new", "old");
    await pause(500);
    expect(sent()).toEqual([]);
    await pause(500);
    expect(sent()).toEqual([{ notes: "new" }]);
    expect(unsaved()).toBeUndefined();
    expect(shown()?.notes).toBe("new");
  });

  it("is saved at once when its field is left, and not at all when it is as it was", async () => {
    const { outbox, sent } = anOutbox();
    outbox.type("t1", "notes", "new", "old");
    outbox.type("t1", "notes", "old", "old");
    outbox.leave("t1", "notes");
    await pause();
    expect(sent()).toEqual([]);
    outbox.type("t1", "notes", "new", "old");
    outbox.leave("t1", "notes");
    await pause(0);
    expect(sent()).toEqual([{ notes: "new" }]);
  });

  it("goes on being typed while it is saved, and both are saved in their order", async () => {
    const { outbox, patch, sent, task } = anOutbox();
    let answer: (() => void) | undefined;
    const real = patch.getMockImplementation();
    patch.mockImplementationOnce(async (request) => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return real?.(request);
    });
    outbox.type("t1", "notes", "one", "old");
    await pause();
    outbox.type("t1", "notes", "one two", "old");
    answer?.();
    await pause(100);
    expect(unsaved()).toMatchObject({ patch: { notes: "one two" }, base: "one", state: "typing" });
    await pause();
    expect(sent()).toEqual([{ notes: "one" }, { notes: "one two" }]);
    expect(task().notes).toBe("one two");
  });

  it("keeps a blank at its end while one types, where the server takes it away", async () => {
    const { outbox, patch } = anOutbox({ title: "Old" });
    patch.mockImplementationOnce(() => ({ ...aTask({ id: "t1", title: "Write", revision: 2 }), change_set: "c" }));
    outbox.type("t1", "title", "Write ", "Old");
    await pause();
    expect(unsaved("title")).toMatchObject({ patch: { title: "Write " }, base: "Write", state: "saved" });
    outbox.leave("t1", "title");
    expect(unsaved("title")).toBeUndefined();
  });

  it("stays when the server cannot be reached, and goes again", async () => {
    const { outbox, server, task } = anOutbox();
    server.answer("GET /api/v1/tasks/t1", () => Promise.reject(new TypeError("offline")));
    outbox.type("t1", "notes", "precious", "old");
    await pause();
    expect(unsaved()).toMatchObject({ patch: { notes: "precious" }, state: "failed" });
    server.answer("GET /api/v1/tasks/t1", () => task());
    outbox.retry();
    await pause(0);
    expect(task().notes).toBe("precious");
    expect(unsaved()).toBeUndefined();
  });

  it("is not written over one that somebody else wrote meanwhile; one chooses", async () => {
    const { outbox, elsewhere, sent, task } = anOutbox();
    outbox.type("t1", "notes", "mine", "old");
    elsewhere({ notes: "theirs" });
    await pause();
    expect(sent()).toEqual([]);
    expect(unsaved()?.state).toBe("contested");
    outbox.type("t1", "notes", "mine, longer", "theirs");
    await pause();
    expect(sent()).toEqual([]);
    outbox.keepOwn("t1", "notes");
    await pause(0);
    expect(task().notes).toBe("mine, longer");
    expect(unsaved()).toBeUndefined();
  });

  it("is given up for the other one", async () => {
    const { outbox, elsewhere, task } = anOutbox();
    outbox.type("t1", "notes", "mine", "old");
    elsewhere({ notes: "theirs" });
    await pause();
    outbox.drop("t1", "notes");
    await pause();
    expect(unsaved()).toBeUndefined();
    expect(task().notes).toBe("theirs");
  });

  it("goes out without waiting when the page goes", async () => {
    const { outbox, sent } = anOutbox();
    outbox.type("t1", "notes", "half a thou", "old");
    outbox.flush();
    await pause(0);
    expect(sent()).toEqual([{ notes: "half a thou" }]);
  });
});

describe("a value", () => {
  it("is saved at once, after those before it", async () => {
    const { outbox, sent } = anOutbox();
    outbox.put("t1", "priority", { priority: 1 });
    outbox.put("t1", "due", { due: "2026-11-27", due_zone: null });
    await pause(0);
    expect(sent()).toEqual([{ priority: 1 }, { due: "2026-11-27", due_zone: null }]);
  });

  it("that the server refuses is said, and is not sent again", async () => {
    const { outbox, patch, sent } = anOutbox();
    patch.mockImplementation(() => refusal(422, "INVALID"));
    outbox.put("t1", "priority", { priority: 1 });
    await pause(0);
    expect(unsaved("priority")).toMatchObject({ state: "refused", problem: "Refused with INVALID." });
    outbox.retry();
    await pause(0);
    expect(sent()).toHaveLength(1);
  });

  it("that cannot be saved in the trash is saved when the task is out of it", async () => {
    const { outbox, patch, task } = anOutbox();
    patch.mockImplementationOnce(() => refusal(409, "WRONG_STATE"));
    outbox.put("t1", "priority", { priority: 1 });
    await pause(0);
    expect(unsaved("priority")?.state).toBe("failed");
    outbox.retry("t1");
    await pause(0);
    expect(task().priority).toBe(1);
  });
});
