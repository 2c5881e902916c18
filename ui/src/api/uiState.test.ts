import { beforeEach, describe, expect, it, vi } from "vitest";
import type { UiState } from "./types";
import {
  adoptUiState,
  chatDrafts,
  flushUiState,
  keepChatDraft,
  keepDraft,
  setLeaving,
  setUiState,
  startUiState,
  useUiState,
} from "./uiState";

const save = vi.fn<(state: UiState, keepalive: boolean) => Promise<unknown>>(async () => undefined);

beforeEach(() => {
  vi.useFakeTimers();
  save.mockReset();
  save.mockResolvedValue(undefined);
  startUiState({ theme: "dark", widths: { chat: 400 } }, save);
  return () => vi.useRealTimers();
});

describe("the state of the window", () => {
  it("is written after half a second of quiet, only what changed, once", async () => {
    setUiState({ view: "inbox" });
    await vi.advanceTimersByTimeAsync(400);
    setUiState({ view: "all" });
    await vi.advanceTimersByTimeAsync(499);
    expect(save).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(save.mock.calls).toEqual([[{ view: "all" }, false]]);
  });

  it("is written at once when the page goes, and not again afterwards", async () => {
    setUiState({ thread_id: null });
    await flushUiState(true);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(save.mock.calls).toEqual([[{ thread_id: null }, true]]);
  });

  it("is written without waiting by whoever hears later that the page goes", async () => {
    setUiState({ view: "inbox" });
    setLeaving(true);
    keepChatDraft("thr_1", "half a thought");
    setLeaving(false);
    expect(save.mock.calls).toEqual([
      [{ view: "inbox" }, true],
      [{ chat_drafts: { thr_1: "half a thought" } }, true],
    ]);
  });

  it("is written with the next change when writing failed", async () => {
    save.mockRejectedValueOnce(new Error("offline"));
    setUiState({ view: "inbox" });
    await vi.advanceTimersByTimeAsync(500);
    setUiState({ theme: "light" });
    await vi.advanceTimersByTimeAsync(500);
    expect(save.mock.calls.at(-1)).toEqual([{ view: "inbox", theme: "light" }, false]);
  });

  it("takes over what another window changed, but not what was changed here", () => {
    setUiState({ view: "inbox" });
    adoptUiState({ theme: "light", view: "done" }, ["theme", "view"]);
    expect(useUiState.getState()).toMatchObject({ theme: "light", view: "inbox" });
  });
});

describe("drafts", () => {
  it("are kept by conversation, the one not begun under its own name, and an empty one goes", () => {
    keepChatDraft(null, "new one");
    keepChatDraft("thr_1", "old one");
    keepDraft("add_draft", "a task");
    expect(chatDrafts()).toEqual({ "": "new one", thr_1: "old one" });
    keepChatDraft(null, "");
    expect(chatDrafts()).toEqual({ thr_1: "old one" });
    expect(useUiState.getState().add_draft).toBe("a task");
  });

  it("are kept for the twenty conversations that were written in last", () => {
    for (let index = 0; index < 25; index += 1) keepChatDraft(`thr_${index}`, "x");
    expect(Object.keys(chatDrafts())).toEqual(Array.from({ length: 20 }, (_, index) => `thr_${index + 5}`));
  });
});
