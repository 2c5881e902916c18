import type { AssistantMessageItem, Attachment, StreamEvent, Thread, ThreadItem, UserMessageItem } from "./protocol";

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

type Json = Record<string, unknown>;

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function arrayOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value.filter((entry) => entry !== null && entry !== undefined) : [];
}

/** Returns the item with every list it must have, or null when it is of no known kind. */
export function normalizeItem(raw: unknown): ThreadItem | null {
  if (!isRecord(raw) || typeof raw["id"] !== "string" || !KNOWN_ITEMS.has(String(raw["type"]))) return null;
  const item = raw as unknown as ThreadItem;
  switch (item.type) {
    case "user_message":
      return {
        ...item,
        content: arrayOf(item.content) as UserMessageItem["content"],
        attachments: arrayOf(item.attachments) as UserMessageItem["attachments"],
        inference_options: isRecord(item.inference_options) ? item.inference_options : {},
      };
    case "assistant_message":
      return { ...item, content: arrayOf(item.content).map(normalizePart) };
    case "workflow":
      if (!isRecord(item.workflow)) return null;
      return { ...item, workflow: { ...item.workflow, tasks: arrayOf(item.workflow.tasks) as never } };
    case "task":
      return isRecord(item.task) ? item : null;
    case "widget":
      return isRecord(item.widget) ? item : null;
    case "structured_input":
      return { ...item, inputs: arrayOf(item.inputs) as never };
    case "client_tool_call":
    case "generated_image":
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
    annotations: arrayOf(part["annotations"]) as never,
  };
}

/** A thread with a status and a page of items, whatever the server left out. */
export function normalizeThread(raw: unknown): Thread | null {
  if (!isRecord(raw) || typeof raw["id"] !== "string") return null;
  const page = isRecord(raw["items"]) ? raw["items"] : {};
  const status = isRecord(raw["status"]) ? raw["status"] : {};
  const thread: Thread = {
    id: raw["id"],
    created_at: typeof raw["created_at"] === "string" ? raw["created_at"] : "",
    status: ["locked", "closed"].includes(String(status["type"])) ? (status as Thread["status"]) : { type: "active" },
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
      return typeof raw["text"] === "string" ? (raw as StreamEvent) : null;
    case "client_effect":
      return typeof raw["name"] === "string" ? (raw as StreamEvent) : null;
    case "notice":
      return typeof raw["message"] === "string" ? (raw as StreamEvent) : null;
    case "error":
      return raw as StreamEvent;
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
