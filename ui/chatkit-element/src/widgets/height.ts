import { childrenOf } from "../store/widget-tree";
import type { WidgetNode } from "../wire/protocol";

const LINE_PX = 20;
const SMALL_LINE_PX = 18;
/** Characters on a line of a chat that stands beside something else. */
const LINE_CHARACTERS = 48;
const MOST_PX = 2000;
const DEEPEST = 24;

/** What a density decides, in pixels; as in tokens.css. */
interface Measures {
  row: number;
  control: number;
  inset: number;
  gap: number;
}

const MEASURES: Readonly<Record<string, Measures>> = {
  compact: { row: 36, control: 28, inset: 12, gap: 8 },
  normal: { row: 40, control: 32, inset: 14, gap: 10 },
  spacious: { row: 48, control: 36, inset: 18, gap: 14 },
};

/** About how high a widget will be, in pixels: the room that is kept for it until it can be drawn. */
export function heightOf(root: WidgetNode, density = "normal"): number {
  const measures = (Object.hasOwn(MEASURES, density) ? MEASURES[density] : MEASURES["normal"]) as Measures;
  return Math.min(MOST_PX, Math.round(height(root, measures, 0)));
}

function height(node: WidgetNode, measures: Measures, depth: number): number {
  const given = node["height"] ?? node["size"];
  if (typeof given === "number" && given >= 0) return given;
  const leaf = leafHeight(node, measures);
  if (leaf !== null) return leaf;
  if (depth > DEEPEST) return 0;
  const { row, control, inset } = measures;
  const children = childrenOf(node).map((child) => height(child, measures, depth + 1));
  const own = typeof node["gap"] === "number" ? node["gap"] * 4 : null;
  const under = (gap: number) => children.reduce((sum, one) => sum + one, 0) + (own ?? gap) * Math.max(0, children.length - 1);
  const beside = () => Math.max(0, ...children);
  const head = node["status"] ? row : 0;
  switch (node.type) {
    case "Row":
      return beside();
    case "ListViewItem":
      return Math.max(row, 12 + beside());
    case "ListView":
      return head + 2 + shown(node, children);
    case "Card": {
      const foot = node["confirm"] || node["cancel"] ? control + 17 : 0;
      // A table has its own room.
      const room = childrenOf(node).every((child) => child.type === "Table") ? 0 : 2 * inset;
      return head + 2 + room + under(measures.gap) + foot;
    }
    case "Table":
      return under(0);
    default:
      return node["direction"] === "row" ? beside() : under(4);
  }
}

/** Of a node that has nothing in it; null of any other. */
function leafHeight(node: WidgetNode, { row, control }: Measures): number | null {
  switch (node.type) {
    case "Text":
    case "Markdown":
      return LINE_PX * lines(node);
    case "Button":
      return typeof node["size"] === "string" && /xs|^sm$/.test(node["size"]) ? control - 2 : control;
    case "DatePicker":
    case "Input":
    case "Select":
      return control;
    case "Textarea":
      return LINE_PX * (typeof node["rows"] === "number" ? node["rows"] : 2) + 24;
    case "Badge":
    case "Caption":
    case "Icon":
    case "Label":
      return SMALL_LINE_PX;
    case "Checkbox":
    case "Title":
      return LINE_PX;
    case "Divider":
      return 1;
    case "Image":
      return 120;
    case "Spacer":
      return 0;
    case "Table.Row":
      return node["header"] === true ? row : row - 4;
    default:
      return null;
  }
}

function lines(node: WidgetNode): number {
  const value = typeof node["value"] === "string" ? node["value"] : "";
  if (node["truncate"] === true) return 1;
  const needed = value.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LINE_CHARACTERS)), 0);
  return typeof node["maxLines"] === "number" ? Math.min(node["maxLines"], needed) : needed;
}

function shown(node: WidgetNode, rows: readonly number[]): number {
  const limit = node["limit"] === "auto" ? 6 : Number(node["limit"] ?? rows.length);
  const visible = rows.slice(0, Number.isFinite(limit) ? limit : rows.length);
  return visible.reduce((sum, one) => sum + one, 0) + (visible.length < rows.length ? 33 : 0);
}
