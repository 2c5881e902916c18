import { arrayOf, isRecord, readAnnotations, readImage, readQuestions, readTask, readUserContent, readWorkflow, withTexts } from "./parts";
import type { AssistantMessageItem, Attachment, StreamEvent, Thread, ThreadItem } from "./protocol";

/** Item kinds this element has a place for; others are kept off the screen, not refused. */
const KNOWN_ITEMS = new Set<string>([
  "user_message",
  "assistant_message",
  "client_tool_call",
  "widget",
  "generated_image",
  "structured_input",
  "workflow",
  "task",
  "end_of_turn",
]);

/** Returns the item with every list it must have, or null when it is of no known kind. */
export function normalizeItem(raw: unknown): ThreadItem | null {
  if (!isRecord(raw) || typeof raw["id"] !== "string" || !KNOWN_ITEMS.has(String(raw["type"]))) return null;
  const item = raw as unknown as ThreadItem;
  switch (item.type) {
    case "user_message":
      return {
        ...item,
        content: readUserContent(item.content),
        attachments: arrayOf(item.attachments).flatMap((one) => readAttachment(one) ?? []),
        inference_options: isRecord(item.inference_options) ? item.inference_options : {},
      };
    case "assistant_message":
      return { ...item, content: arrayOf(item.content).map(normalizePart) };
    case "workflow":
      return isRecord(item.workflow) ? { ...item, workflow: readWorkflow(item.workflow) } : null;
    case "task":
      return isRecord(item.task) ? { ...item, task: readTask(item.task) } : null;
    case "widget":
      return isRecord(item.widget) ? (withTexts(item, ["copy_text"]) as unknown as ThreadItem) : null;
    case "structured_input":
      return { ...item, inputs: readQuestions(item.inputs) };
    case "generated_image": {
      const { image, ...rest } = item;
      return { ...rest, ...readImage(image) };
    }
    case "client_tool_call":
    case "end_of_turn":
      return item;
  }
}

/** One part of an assistant message; anything malformed becomes empty text. */
export function normalizePart(raw: unknown): AssistantMessageItem["content"][number] {
  const part = isRecord(raw) ? raw : {};
  return {
    type: "output_text",
    text: typeof part["text"] === "string" ? part["text"] : "",
    annotations: readAnnotations(part["annotations"]),
  };
}

/** A thread with a status and a page of items, whatever the server left out. */
export function normalizeThread(raw: unknown): Thread | null {
  if (!isRecord(raw) || typeof raw["id"] !== "string") return null;
  const page = isRecord(raw["items"]) ? raw["items"] : {};
  const status = withTexts(raw["status"], ["reason"]);
  const thread: Thread = {
    id: raw["id"],
    created_at: typeof raw["created_at"] === "string" ? raw["created_at"] : "",
    status: ["locked", "closed"].includes(String(status["type"])) ? (status as unknown as Thread["status"]) : { type: "active" },
    items: normalizePage(page, normalizeItem),
  };
  if (typeof raw["title"] === "string" && raw["title"] !== "") thread.title = raw["title"];
  if (Array.isArray(raw["allowed_image_domains"])) {
    thread.allowed_image_domains = raw["allowed_image_domains"].filter((d) => typeof d === "string");
  }
  return thread;
}

/** A page of whatever `one` recognises. */
export function normalizePage<T>(raw: unknown, one: (raw: unknown) => T | null): { data: T[]; has_more: boolean; after?: string } {
  const page = isRecord(raw) ? raw : {};
  const data = arrayOf(page["data"]).flatMap((entry) => one(entry) ?? []);
  const after = page["after"];
  // Without a cursor there is no way to go on, whatever `has_more` says.
  if (page["has_more"] === true && typeof after === "string") return { data, has_more: true, after };
  return { data, has_more: false };
}

/** A stream event with its nested records checked, or null when it is of no known kind or cannot be used. */
export function normalizeEvent(raw: unknown): StreamEvent | null {
  if (!isRecord(raw)) return null;
  switch (raw["type"]) {
    case "thread.created":
    case "thread.updated": {
      const thread = normalizeThread(raw["thread"]);
      return thread && { type: raw["type"], thread };
    }
    case "thread.item.added":
    case "thread.item.done":
    case "thread.item.replaced": {
      const item = normalizeItem(raw["item"]);
      return item && { type: raw["type"], item };
    }
    case "thread.item.updated":
      return typeof raw["item_id"] === "string" && isRecord(raw["update"]) ? (raw as StreamEvent) : null;
    case "thread.item.removed":
      return typeof raw["item_id"] === "string" ? (raw as StreamEvent) : null;
    case "stream_options":
      return isRecord(raw["stream_options"])
        ? { type: "stream_options", stream_options: { allow_cancel: raw["stream_options"]["allow_cancel"] !== false } }
        : null;
    case "progress_update":
      return typeof raw["text"] === "string" ? (withTexts(raw, ["icon"]) as StreamEvent) : null;
    case "client_effect":
      return typeof raw["name"] === "string" ? (raw as StreamEvent) : null;
    case "notice":
      return typeof raw["message"] === "string" ? (withTexts(raw, ["title"]) as StreamEvent) : null;
    case "error":
      return withTexts(raw, ["code", "custom_code", "message"]) as StreamEvent;
    default:
      return null;
  }
}

/** An attachment as the server answers it, or null when it cannot be used. */
export function readAttachment(raw: unknown): Attachment | null {
  if (!isRecord(raw) || typeof raw["id"] !== "string" || raw["id"] === "") return null;
  const attachment: Attachment = {
    type: raw["type"] === "image" ? "image" : "file",
    id: raw["id"],
    name: typeof raw["name"] === "string" ? raw["name"] : "",
    mime_type: typeof raw["mime_type"] === "string" ? raw["mime_type"] : "",
  };
  if (typeof raw["preview_url"] === "string") attachment.preview_url = raw["preview_url"];
  const to = raw["upload_descriptor"];
  if (isRecord(to) && typeof to["url"] === "string") {
    const headers = isRecord(to["headers"]) ? Object.entries(to["headers"]).filter(([, value]) => typeof value === "string") : [];
    const method = to["method"] === "PUT" ? "PUT" : "POST";
    attachment.upload_descriptor = { url: to["url"], method, headers: Object.fromEntries(headers) as Record<string, string> };
  }
  return attachment;
}
