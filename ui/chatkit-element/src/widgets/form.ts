import type { ActionConfig } from "../wire/protocol";

export type FormValues = Map<string, unknown>;

/**
 * The action with the form's values in its payload. Dots in a name nest (`todo.title` → `payload.todo.title`);
 * a key that the payload already has wins.
 */
export function withValues(action: ActionConfig, values: FormValues | null): ActionConfig {
  if (!values || values.size === 0) return action;
  const fields: Record<string, unknown> = Object.create(null);
  for (const [name, value] of values) put(fields, name.split("."), value);
  return { ...action, payload: merge(fields, action.payload ?? {}) };
}

function put(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [head = "", ...rest] = path;
  if (head === "__proto__") return;
  if (rest.length === 0) {
    target[head] = value;
    return;
  }
  const inner = target[head];
  const next = isRecord(inner) ? inner : (Object.create(null) as Record<string, unknown>);
  target[head] = next;
  put(next, rest, value);
}

function merge(fields: Record<string, unknown>, payload: Record<string, unknown>): Record<string, unknown> {
  const out: Record<string, unknown> = { ...fields };
  for (const [key, value] of Object.entries(payload)) {
    const field = out[key];
    out[key] = isRecord(field) && isRecord(value) ? merge(field, value) : value;
  }
  return out;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
