/** What kind of value an option takes: `?` behind a name is none that must be there. */
type Kind = "string" | "number" | "boolean" | "function" | "record" | "list";

/** A kind, one of several, one of some words, a list of something, or a record with some known fields. */
export type Shape = Kind | readonly Kind[] | Words | ListOf | Fields | Either;

interface Words {
  words: readonly (string | number)[];
}

interface ListOf {
  each: Shape;
}

interface Either {
  text: true;
  or: Shape;
}

interface Fields {
  /** A record without one of these is of no use. */
  needs?: Readonly<Record<string, Shape>>;
  may?: Readonly<Record<string, Shape>>;
}

/**
 * The value without the parts that are not of their kind; undefined when nothing of it can be used. What is as it should be keeps its
 * identity, and what has no shape is passed on. `dropped` gets the ways to what was left out.
 */
export function shaped(value: unknown, shape: Shape, dropped: string[], path = ""): unknown {
  const kept = keep(value, shape, dropped, path);
  if (kept === undefined && value !== undefined && value !== null) dropped.push(path);
  return kept;
}

function keep(value: unknown, shape: Shape, dropped: string[], path: string): unknown {
  const kind = kindOf(value);
  if (typeof shape === "string") return kind === shape ? value : undefined;
  if (isKinds(shape)) return kind !== null && shape.includes(kind) ? value : undefined;
  if ("words" in shape) return shape.words.includes(value as string) ? value : undefined;
  if ("or" in shape) return kind === "string" ? value : keep(value, shape.or, dropped, path);
  if ("each" in shape) return kind === "list" ? listOf(value as unknown[], shape.each, dropped, path) : undefined;
  return kind === "record" ? fieldsOf(value as Record<string, unknown>, shape, dropped, path) : undefined;
}

function isKinds(shape: Shape): shape is readonly Kind[] {
  return Array.isArray(shape);
}

function listOf(list: unknown[], each: Shape, dropped: string[], path: string): unknown[] {
  const kept = list.flatMap((one, i) => {
    const value = shaped(one, each, dropped, `${path}[${i}]`);
    return value === undefined ? [] : [value];
  });
  return kept.length === list.length && kept.every((one, i) => one === list[i]) ? list : kept;
}

function fieldsOf(record: Record<string, unknown>, { needs = {}, may = {} }: Fields, dropped: string[], path: string): unknown {
  let kept = record;
  for (const [name, shape] of Object.entries({ ...needs, ...may })) {
    const before = record[name];
    const after = shaped(before, shape, dropped, path ? `${path}.${name}` : name);
    if (after === undefined && name in needs) return undefined;
    if (after === before) continue;
    // A copy keeps the prototype: the methods of a class are options as well.
    if (kept === record) kept = Object.assign(Object.create(Object.getPrototypeOf(record)), record);
    kept[name] = after;
  }
  return kept;
}

function kindOf(value: unknown): Kind | null {
  if (Array.isArray(value)) return "list";
  if (typeof value === "object") return value === null ? null : "record";
  if (typeof value === "number") return Number.isFinite(value) ? "number" : null;
  return typeof value === "string" || typeof value === "boolean" || typeof value === "function" ? (typeof value as Kind) : null;
}
