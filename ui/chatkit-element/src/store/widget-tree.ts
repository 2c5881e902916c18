import type { WidgetNode } from "../wire/protocol";

/** The children of a node as a list; some nodes hold one child or null. */
export function childrenOf(node: WidgetNode): WidgetNode[] {
  const { children } = node;
  if (Array.isArray(children)) return children.filter(isNode);
  return isNode(children) ? [children] : [];
}

function isNode(value: unknown): value is WidgetNode {
  return typeof value === "object" && value !== null && typeof (value as WidgetNode).type === "string";
}

/** The tree with the node of this id replaced; the same tree when there is none. */
export function replaceNode(root: WidgetNode, id: string, next: WidgetNode): WidgetNode {
  return mapNode(root, id, () => next);
}

/** Adds `delta` to the `value` of the text node with this id. */
export function appendText(root: WidgetNode, id: string, delta: string, done: boolean): WidgetNode {
  return mapNode(root, id, (node) => ({
    ...node,
    value: String(node["value"] ?? "") + delta,
    streaming: !done,
  }));
}

function mapNode(node: WidgetNode, id: string, change: (node: WidgetNode) => WidgetNode): WidgetNode {
  if (node.id === id) return change(node);
  const { children } = node;
  if (Array.isArray(children)) {
    const mapped = children.map((child) => (isNode(child) ? mapNode(child, id, change) : child));
    return mapped.some((child, i) => child !== children[i]) ? { ...node, children: mapped } : node;
  }
  if (!isNode(children)) return node;
  const mapped = mapNode(children, id, change);
  return mapped === children ? node : { ...node, children: mapped };
}
