/** @jsxImportSource preact */
import { useScheme } from "../../parts/scheme";
import type { WidgetNode } from "../../wire/protocol";
import { Children } from "../Children";
import { readAction } from "../context";
import { boxStyle } from "../style";
import { FormBox } from "./FormBox";

export function Form({ node }: { node: WidgetNode }) {
  const scheme = useScheme();
  const direction = node["direction"] === "row" ? "row" : "col";
  return (
    <FormBox node={node} action={readAction(node["onSubmitAction"])} class={`w-box ${direction}`} style={boxStyle(node, scheme)}>
      <Children node={node} />
    </FormBox>
  );
}
