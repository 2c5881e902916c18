/** A part of a catalogue: what is there has the shape of the whole. */
export type Part<T> = T extends string | readonly unknown[] | ((...args: never[]) => unknown)
  ? T
  : { readonly [Key in keyof T]?: Part<T[Key]> };

/** `part`, with what it lacks taken from `whole`. Texts, sentences (functions) and lists are taken whole. */
export function fill<T>(whole: T, part: Part<T> | undefined): T {
  if (part === undefined) return whole;
  if (typeof whole !== "object" || whole === null || Array.isArray(whole)) return part as T;
  const given = part as Record<string, unknown>;
  return Object.fromEntries(Object.entries(whole).map(([key, value]) => [key, fill(value, given[key] as Part<typeof value>)])) as T;
}
