/**
 * What the window and the frame with OpenAI's chat element say to each other. Both sides read what comes as if a stranger had sent it: the
 * frame runs a script that is not ours.
 */

/** What a frame may ask its window to do for it. */
export const CALLS = ["clientTool", "commands", "command", "preview", "ticket"] as const;
export type Call = (typeof CALLS)[number];

/** What a frame tells of its element; `mention` is a pressed mention. */
export const EVENTS = ["ready", "error", "response.start", "response.end", "thread.change", "mention"] as const;
export type FrameEvent = (typeof EVENTS)[number];

/** What a window may have the element do. */
export const METHODS = ["sendUserMessage", "setComposerValue", "focusComposer", "setThreadId"] as const;
export type Method = (typeof METHODS)[number];

export type FromFrame =
  | { kind: "hello" }
  /** The element has defined itself. */
  | { kind: "defined" }
  | { kind: "failed" }
  | { kind: "event"; name: FrameEvent; detail: Record<string, unknown> }
  | { kind: "call"; id: number; name: Call; argument: unknown };

export type ToFrame =
  | { kind: "start"; ticket: string; script: string; options: Record<string, unknown> }
  | { kind: "options"; options: Record<string, unknown> }
  | { kind: "answer"; id: number; result: unknown; isRefused: boolean }
  | { kind: "do"; method: Method; argument: unknown };

/** A message of the frame, or null for anything that is none. */
export function readFromFrame(data: unknown): FromFrame | null {
  if (!isRecord(data)) return null;
  switch (data.kind) {
    case "hello":
    case "defined":
    case "failed":
      return { kind: data.kind };
    case "event": {
      const name = EVENTS.find((known) => known === data.name);
      return name ? { kind: "event", name, detail: isRecord(data.detail) ? data.detail : {} } : null;
    }
    case "call": {
      const name = CALLS.find((known) => known === data.name);
      return name && Number.isSafeInteger(data.id) ? { kind: "call", id: Number(data.id), name, argument: data.argument } : null;
    }
    default:
      return null;
  }
}

/** A message of the window, or null for anything that is none. */
export function readToFrame(data: unknown): ToFrame | null {
  if (!isRecord(data)) return null;
  const options = isRecord(data.options) ? data.options : null;
  switch (data.kind) {
    case "start": {
      const { ticket, script } = data;
      return options && typeof ticket === "string" && typeof script === "string" ? { kind: "start", ticket, script, options } : null;
    }
    case "options":
      return options ? { kind: "options", options } : null;
    case "answer":
      return Number.isSafeInteger(data.id)
        ? { kind: "answer", id: Number(data.id), result: data.result, isRefused: data.isRefused === true }
        : null;
    case "do": {
      const method = METHODS.find((known) => known === data.method);
      return method ? { kind: "do", method, argument: data.argument } : null;
    }
    default:
      return null;
  }
}

/** The part of options that can be sent: functions stay where they are. */
export function withoutFunctions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutFunctions);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([, one]) => typeof one !== "function" && one !== undefined);
  return Object.fromEntries(kept.map(([key, one]) => [key, withoutFunctions(one)]));
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
