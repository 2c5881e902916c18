/** @jsxImportSource preact */
import type { Entity } from "@openai/chatkit";
import { useOptions } from "../parts/context";
import { later } from "../parts/later";

const Chip = later<{ entity: Entity; text: string }>(() => import("../composer/mentions/EntityChip").then((part) => part.EntityChip));

interface EntityChipProps {
  entity: { id?: string; title: string; icon?: string; group?: string; interactive?: boolean; data?: Record<string, unknown> };
  /** What stands on it. */
  text: string;
}

/** A thing that a text names: to press and to preview where it and the page allow it, else to read. */
export function EntityChip({ entity, text }: EntityChipProps) {
  const { entities } = useOptions();
  const plain = <span class="mention">{text}</span>;
  if (entity.interactive !== true || !(entities?.onClick || entities?.onRequestPreview)) return plain;
  return <Chip entity={asEntity(entity)} text={text} meanwhile={plain} />;
}

/** As the page's callbacks know it: `data` has strings only. */
function asEntity({ id, title, icon, group, data }: EntityChipProps["entity"]): Entity {
  const strings = Object.entries(data ?? {}).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]);
  return {
    id: id ?? title,
    title,
    interactive: true,
    ...(icon === undefined ? {} : { icon: icon as NonNullable<Entity["icon"]> }),
    ...(group === undefined ? {} : { group }),
    data: Object.fromEntries(strings),
  };
}
