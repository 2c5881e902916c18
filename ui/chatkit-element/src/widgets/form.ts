import type { ActionConfig } from "../wire/protocol";
import { focusField } from "./controls/focusField";

export type Entry = readonly [name: string, value: unknown];

/** A field as its form knows it. */
export interface FormField {
  name: string;
  value: () => unknown;
  /** Whether the value may be sent. If it may not, what is wrong with it is drawn. */
  validate: () => boolean;
  element: () => HTMLElement | null;
}

/** The fields of one form, in the order of the page. */
export class FormScope {
  /** Tells the forms of one widget apart. */
  readonly key: string;
  /** What sending the form does, when none of its buttons says otherwise. */
  action: ActionConfig | null = null;
  /** Sends the form, as Enter in one of its fields does. */
  send: () => void = () => undefined;
  #fields = new Set<FormField>();

  constructor(key: string) {
    this.key = key;
  }

  /** Adds a field; the result takes it out again. */
  add(field: FormField): () => void {
    this.#fields.add(field);
    return () => void this.#fields.delete(field);
  }

  entries(): Entry[] {
    return this.#ordered()
      .filter((field) => field.name !== "")
      .map((field) => [field.name, field.value()]);
  }

  /** Whether every field may be sent. The first one that may not gets the focus. */
  validate(): boolean {
    const wrong = this.#ordered().filter((field) => !field.validate());
    focusField(wrong[0]?.element());
    return wrong.length === 0;
  }

  /** The server may have put a new field between old ones. */
  #ordered(): FormField[] {
    return [...this.#fields].sort((a, b) => {
      const [first, second] = [a.element(), b.element()];
      if (!first || !second) return 0;
      return first.compareDocumentPosition(second) & Node.DOCUMENT_POSITION_PRECEDING ? 1 : -1;
    });
  }
}

interface Filled {
  action: ActionConfig;
  /** Fields whose value could not be sent, because their place in the payload was taken. */
  clashes: string[];
}

/**
 * The action with the values in its payload. Dots in a name nest (`todo.title` → `payload.todo.title`); a key
 * that the payload already has wins.
 */
export function withValues(action: ActionConfig, values: Iterable<Entry>): Filled {
  const entries = [...values];
  if (entries.length === 0) return { action, clashes: [] };
  const own: unknown = action.payload ?? {};
  // Something else than an object has no room for fields.
  if (!isRecord(own)) return { action, clashes: entries.map(([name]) => name) };
  const payload = copy(own);
  const clashes = entries.filter(([name, value]) => !put(payload, name.split("."), value)).map(([name]) => name);
  return { action: { ...action, payload }, clashes };
}

/** Puts a value where its name says, unless something is there. */
function put(target: Record<string, unknown>, path: readonly string[], value: unknown): boolean {
  const [head = "", ...rest] = path;
  if (head === "__proto__") return false;
  const there = Object.hasOwn(target, head) ? target[head] : undefined;
  if (rest.length === 0) {
    if (there !== undefined) return false;
    target[head] = value;
    return true;
  }
  if (there !== undefined && !isRecord(there)) return false;
  const inner = there ?? {};
  target[head] = inner;
  return put(inner, rest, value);
}

/** A copy whose objects may be written to: a payload belongs to the widget. */
function copy(record: Record<string, unknown>): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(record)) {
    if (key !== "__proto__") out[key] = isRecord(value) ? copy(value) : value;
  }
  return out;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
