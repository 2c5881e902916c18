/** @jsxImportSource preact */
import { useContext } from "preact/hooks";
import { Markdown } from "../../markdown/Markdown";
import { GrowingContext } from "../growing";
import type { NodeProps } from "../node";
import { words } from "../values";

export function NodeMarkdown({ node }: NodeProps) {
  const open = useContext(GrowingContext);
  return <Markdown text={words(node["value"])} growing={open && node["streaming"] === true} />;
}
