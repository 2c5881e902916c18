import type { Entity } from "@openai/chatkit";
import type { TagContent, UserContent } from "../wire/protocol";
import { endOf, type Placed } from "./tags";

/** The text of a draft and the tags that stand in it as message content, without space around it. */
export function toContent(text: string, placed: readonly Placed[]): UserContent[] {
  const content: UserContent[] = [];
  const lead = text.length - text.trimStart().length;
  const end = Math.max(lead, text.trimEnd().length);
  let at = lead;
  const plain = (to: number) => {
    if (to > at) content.push({ type: "input_text", text: text.slice(at, to) });
  };
  for (const one of placed) {
    plain(one.at);
    content.push(one.tag);
    at = endOf(one);
  }
  plain(end);
  return content.length > 0 ? content : [{ type: "input_text", text: "" }];
}

/** Content given by the page, with what the wire requires filled in; anything else is left out. */
export function readContent(content: unknown): UserContent[] {
  if (!Array.isArray(content)) return [];
  return content.flatMap((part: Partial<Omit<TagContent, "type">> & { type?: string }): UserContent[] => {
    if (part?.type === "input_text" && typeof part.text === "string") return [{ type: "input_text", text: part.text }];
    if (part?.type !== "input_tag" || typeof part.id !== "string" || typeof part.text !== "string") return [];
    const tag: TagContent = {
      type: "input_tag",
      id: part.id,
      text: part.text,
      data: part.data ?? {},
      interactive: part.interactive ?? false,
    };
    if (part.group !== undefined) tag.group = part.group;
    return [tag];
  });
}

/** Content as a draft: the text a person edits, and the tags that stand in it. */
export function toDraftText(content: readonly UserContent[]): { text: string; tags: TagContent[]; placed: Placed[] } {
  let text = "";
  const placed: Placed[] = [];
  for (const part of content) {
    if (part.type === "input_tag") placed.push({ at: text.length, tag: part });
    text += part.type === "input_tag" ? `@${part.text}` : part.text;
  }
  return { text, tags: placed.map((one) => one.tag), placed };
}

/** An entity as it is sent. Its title becomes one line, since it stands in a line. */
export function tagOf(entity: Entity): TagContent {
  const tag: TagContent = {
    type: "input_tag",
    id: entity.id,
    text: entity.title.replace(/\s+/g, " ").trim(),
    data: entity.data ?? {},
    interactive: entity.interactive ?? false,
  };
  if (entity.group !== undefined) tag.group = entity.group;
  return tag;
}

/** The entity that a tag stands for, as the page is told of it. */
export function entityOf(tag: TagContent): Entity {
  return {
    id: tag.id,
    title: tag.text,
    data: tag.data as Record<string, string>,
    interactive: tag.interactive,
    ...(tag.group === undefined ? {} : { group: tag.group }),
  };
}
