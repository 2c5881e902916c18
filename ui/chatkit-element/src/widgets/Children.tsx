/** @jsxImportSource preact */
import { childrenOf } from "../store/widget-tree";
import { NodeView } from "./NodeView";
import type { NodeProps } from "./node";
import { keysOf } from "./tree";

/** What is in a node. Each child keeps its place on the screen, its focus and what was typed, as long as its `key` or `id` is there. */
export function Children({ node }: NodeProps) {
  const children = childrenOf(node);
  const keys = keysOf(children);
  return (
    <>
      {children.map((child, i) => (
        <NodeView key={keys[i]} node={child} />
      ))}
    </>
  );
}
