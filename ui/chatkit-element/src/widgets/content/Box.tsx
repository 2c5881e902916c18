/** @jsxImportSource preact */
import type { JSX } from "preact";
import { useScheme } from "../../parts/scheme";
import type { WidgetNode } from "../../wire/protocol";
import { Children } from "../Children";
import type { NodeProps } from "../node";
import { boxStyle, given, paddingStyle } from "../style";
import { type ThemeAttributes, Themed } from "./Themed";

export function Box({ node }: NodeProps) {
  return <Boxed node={node} direction={node["direction"] === "row" ? "row" : "col"} />;
}

export function Row({ node }: NodeProps) {
  return <Boxed node={node} direction="row" />;
}

export function Col({ node }: NodeProps) {
  return <Boxed node={node} direction="col" />;
}

/** A root without a frame. With a colour scheme of its own it also has a ground, or its text could not be read. */
export function Basic({ node }: NodeProps) {
  return (
    <Themed scheme={node["theme"]}>
      {(themed) => <Boxed node={node} kind="basic" direction={node["direction"] === "row" ? "row" : "col"} themed={themed} />}
    </Themed>
  );
}

interface BoxedProps {
  node: WidgetNode;
  direction: "row" | "col";
  kind?: "box" | "basic";
  themed?: ThemeAttributes;
}

function Boxed({ node, direction, kind = "box", themed = {} }: BoxedProps) {
  const scheme = useScheme();
  const style = { ...themed.style, ...boxStyle(node, scheme), ...insets(node["padding"]) };
  return (
    <div {...themed} class={`w-${kind} ${direction} ${themed.class ?? ""}`} style={style}>
      <Children node={node} />
    </div>
  );
}

/** The padding once more, as custom properties: what runs to the edge of its container (`flush`) takes it back. */
export function insets(padding: unknown): JSX.CSSProperties {
  const { padding: all, paddingInline, paddingBlock, ...sides } = paddingStyle(padding) as Record<string, string>;
  const one = all?.includes(" ") ? undefined : all;
  return given({
    "--inset-start": sides["paddingInlineStart"] ?? paddingInline ?? one,
    "--inset-end": sides["paddingInlineEnd"] ?? paddingInline ?? one,
    "--inset-top": sides["paddingBlockStart"] ?? paddingBlock ?? one,
    "--inset-bottom": sides["paddingBlockEnd"] ?? paddingBlock ?? one,
  });
}
