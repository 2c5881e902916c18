/** @jsxImportSource preact */
import { h, type VNode } from "preact";
import { useMemo } from "preact/hooks";
import { useSheet } from "../../parts/root";
import css from "./math.css?inline";
import { type MathElement, toMathML } from "./mathml";

/** A formula, set by the browser. What is not TeX stays as it was written. */
export function MathView({ value, display }: { value: string; display: boolean }) {
  useSheet(css);
  const made = useMemo(() => read(value, display), [value, display]);
  return made ? element(made) : <code class="code">{value}</code>;
}

function read(value: string, display: boolean): MathElement | null {
  try {
    return toMathML(value, display);
  } catch {
    return null;
  }
}

function element({ name, attributes, children }: MathElement): VNode {
  return h(name, attributes, ...children.map((child) => (typeof child === "string" ? child : element(child))));
}
