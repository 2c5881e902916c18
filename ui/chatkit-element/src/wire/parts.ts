import type { Annotation, GeneratedImageItem, Source, StructuredInput, Task, UserContent, Workflow } from "./protocol";

/**
 * The records inside of items, as far as they can be drawn. What should be text and is none is left out: one strange value of a server
 * must not take the conversation from the screen.
 */

export type Json = Record<string, unknown>;

export function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function arrayOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value.filter((entry) => entry !== null && entry !== undefined) : [];
}

/** A copy without those of the named fields that are not text. */
export function withTexts(raw: unknown, names: readonly string[]): Json {
  const record: Json = isRecord(raw) ? { ...raw } : {};
  for (const name of names) if (typeof record[name] !== "string") delete record[name];
  return record;
}

const stringsOf = (value: unknown) => arrayOf(value).filter((one) => typeof one === "string");

export function readTask(raw: unknown): Task {
  const task = withTexts(raw, ["title", "icon", "content", "title_query"]);
  const queries = stringsOf(task["queries"]);
  const sources = arrayOf(task["sources"]).flatMap(readSource);
  const lists = { ...(queries.length > 0 && { queries }), ...(sources.length > 0 && { sources }) };
  const { queries: _, sources: __, ...rest } = task;
  return { ...rest, ...lists } as unknown as Task;
}

export function readWorkflow(raw: Json): Workflow {
  const { summary: given, ...workflow } = raw;
  const summary = withTexts(given, ["title", "icon"]);
  if (typeof summary["duration"] !== "number") delete summary["duration"];
  const tasks = arrayOf(raw["tasks"]).map(readTask);
  return { ...workflow, tasks, ...(isRecord(given) && { summary }) } as unknown as Workflow;
}

const TEXTS_OF_SOURCE = ["title", "url", "filename", "attribution", "description", "group", "id", "icon", "label", "inline_label"];

/** None where there is nothing to call it by. */
function readSource(raw: unknown): Source[] {
  const source = withTexts(raw, TEXTS_OF_SOURCE);
  const title = source["title"] ?? source["filename"] ?? source["url"];
  return title === undefined ? [] : [{ ...source, title } as unknown as Source];
}

export function readAnnotations(raw: unknown): Annotation[] {
  return arrayOf(raw).flatMap((one) => {
    if (!isRecord(one)) return [];
    const { index, source, ...annotation } = one;
    return readSource(source).map((read) => ({ ...annotation, source: read, ...(typeof index === "number" && { index }) }) as Annotation);
  });
}

export function readUserContent(raw: unknown): UserContent[] {
  const parts = arrayOf(raw).filter((part) => isRecord(part) && typeof part["text"] === "string");
  return parts.map((part) => withTexts(part, ["id", "group"])) as unknown as UserContent[];
}

/** None without an address to load. */
export function readImage(raw: unknown): Pick<GeneratedImageItem, "image"> {
  return isRecord(raw) && typeof raw["url"] === "string" ? { image: raw as unknown as { id: string; url: string } } : {};
}

/** Questions that can be asked and told apart. */
export function readQuestions(raw: unknown): StructuredInput[] {
  return arrayOf(raw).flatMap((one) => {
    const question = withTexts(one, ["id", "question", "description"]);
    if (question["id"] === undefined) return [];
    const { answer, options, ...rest } = { question: "", ...question } as Json;
    return [
      {
        ...rest,
        ...(isRecord(answer) && { answer: { ...answer, values: stringsOf(answer["values"]) } }),
        ...(Array.isArray(options) && { options: options.filter((option) => isRecord(option) && typeof option["value"] === "string") }),
      } as unknown as StructuredInput,
    ];
  });
}
