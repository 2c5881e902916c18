/** @jsxImportSource preact */
import { memo } from "../parts/memo";
import { childrenOf } from "../store/widget-tree";
import { CONTENT } from "./content";
import { Col } from "./content/Box";
import { CONTROLS } from "./controls";
import type { NodeComponent, NodeProps } from "./node";

/** One node of the catalogue, drawn again only when it is another object. Of a node that is not known, at least the children are there. */
export const NodeView = memo(function NodeView({ node }: NodeProps) {
  const View = viewOf(node.type);
  if (View) return <View node={node} />;
  // An empty box would take room from what is beside it.
  return childrenOf(node).length > 0 ? <Col node={node} /> : null;
});

function viewOf(type: string): NodeComponent | undefined {
  if (Object.hasOwn(CONTROLS, type)) return CONTROLS[type];
  return Object.hasOwn(CONTENT, type) ? CONTENT[type] : undefined;
}
