/** @jsxImportSource preact */
import type { NodeProps } from "../node";
import { oneOf, words } from "../values";

const COLORS = named("secondary success danger warning info discovery");
const VARIANTS = named("solid soft outline");
const SIZES = named("sm md lg");

/** A word or a number on a ground of its own. */
export function Badge({ node }: NodeProps) {
  const look = [
    oneOf(node["color"], COLORS) ?? "secondary",
    oneOf(node["variant"], VARIANTS) ?? "soft",
    `size-${oneOf(node["size"], SIZES) ?? "md"}`,
    node["pill"] === true ? "pill" : "",
  ];
  return (
    <span class={`w-badge ${look.join(" ")}`} dir="auto">
      <span class="clip">{words(node["label"])}</span>
    </span>
  );
}

function named(list: string): Readonly<Record<string, string>> {
  return Object.fromEntries(list.split(" ").map((name) => [name, name]));
}
