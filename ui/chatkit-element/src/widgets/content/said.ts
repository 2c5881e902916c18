import { childrenOf } from "../../store/widget-tree";
import type { WidgetNode } from "../../wire/protocol";
import { words } from "../values";

/** A name that is longer says no more. */
const LONGEST_NAME = 160;

/** The words in a node, in order: what a reader calls a row or a folded card. */
export function said(node: WidgetNode): string {
  const parts: string[] = [];
  let length = 0;
  const collect = (one: WidgetNode): void => {
    for (const text of [words(one["value"]), words(one["label"]), one.type === "Image" ? words(one["alt"]) : ""]) {
      if (text.trim() === "" || length > LONGEST_NAME) continue;
      parts.push(text.trim());
      length += text.length;
    }
    childrenOf(one).forEach(collect);
  };
  collect(node);
  const text = parts.join(", ");
  return text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME)}…` : text;
}
