import type { TagContent, UserContent } from "../wire/protocol";

/**
 * The text and tags of a draft as message content: each `@text` of a known tag becomes the tag, longest
 * name first where one begins another.
 */
export function toContent(text: string, tags: readonly TagContent[]): UserContent[] {
  const names = [...tags].sort((a, b) => b.text.length - a.text.length);
  const content: UserContent[] = [];
  let plain = "";
  let at = 0;
  while (at < text.length) {
    const tag = text[at] === "@" ? names.find((name) => text.startsWith(name.text, at + 1)) : undefined;
    if (!tag) {
      plain += text[at++];
      continue;
    }
    if (plain) content.push({ type: "input_text", text: plain });
    plain = "";
    content.push(tag);
    at += tag.text.length + 1;
  }
  if (plain || content.length === 0) content.push({ type: "input_text", text: plain });
  return content;
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
export function toDraftText(content: readonly UserContent[]): { text: string; tags: TagContent[] } {
  const text = content.map((part) => (part.type === "input_tag" ? `@${part.text}` : part.text)).join("");
  return { text, tags: content.filter((part) => part.type === "input_tag") };
}
