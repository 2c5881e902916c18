/** Figures beside what they are measured against, as a table. */

import { loadavg } from "node:os";

/** Least value that a share of all is not above. */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** `p50`, `p95`, `p99`, `max` and `n` of some values. */
export function spread(values) {
  return {
    p50: quantile(values, 0.5),
    p95: quantile(values, 0.95),
    p99: quantile(values, 0.99),
    max: Math.max(...values),
    n: values.length,
  };
}

/**
 * One line of the table.
 *
 * `floor` is what the same costs with nothing of Docket in it, in the same run; null where there is no such thing. `budgets` are tests of
 * the figure, each with its words; a row without any is told for its own sake.
 */
export function row({ what, figure, unit, floor = null, budgets = [], note = "", detail = {} }) {
  const ratio = floor ? figure / floor : null;
  const judged = budgets.map(({ words, is }) => ({ words, met: is({ figure, floor, ratio }) }));
  return { what, figure, unit, floor, ratio, budgets: judged, note, detail, load: loadavg()[0] };
}

/** At most so much. */
export const most = (limit, unit) => ({ words: `${limit} ${unit}`, is: ({ figure }) => figure <= limit });
/** At most so many times the floor. */
export const times = (limit) => ({ words: `${limit} x the floor`, is: ({ ratio }) => ratio !== null && ratio <= limit });
/** At most so much above the floor. */
export const above = (limit, unit) => ({
  words: `the floor + ${limit} ${unit}`,
  is: ({ figure, floor }) => floor !== null && figure <= floor + limit,
});

/** A number with three digits that count. */
export function short(value) {
  if (value === null || value === undefined) return "–";
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return String(Number(value.toFixed(digits)));
}

/** The rows as a Markdown table. */
export function table(rows) {
  const head = "| what | seen | floor | ratio | budget | | load |\n|---|--:|--:|--:|---|---|--:|";
  const lines = rows.map(({ what, figure, unit, floor, ratio, budgets, note, load }) => {
    const words = budgets.map((one) => one.words).join(" · ") || "–";
    const verdict = budgets.map((one) => (one.met ? "met" : "**missed**")).join(" · ");
    const seen = `${short(figure)} ${unit}${note ? ` (${note})` : ""}`;
    return `| ${what} | ${seen} | ${floor === null ? "–" : `${short(floor)} ${unit}`} | ${short(ratio)} | ${words} | ${verdict} | ${short(load)} |`;
  });
  return [head, ...lines].join("\n");
}
