/** @jsxImportSource preact */
import { Icon } from "../icons/Icon";
import { Markdown } from "../markdown/Markdown";
import { useScheme } from "../parts/scheme";
import { childrenOf } from "../store/widget-tree";
import type { WidgetNode } from "../wire/protocol";
import { CardNode } from "./CardNode";
import { CONTROLS } from "./controls";
import { ListItemNode, ListNode } from "./ListNode";
import { boxStyle, colorOf, sizing, spacing, textStyle } from "./style";

export function Children({ node }: { node: WidgetNode }) {
  return (
    <>
      {childrenOf(node).map((child, i) => (
        <NodeView key={child.key ?? child.id ?? i} node={child} />
      ))}
    </>
  );
}

/** One node of the catalogue. Of a node that is not drawn yet, at least the children are. */
export function NodeView({ node }: { node: WidgetNode }) {
  const Control = Object.hasOwn(CONTROLS, node.type) ? CONTROLS[node.type] : undefined;
  if (Control) return <Control node={node} />;
  switch (node.type) {
    case "Card":
      return <CardNode node={node} />;
    case "ListView":
      return <ListNode node={node} />;
    case "ListViewItem":
      return <ListItemNode node={node} />;
    case "Basic":
      return <BoxNode node={node} direction={node["direction"] === "row" ? "row" : "col"} kind="basic" />;
    case "Box":
    case "Form":
      return <BoxNode node={node} direction={node["direction"] === "row" ? "row" : "col"} />;
    case "Row":
      return <BoxNode node={node} direction="row" />;
    case "Col":
      return <BoxNode node={node} direction="col" />;
    case "Text":
      return <TextNode node={node} kind="text" />;
    case "Title":
      return <TextNode node={node} kind="title" />;
    case "Caption":
      return <TextNode node={node} kind="caption" />;
    case "Label":
      return <TextNode node={node} kind="caption" />;
    case "Badge":
      return <BadgeNode node={node} />;
    case "Icon":
      return <IconNode node={node} />;
    case "Divider":
      return <DividerNode node={node} />;
    case "Spacer":
      return <SpacerNode node={node} />;
    case "Markdown":
      return <Markdown text={String(node["value"] ?? "")} growing={node["streaming"] === true} />;
    default:
      // An empty box would take room from what is beside it.
      return childrenOf(node).length > 0 ? <BoxNode node={node} direction="col" /> : null;
  }
}

function BoxNode({ node, direction, kind = "box" }: { node: WidgetNode; direction: "row" | "col"; kind?: string }) {
  const scheme = useScheme();
  return (
    <div class={`w-${kind} ${direction}`} style={boxStyle(node, scheme)}>
      <Children node={node} />
    </div>
  );
}

function TextNode({ node, kind }: { node: WidgetNode; kind: "text" | "title" | "caption" }) {
  const scheme = useScheme();
  const value = String(node["value"] ?? "");
  const size = typeof node["size"] === "string" ? node["size"] : "md";
  const truncate = node["truncate"] === true ? "clip" : "";
  const through = node["lineThrough"] === true;
  const content = through ? <del>{value}</del> : value;
  const props = {
    class: `w-${kind} size-${size} ${truncate}`,
    style: textStyle(node, scheme),
    dir: "auto",
    ...(truncate ? { title: value } : {}),
  } as const;
  // A card's title is a heading of the answer it stands in.
  return kind === "title" ? <h4 {...props}>{content}</h4> : <p {...props}>{content}</p>;
}

function BadgeNode({ node }: { node: WidgetNode }) {
  const pill = node["pill"] === true ? "pill" : "";
  return (
    <span class={`w-badge ${word(node["color"], "secondary")} ${word(node["variant"], "soft")} ${pill}`} dir="auto">
      {String(node["label"] ?? "")}
    </span>
  );
}

const ICON_PX: Readonly<Record<string, number>> = { xs: 12, sm: 14, md: 16, lg: 18, xl: 20, "2xl": 24, "3xl": 32 };

function IconNode({ node }: { node: WidgetNode }) {
  const scheme = useScheme();
  const color = colorOf(node["color"], scheme);
  return (
    <span class="w-icon" style={color ? { color } : {}}>
      <Icon name={String(node["name"] ?? "")} size={ICON_PX[String(node["size"])] ?? 16} />
    </span>
  );
}

function DividerNode({ node }: { node: WidgetNode }) {
  const scheme = useScheme();
  const style: Record<string, string> = {};
  const color = colorOf(node["color"], scheme);
  const thickness = sizing(node["size"]);
  const space = spacing(node["spacing"]);
  if (color) style["background"] = color;
  if (thickness !== undefined) style["height"] = thickness;
  if (space !== undefined) style["marginBlock"] = space;
  return <hr class={`w-divider ${node["flush"] === true ? "flush" : ""}`} style={style} />;
}

function SpacerNode({ node }: { node: WidgetNode }) {
  const min = spacing(node["minSize"]);
  return <span class="w-spacer" style={min === undefined ? {} : { minWidth: min, minHeight: min }} />;
}

/** A word fit for a class name. */
function word(value: unknown, otherwise: string): string {
  return typeof value === "string" && /^[a-z]+$/.test(value) ? value : otherwise;
}
