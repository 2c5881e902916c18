import { QueryClient } from "@tanstack/react-query";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { liveQueries, ownChange, useLive } from "./live";
import { closeTask, useOpenTask } from "./openTask";
import type { ServerEvent } from "./types";

const changed = () => [...useLive.getState().changed];
const tasks = (id: string, change_set: string | null): ServerEvent => ({ kind: "tasks", ids: [id], revision: 1, change_set });

beforeEach(() => {
  vi.useFakeTimers();
  useLive.setState({ changed: new Set() });
  return () => vi.useRealTimers();
});

describe("changes as they happen", () => {
  it("tint somebody else's rows for a moment", async () => {
    liveQueries(new QueryClient()).onEvent(tasks("t", "theirs"));
    expect(changed()).toEqual(["t"]);
    await vi.advanceTimersByTimeAsync(1_200);
    expect(changed()).toEqual([]);
  });

  it("open the task that the desktop sends this window to, and no other window's", () => {
    const { onEvent } = liveQueries(new QueryClient());
    const id = "01a1fd59-2400-73ee-8f24-5247c72a1d23";
    onEvent({ kind: "open", path: `/#task=${id}`, window: "quick-add" });
    expect(useOpenTask.getState().id).toBeNull();
    onEvent({ kind: "open", path: `/#task=${id}`, window: "main" });
    expect(useOpenTask.getState().id).toBe(id);
    closeTask();
  });

  it("do not tint what we changed ourselves, whichever comes first, the answer or its echo", async () => {
    const { onEvent } = liveQueries(new QueryClient());
    await ownChange(Promise.resolve({ change_set: "ours-1" }));
    onEvent(tasks("t", "ours-1"));
    let answer: (done: { change_set: string }) => void = () => undefined;
    const change = ownChange(
      new Promise<{ change_set: string }>((resolve) => {
        answer = resolve;
      }),
    );
    onEvent(tasks("t", "ours-2"));
    onEvent(tasks("u", "theirs"));
    expect(changed()).toEqual([]);
    answer({ change_set: "ours-2" });
    await change;
    expect(changed()).toEqual(["u"]);
  });

  it("show what others did meanwhile also when our own change failed", async () => {
    const { onEvent } = liveQueries(new QueryClient());
    let fail: (error: Error) => void = () => undefined;
    const change = ownChange(
      new Promise<{ change_set: string }>((_, reject) => {
        fail = reject;
      }),
    );
    onEvent(tasks("u", "theirs"));
    fail(new Error("refused"));
    await expect(change).rejects.toThrow("refused");
    expect(changed()).toEqual(["u"]);
  });

  it("read again what a burst of them touched, once", async () => {
    const client = new QueryClient();
    const readTasks = vi.fn(async () => []);
    const readSettings = vi.fn(async () => ({}));
    await client.prefetchQuery({ queryKey: ["tasks", { view: "all" }], queryFn: readTasks });
    await client.prefetchQuery({ queryKey: ["settings"], queryFn: readSettings });
    const { onEvent } = liveQueries(client);
    for (let index = 0; index < 10; index += 1) onEvent(tasks("t", null));
    await vi.advanceTimersByTimeAsync(60);
    expect(client.getQueryState(["tasks", { view: "all" }])?.isInvalidated).toBe(true);
    expect(client.getQueryState(["settings"])?.isInvalidated).toBe(false);
  });
});
