import { create } from "zustand";
import type { UiState } from "./types";

const QUIET_MS = 500;
/** Drafts of more threads than this are not worth their room; the oldest go first. */
const MOST_CHAT_DRAFTS = 20;
const LONGEST_DRAFT = 4_000;

type Save = (state: UiState, keepalive: boolean) => Promise<unknown>;

/** What the window looks like. Read from the server once, then written back after 500 ms of quiet and when the page goes. */
export const useUiState = create<UiState>(() => ({}));

let save: Save | null = null;
let dirty = new Set<keyof UiState>();
let isLeaving = false;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Takes over what the server has, and from now on saves there. */
export function startUiState(initial: UiState, saveTo: Save): void {
  useUiState.setState(initial, true);
  save = saveTo;
  dirty = new Set();
}

/** Takes parts over from the server that another window may have changed, unless they were changed here meanwhile. */
export function adoptUiState(from: UiState, keys: readonly (keyof UiState)[]): void {
  const fresh = keys.filter((key) => !dirty.has(key)).map((key) => [key, from[key]]);
  useUiState.setState(Object.fromEntries(fresh));
}

/** Changes parts of the state; each part given replaces the old one whole. */
export function setUiState(patch: UiState): void {
  useUiState.setState(patch);
  for (const key of Object.keys(patch) as (keyof UiState)[]) dirty.add(key);
  clearTimeout(timer);
  // Whoever is told after us that the page goes may still have something to keep.
  if (isLeaving) void flushUiState(true);
  else timer = setTimeout(() => void flushUiState(), QUIET_MS);
}

/** The page is going (or, out of the browser's cache, coming back): from now on nothing waits. */
export function setLeaving(leaving: boolean): void {
  isLeaving = leaving;
  if (leaving) void flushUiState(true);
}

/** Writes what has changed, now. `keepalive` lets the request outlive the page. */
export async function flushUiState(keepalive = false): Promise<void> {
  clearTimeout(timer);
  if (dirty.size === 0 || !save) return;
  const keys = [...dirty];
  dirty = new Set();
  const state = useUiState.getState();
  const patch = Object.fromEntries(keys.map((key) => [key, state[key] ?? null]));
  try {
    await save(patch, keepalive);
  } catch {
    // Not lost: it is still in memory, and goes with the next change or when the page leaves.
    for (const key of keys) dirty.add(key);
  }
}

/** Whether something waits to be written, or could not be. */
export function isUiStateUnsaved(): boolean {
  return dirty.size > 0;
}

/** Keeps the unsent text of a field; an empty one is forgotten. */
export function keepDraft(field: "add_draft" | "quick_add_draft", text: string): void {
  setUiState({ [field]: text ? text.slice(0, LONGEST_DRAFT) : undefined });
}

/** Keeps the unsent text of a conversation, `null` being the one not begun yet. */
export function keepChatDraft(threadId: string | null, text: string): void {
  const key = threadId ?? "new";
  const rest = Object.entries(useUiState.getState().chat_drafts ?? {}).filter(([id]) => id !== key);
  if ((useUiState.getState().chat_drafts?.[key] ?? "") === text.slice(0, LONGEST_DRAFT)) return;
  const kept = text ? [...rest, [key, text.slice(0, LONGEST_DRAFT)] as const] : rest;
  setUiState({ chat_drafts: Object.fromEntries(kept.slice(-MOST_CHAT_DRAFTS)) });
}

/** The unsent texts of all conversations by thread, `""` being the one not begun yet. */
export function chatDrafts(): Record<string, string> {
  const { new: fresh, ...rest } = useUiState.getState().chat_drafts ?? {};
  return fresh ? { ...rest, "": fresh } : rest;
}
