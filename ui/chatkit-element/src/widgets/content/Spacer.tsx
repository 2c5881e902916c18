/** @jsxImportSource preact */
import type { NodeProps } from "../node";
import { spacing } from "../values";

/** Takes the room that is left, along the row or the column it stands in. */
export function Spacer({ node }: NodeProps) {
  const least = spacing(node["minSize"]);
  return <span class="w-spacer" style={least === undefined ? {} : { flexBasis: least, flexShrink: 0 }} />;
}
