/** @jsxImportSource preact */
import { useContext } from "preact/hooks";
import { useScheme } from "../../parts/scheme";
import { EditableText, readEditable } from "../controls/EditableText";
import { GrowingContext } from "../growing";
import type { NodeProps } from "../node";
import { textStyle } from "../style";
import { oneOf, words } from "../values";

const sizes = (list: string) => Object.fromEntries(list.split(" ").map((size) => [size, `size-${size}`]));
const TEXT_SIZES = sizes("xs sm md lg xl");
const TITLE_SIZES = sizes("sm md lg xl 2xl 3xl 4xl 5xl");
const CAPTION_SIZES = sizes("sm md lg");

/** Words to read, or with `editable` to write over. */
export function Text({ node }: NodeProps) {
  const look = useLook(node, "w-text", TEXT_SIZES);
  const content = useContent(node);
  return readEditable(node) ? <EditableText node={node} class={look.class} style={look.style} /> : <p {...look}>{content}</p>;
}

/** A heading of the answer that the widget stands in. */
export function Title({ node }: NodeProps) {
  return <h4 {...useLook(node, "w-title", TITLE_SIZES)}>{useContent(node)}</h4>;
}

export function Caption({ node }: NodeProps) {
  return <p {...useLook(node, "w-caption", CAPTION_SIZES)}>{useContent(node)}</p>;
}

function useLook(node: NodeProps["node"], name: string, known: Readonly<Record<string, string>>) {
  const scheme = useScheme();
  const clipped = node["truncate"] === true;
  // The side is that of the widget, whichever way the words run: see the sheet.
  const { textAlign, ...style } = textStyle(node, scheme);
  const lines = clipped ? "clip" : "--lines" in style ? "clamped" : "";
  return {
    class: `${name} ${oneOf(node["size"], known) ?? "size-md"} ${lines} ${textAlign ? `to-${textAlign}` : ""}`,
    style,
    dir: "auto" as const,
    // What does not fit can be read by pointing at it.
    ...(clipped ? { title: words(node["value"]) } : {}),
  };
}

function useContent(node: NodeProps["node"]) {
  const growing = useContext(GrowingContext) && node["streaming"] === true;
  const value = words(node["value"]);
  return (
    <>
      {node["lineThrough"] === true ? <del>{value}</del> : value}
      {growing && <span class="w-caret" />}
    </>
  );
}
