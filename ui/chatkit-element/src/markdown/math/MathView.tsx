/** @jsxImportSource preact */
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { useSheet } from "../../parts/root";
import css from "./math.css?inline";
import { type MathElement, toMathML } from "./mathml";

const NAMESPACE = "http://www.w3.org/1998/Math/MathML";

/** A formula, set by the browser. What is not TeX stays as it was written. */
export function MathView({ value, display }: { value: string; display: boolean }) {
  useSheet(css);
  const box = useRef<HTMLSpanElement>(null);
  const made = useMemo(() => read(value, display), [value, display]);
  useLayoutEffect(() => {
    // Preact makes elements of HTML and SVG only.
    if (made) box.current?.replaceChildren(build(made));
  }, [made]);
  return made ? <span ref={box} /> : <code class="code">{value}</code>;
}

function read(value: string, display: boolean): MathElement | null {
  try {
    return toMathML(value, display);
  } catch {
    return null;
  }
}

function build({ name, attributes, children }: MathElement): Element {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, text] of Object.entries(attributes)) element.setAttribute(key, text);
  element.append(...children.map((child) => (typeof child === "string" ? child : build(child))));
  return element;
}
