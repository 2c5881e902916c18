/** @jsxImportSource preact */
import { later } from "../parts/later";

const MathView = later<{ value: string; display: boolean }>(() => import("./math/MathView").then((part) => part.MathView));

/** A formula; its source until the part that sets it has come. */
export function FormulaView({ value, display }: { value: string; display: boolean }) {
  return (
    <span class={display ? "formula display" : "formula"} dir="ltr">
      <MathView value={value} display={display} meanwhile={<code class="code">{value}</code>} />
    </span>
  );
}
