/** @jsxImportSource preact */
import { useOptions } from "../parts/context";
import { later } from "../parts/later";
import type { TagContent } from "../wire/protocol";
import { entityOf } from "./content";

const EntityChip = later(() => import("./mentions/EntityChip").then((part) => part.EntityChip));

/** A tag in a message. One that is interactive can be pressed and previewed, where the page has something for that. */
export function Mention({ tag }: { tag: TagContent }) {
  const { entities } = useOptions();
  const text = `@${tag.text}`;
  const plain = <span class="mention">{text}</span>;
  const acts = tag.interactive && (entities?.onClick !== undefined || entities?.onRequestPreview !== undefined);
  return acts ? <EntityChip entity={entityOf(tag)} text={text} meanwhile={plain} /> : plain;
}
