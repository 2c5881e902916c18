import { childrenOf } from "../store/widget-tree";
import type { WidgetNode } from "../wire/protocol";

const LINE_PX = 20;
const ROW_PX = 40;
const HEAD_PX = 36;
const FOOT_PX = 48;
const CONTROL_PX = 32;
/** Characters on a line of a chat that stands beside something else. */
const LINE_CHARACTERS = 48;
const MOST_PX = 2000;
const DEEPEST = 24;

const FIXED_PX: Readonly<Record<string, number>> = {
  Badge: 18,
  Button: CONTROL_PX,
  Caption: 18,
  Checkbox: LINE_PX,
  DatePicker: CONTROL_PX,
  Divider: 1,
  Icon: 16,
  Input: CONTROL_PX,
  Label: 18,
  Select: CONTROL_PX,
  Spacer: 0,
  "Table.Row": ROW_PX,
  Title: 22,
};

/** About how high a widget will be, in pixels: the room that is kept for it until it can be drawn. */
export function heightOf(root: WidgetNode): number {
  return Math.min(MOST_PX, Math.round(height(root, 0)));
}

function height(node: WidgetNode, depth: number): number {
  const given = node["height"] ?? node["size"];
  if (typeof given === "number" && given >= 0) return given;
  if (Object.hasOwn(FIXED_PX, node.type)) return FIXED_PX[node.type] as number;
  if (depth > DEEPEST) return 0;
  const children = childrenOf(node).map((child) => height(child, depth + 1));
  const under = (gap: number) => children.reduce((sum, one) => sum + one, 0) + gap * Math.max(0, children.length - 1);
  const beside = () => Math.max(0, ...children);
  const head = node["status"] ? HEAD_PX : 0;
  switch (node.type) {
    case "Text":
    case "Markdown":
      return LINE_PX * lines(node);
    case "Textarea":
      return LINE_PX * (typeof node["rows"] === "number" ? node["rows"] : 3) + 12;
    case "Image":
      return 120;
    case "Row":
      return beside();
    case "ListViewItem":
      return Math.max(ROW_PX, 12 + beside());
    case "ListView":
      return head + shown(node, children);
    case "Card":
      return head + 26 + under(8) + (node["confirm"] || node["cancel"] ? FOOT_PX : 0);
    default:
      return node["direction"] === "row" ? beside() : under(4);
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
  return visible.reduce((sum, one) => sum + one, 0) + (visible.length < rows.length ? CONTROL_PX : 0);
}
