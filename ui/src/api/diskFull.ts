import { create } from "zustand";
import { ApiError } from "./error";

/** It is posted, and only read. */
const PREVIEW = "/api/v1/quick-add/preview";

/** Whether the last change was refused because the disk is full. The next one that is taken says that there is room again. */
export const useDiskFull = create<{ isFull: boolean }>(() => ({ isFull: false }));

/** Notes what became of a request: `null` where it was done. One that only reads tells nothing about the disk. */
export function noteDisk(method: string, path: string, refusal: unknown): void {
  if (method === "GET" || path === PREVIEW) return;
  if (refusal instanceof ApiError && refusal.code === "DISK_FULL") useDiskFull.setState({ isFull: true });
  else if (refusal === null) useDiskFull.setState({ isFull: false });
}
