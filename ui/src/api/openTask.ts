import { create } from "zustand";

interface Opened {
  /** The task in the sheet; null where none is open. */
  id: string | null;
  /** Grows each time a task is asked for, also the one that is open already. */
  asked: number;
}

/** Which task is open in the sheet. */
export const useOpenTask = create<Opened>(() => ({ id: null, asked: 0 }));

/** Opens a task in the sheet, from wherever: a row, the palette, a mention in the chat, a reminder, a link. */
export function openTask(id: string): void {
  useOpenTask.setState(({ asked }) => ({ id, asked: asked + 1 }));
  sayInAddress(id);
}

export function closeTask(): void {
  useOpenTask.setState({ id: null });
  sayInAddress(null);
}

/** The link to a task, for notes, messages and other programs. */
export function linkToTask(id: string): string {
  return `docket://task/${id}`;
}

const LINK = /^docket:\/\/task\/([0-9a-f-]{36})\/?$/i;
const FRAGMENT = /#(?:.*&)?task=([0-9a-f-]{36})(?:&|$)/i;

/** The id of the task that an address names: `docket://task/ID`, or any that ends in `#task=ID`. Null where it names none. */
export function taskIn(address: string): string | null {
  return (LINK.exec(address) ?? FRAGMENT.exec(address))?.[1]?.toLowerCase() ?? null;
}

/** Opens the task that the address of this page names. */
export function openFromAddress(): void {
  const id = taskIn(window.location.hash);
  if (id && id !== useOpenTask.getState().id) openTask(id);
}

/** The address names the task, so that a reload shows it again; nothing is added to the way back. */
function sayInAddress(id: string | null): void {
  const { pathname, search } = window.location;
  window.history.replaceState(window.history.state, "", `${pathname}${search}${id ? `#task=${id}` : ""}`);
}
