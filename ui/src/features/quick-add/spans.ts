import type { Draft, Span, SpanKind } from "../../api/types";

/** A stretch of a text, in UTF-16 units. */
export interface Range {
  start: number;
  end: number;
}

/** A part of the text that was understood and that somebody wants read as plain words. */
export interface Refused extends Range {
  kind: SpanKind;
  text: string;
}

/** A piece of the text as it is drawn: plain, or tinted by what was understood. */
export interface Segment {
  start: number;
  text: string;
  kind: SpanKind | null;
}

/** Cuts a text along its spans. Joined, the segments are the text again, whatever the spans are. */
export function segmentsOf(text: string, spans: readonly (Range & { kind: SpanKind })[]): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const start = Math.max(span.start, at);
    const end = Math.min(span.end, text.length);
    if (start >= end) continue;
    if (start > at) segments.push({ start: at, text: text.slice(at, start), kind: null });
    segments.push({ start, text: text.slice(start, end), kind: span.kind });
    at = end;
  }
  if (at < text.length) segments.push({ start: at, text: text.slice(at), kind: null });
  return segments;
}

/**
 * Where ranges of `before` lie in `after`, taking the two to differ in one stretch, as after typing or pasting.
 *
 * A range that the edit touches is left out, as is one that letters were typed against: its words are no longer the same words.
 */
export function shiftRanges<R extends Range>(before: string, after: string, ranges: readonly R[]): R[] {
  if (before === after) return [...ranges];
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const editEnd = before.length - tail;
  const moved = after.length - before.length;
  return ranges.flatMap((range) => {
    const by = range.end <= head ? 0 : range.start >= editEnd ? moved : null;
    if (by === null) return [];
    const there = { ...range, start: range.start + by, end: range.end + by };
    return neighboursOf(before, range) === neighboursOf(after, there) ? [there] : [];
  });
}

/** What a range stands against on either side: a blank or an end of the text, or another letter. */
function neighboursOf(text: string, { start, end }: Range): string {
  return `${/\S/.test(text[start - 1] ?? " ")} ${/\S/.test(text[end] ?? " ")}`;
}

/** What a chip shows. `ranges` are the parts of the text it came from. */
export interface Chip {
  kind: "due" | "repeat" | "duration" | "reminder" | "priority" | "list" | "label";
  value: string;
  /** A repeat that no date was said with: its first occurrence. */
  first?: string;
  ranges: readonly Span[];
}

/** The chips of a draft, in the order of the text. A date and its time are one chip, as are a repeat and where it begins and ends. */
export function chipsOf(draft: Draft, spans: readonly Span[]): Chip[] {
  const chips: Chip[] = [];
  const of = (...kinds: SpanKind[]): Span[] => spans.filter(({ kind }) => kinds.includes(kind));
  const due = of("due", "time");
  if (draft.due && due.length > 0) chips.push({ kind: "due", value: draft.due, ranges: due });
  const repeat = of("repeat");
  if (draft.rrule && repeat.length > 0) {
    const value = repeat.map(({ text }) => text).join(" ");
    chips.push({ kind: "repeat", value, ranges: repeat, ...(draft.due && due.length === 0 ? { first: draft.due } : {}) });
  }
  // Of "4pm-5pm" the time says how long, too.
  const duration = of("duration").length > 0 ? of("duration") : of("time");
  if (draft.duration_min && duration.length > 0) chips.push({ kind: "duration", value: String(draft.duration_min), ranges: duration });
  const priority = of("priority");
  if (draft.priority && priority.length > 0) chips.push({ kind: "priority", value: String(draft.priority), ranges: priority });
  const list = of("list");
  if (draft.list && list.length > 0) chips.push({ kind: "list", value: draft.list, ranges: list });
  for (const span of of("reminder")) chips.push({ kind: "reminder", value: span.text, ranges: [span] });
  for (const span of of("label")) chips.push({ kind: "label", value: labelOf(span, draft), ranges: [span] });
  return chips.sort((a, b) => (a.ranges[0]?.start ?? 0) - (b.ranges[0]?.start ?? 0));
}

/** The name a label will have, which is that of an existing label where one differs only in case. */
function labelOf(span: Span, draft: Draft): string {
  const written = span.text.replace(/^@/, "").replace(/^(["'])(.*)\1$/, "$2");
  return draft.labels.find((name) => name.toLowerCase() === written.toLowerCase()) ?? written;
}
