import { create } from "zustand";

/** How long a notice can be answered, in milliseconds: as long as the ring at a completed row runs. */
const NOTICE_MS = 8_000;

export interface Notice {
  id: number;
  tone: "good" | "mind";
  /** The thing it is about, in bold, where there is one. */
  subject?: string;
  text: string;
  action?: { label: string; run(): void };
}

interface Notices {
  shown: readonly Notice[];
  /** What readers are told without anything being shown. */
  spoken: string;
}

/** What is said at the foot of the column, newest last. */
export const useNotices = create<Notices>(() => ({ shown: [], spoken: "" }));

let last = 0;

/** Shows a notice for 8 s. An older one of the same text makes room. */
export function notify(notice: Omit<Notice, "id">): void {
  last += 1;
  const id = last;
  useNotices.setState(({ shown }) => ({ shown: [...shown.filter(({ text }) => text !== notice.text), { ...notice, id }].slice(-3) }));
  setTimeout(() => dismiss(id), NOTICE_MS);
}

export function dismiss(id: number): void {
  useNotices.setState(({ shown }) => ({ shown: shown.filter((notice) => notice.id !== id) }));
}

/** What was said of things done is overtaken by an undo: its way back would take back something else. */
export function overtake(): void {
  useNotices.setState(({ shown }) => ({ shown: shown.filter(({ tone, action }) => tone !== "good" || !action) }));
}

/** Says something to screen readers that the eye sees anyway. */
export function speak(text: string): void {
  useNotices.setState({ spoken: text });
}
