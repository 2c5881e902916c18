import { create } from "zustand";

/** Where the desktop sends this page beside tasks: the settings, or the chat with a question that waits. */
export type Sent = "settings" | "ask";

interface SentHere {
  to: Sent | null;
  /** Grows each time. */
  times: number;
}

export const useSentHere = create<SentHere>(() => ({ to: null, times: 0 }));

/** What is asked in the chat as soon as it is there. */
export const useQuestion = create<{ text: string | null }>(() => ({ text: null }));

/** Goes where `path` says, such as `/#settings`; one that says nothing of that is passed over. */
export function sendHere(path: string): void {
  const to = /#(?:.*&)?(settings|ask)$/.exec(path)?.[1] as Sent | undefined;
  if (to) useSentHere.setState(({ times }) => ({ to, times: times + 1 }));
}
