import { childrenOf, isNode } from "../store/widget-tree";
import type { WidgetNode } from "../wire/protocol";

/** Boxes in boxes beyond this are laid side by side; a person sees no deeper, and a browser's stack ends somewhere. */
export const DEEPEST = 64;
/** Values of properties that are nested deeper count as changed. */
const DEEPEST_VALUE = 16;

/**
 * The trees of one widget, made fit to be drawn as they come: never deeper than `DEEPEST`, no node below itself, and a part that says
 * the same as before is the same object as before, so that it is not drawn again. Nodes of `fresh` are never taken for the same: what the server
 * says of a control that somebody has touched is news, whatever it says.
 */
export class TreeReader {
  #fresh: (type: string) => boolean;
  #drawn = new WeakMap<WidgetNode, WidgetNode>();
  #before: WidgetNode | null = null;

  constructor(fresh: (type: string) => boolean) {
    this.#fresh = fresh;
  }

  /** The tree to draw, or null when what came is no node. */
  read(root: unknown): WidgetNode | null {
    if (!isNode(root)) return null;
    this.#before = this.#visit(root, this.#before, new Set(), 0);
    return this.#before;
  }

  #visit(node: WidgetNode, before: WidgetNode | null, above: Set<WidgetNode>, depth: number): WidgetNode {
    const known = this.#drawn.get(node);
    if (known) return known;
    const given = depth < DEEPEST ? childrenOf(node) : leavesBelow(node, above);
    const pairs = pairer(before ? childrenOf(before) : []);
    above.add(node);
    const children: WidgetNode[] = [];
    for (const [i, child] of given.entries()) {
      if (!above.has(child)) children.push(this.#visit(child, pairs(child, i), above, depth + 1));
    }
    above.delete(node);
    const drawn = this.#same(node, children, before) ?? withChildren(node, children);
    this.#drawn.set(node, drawn);
    return drawn;
  }

  /** The node of before, if nothing about it is new. */
  #same(node: WidgetNode, children: readonly WidgetNode[], before: WidgetNode | null): WidgetNode | null {
    if (!before || this.#fresh(node.type)) return null;
    const old = childrenOf(before);
    if (old.length !== children.length || children.some((child, i) => child !== old[i])) return null;
    const names = (one: WidgetNode) => Object.keys(one).filter((name) => name !== "children");
    const mine = names(node);
    return mine.length === names(before).length && mine.every((name) => alike(node[name], before[name], DEEPEST_VALUE)) ? before : null;
  }
}

/** Names by which a child is found again among its siblings: `key`, `id` or the name of a field, else its place. No two are the same. */
export function keysOf(children: readonly WidgetNode[]): string[] {
  const taken = new Set<string>();
  return children.map((child, i) => {
    const name = nameOf(child);
    const key = name === null || taken.has(name) ? `#${i}` : name;
    taken.add(key);
    return key;
  });
}

function nameOf({ type, key, id, name }: WidgetNode): string | null {
  if (typeof key === "string" || typeof key === "number") return `key ${key}`;
  if (typeof id === "string" || typeof id === "number") return `id ${id}`;
  // A field is itself wherever it comes to stand. The name of an icon is what it shows.
  return typeof name === "string" && type !== "Icon" ? `name ${name}` : null;
}

/** Finds the one of `old` that a child goes on from. */
function pairer(old: readonly WidgetNode[]): (child: WidgetNode, i: number) => WidgetNode | null {
  let named: Map<string, WidgetNode> | null = null;
  return (child, i) => {
    const name = nameOf(child);
    const there = old[i];
    if (there && nameOf(there) === name) return there;
    if (name === null) return null;
    named ??= new Map(old.map((one) => [nameOf(one) ?? "", one]));
    return named.get(name) ?? null;
  };
}

function withChildren(node: WidgetNode, children: WidgetNode[]): WidgetNode {
  const given = childrenOf(node);
  return given.length === children.length && given.every((child, i) => child === children[i]) ? node : { ...node, children };
}

/** Everything below a node that has nothing below itself, in order. */
function leavesBelow(node: WidgetNode, above: ReadonlySet<WidgetNode>): WidgetNode[] {
  const leaves: WidgetNode[] = [];
  const seen = new Set<WidgetNode>(above).add(node);
  const waiting = childrenOf(node).reverse();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const below = childrenOf(next);
    if (below.length === 0) leaves.push(next);
    else waiting.push(...below.reverse());
  }
  return leaves;
}

function alike(one: unknown, other: unknown, depth: number): boolean {
  if (Object.is(one, other)) return true;
  if (depth === 0 || typeof one !== "object" || typeof other !== "object" || !one || !other) return false;
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length || Array.isArray(one) !== Array.isArray(other)) return false;
  const [mine, theirs] = [one as Record<string, unknown>, other as Record<string, unknown>];
  return names.every((name) => Object.hasOwn(theirs, name) && alike(mine[name], theirs[name], depth - 1));
}
