import type { ComponentType } from "preact";
import type { WidgetNode } from "../wire/protocol";

/** What the view of a node gets. */
export interface NodeProps {
  node: WidgetNode;
}

export type NodeComponent = ComponentType<NodeProps>;
