import type { WidgetNode } from "../wire/protocol";

/** The children of a node as a list of its own; some nodes hold one child or null. */
export function childrenOf(node: WidgetNode): WidgetNode[] {
  const { children } = node;
  if (Array.isArray(children)) return children.filter(isNode);
  return isNode(children) ? [children] : [];
}

export function isNode(value: unknown): value is WidgetNode {
  return typeof value === "object" && value !== null && typeof (value as WidgetNode).type === "string";
}

/** The tree with the node of this id replaced; the same tree when there is none, or nothing to put in its place. */
export function replaceNode(root: WidgetNode, id: string, next: unknown): WidgetNode {
  return isNode(next) ? mapNode(root, id, () => next) : root;
}

/** Adds `delta` to the `value` of the text node with this id. */
export function appendText(root: WidgetNode, id: string, delta: string, done: boolean): WidgetNode {
  return mapNode(root, id, (node) => ({
    ...node,
    value: String(node["value"] ?? "") + String(delta ?? ""),
    streaming: !done,
  }));
}

/** One step on the way down: a node and which of its children comes next. */
interface Step {
  node: WidgetNode;
  children: readonly unknown[];
  at: number;
}

/** Changes the first node of this id, and of all others only those above it. Goes as deep as the tree does. */
function mapNode(root: WidgetNode, id: string, change: (node: WidgetNode) => WidgetNode): WidgetNode {
  const way: Step[] = [];
  const down = (node: WidgetNode) => way.push({ node, children: Array.isArray(node.children) ? node.children : [node.children], at: 0 });
  if (typeof id !== "string" || !isNode(root)) return root;
  if (root.id === id) return change(root);
  down(root);
  for (let step = way.at(-1); step; step = way.at(-1)) {
    if (step.at === step.children.length) {
      way.pop();
      const above = way.at(-1);
      if (above) above.at += 1;
      continue;
    }
    const child = step.children[step.at];
    if (!isNode(child)) step.at += 1;
    else if (child.id === id) return rebuilt(way, change(child));
    else down(child);
  }
  return root;
}

function rebuilt(way: readonly Step[], changed: WidgetNode): WidgetNode {
  return way.reduceRight<WidgetNode>((below, { node, at }) => {
    const { children } = node;
    return { ...node, children: Array.isArray(children) ? children.with(at, below) : below };
  }, changed);
}
