/** @jsxImportSource preact */
import { useScheme } from "../../parts/scheme";
import { childrenOf } from "../../store/widget-tree";
import type { WidgetNode } from "../../wire/protocol";
import { readAction } from "../context";
import { NodeView } from "../NodeView";
import { boxStyle } from "../style";
import { FormBox } from "./FormBox";

export function Form({ node }: { node: WidgetNode }) {
  const scheme = useScheme();
  const direction = node["direction"] === "row" ? "row" : "col";
  return (
    <FormBox node={node} action={readAction(node["onSubmitAction"])} class={`w-box ${direction}`} style={boxStyle(node, scheme)}>
      {childrenOf(node).map((child, i) => (
        <NodeView key={child.key ?? child.id ?? i} node={child} />
      ))}
    </FormBox>
  );
}
