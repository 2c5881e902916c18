/** @jsxImportSource preact */
import { useScheme } from "../../parts/scheme";
import type { NodeProps } from "../node";
import { colorOf, given } from "../style";
import { sizing, spacing } from "../values";

/** A line between what is above and below it; in a row, between what is beside it. */
export function Divider({ node }: NodeProps) {
  const scheme = useScheme();
  const style = given({
    "--color": colorOf(node["color"], scheme),
    "--thickness": sizing(node["size"]),
    "--spacing": spacing(node["spacing"]),
  });
  return <hr class={`w-divider ${node["flush"] === true ? "flush" : ""}`} style={style} />;
}
