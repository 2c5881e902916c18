/**
 * The ChatKit self-hosted protocol as this element reads and writes it.
 * Source: the published Python SDK (`openai-chatkit` 1.6.5, types.py). Readers are tolerant: what is not
 * named here is ignored, never refused.
 */

export interface Page<T> {
  data: T[];
  has_more: boolean;
  /** Opaque cursor: the last record of this page, present only when there is more. */
  after?: string;
}

export type ThreadStatus = { type: "active" } | { type: "locked"; reason?: string } | { type: "closed"; reason?: string };

export interface Thread {
  id: string;
  created_at: string;
  status: ThreadStatus;
  title?: string;
  allowed_image_domains?: string[];
  items: Page<ThreadItem>;
}

export interface TextContent {
  type: "input_text";
  text: string;
}

export interface TagContent {
  type: "input_tag";
  id: string;
  text: string;
  data: Record<string, unknown>;
  group?: string;
  interactive: boolean;
}

export type UserContent = TextContent | TagContent;

export interface InferenceOptions {
  tool_choice?: { id: string };
  model?: string;
}

export interface UserMessageInput {
  content: UserContent[];
  attachments: string[];
  quoted_text?: string;
  inference_options: InferenceOptions;
}

export interface Attachment {
  type: "file" | "image";
  id: string;
  name: string;
  mime_type: string;
  preview_url?: string;
  /** Where its bytes go, until they have arrived. */
  upload_descriptor?: UploadDescriptor;
}

export interface UploadDescriptor {
  url: string;
  method: "POST" | "PUT";
  headers?: Record<string, string>;
}

export interface Source {
  type: "url" | "file" | "entity";
  title: string;
  url?: string;
  filename?: string;
  attribution?: string;
  description?: string;
  group?: string;
  /** Of an entity. */
  id?: string;
  icon?: string;
  label?: string;
  inline_label?: string;
  interactive?: boolean;
  data?: Record<string, unknown>;
}

export interface Annotation {
  type: "annotation";
  source: Source;
  index?: number;
}

export interface AssistantContent {
  type: "output_text";
  text: string;
  annotations: Annotation[];
}

export interface WidgetNode {
  type: string;
  id?: string;
  key?: string;
  children?: WidgetNode[] | WidgetNode | null;
  [property: string]: unknown;
}

export interface ActionConfig {
  type: string;
  payload?: Record<string, unknown>;
  handler?: "server" | "client";
  loadingBehavior?: "auto" | "none" | "self" | "container";
  streaming?: boolean;
}

export interface Task {
  type: "custom" | "web_search" | "thought" | "file" | "image";
  status_indicator: "none" | "loading" | "complete";
  title?: string;
  icon?: string;
  content?: string;
  title_query?: string;
  queries?: string[];
  sources?: Source[];
}

export interface Workflow {
  type: "custom" | "reasoning";
  tasks: Task[];
  summary?: { title?: string; icon?: string; duration?: number };
  expanded: boolean;
}

interface ItemBase {
  id: string;
  thread_id: string;
  created_at: string;
}

export interface UserMessageItem extends ItemBase {
  type: "user_message";
  content: UserContent[];
  attachments: Attachment[];
  quoted_text?: string;
  inference_options: InferenceOptions;
}
export interface AssistantMessageItem extends ItemBase {
  type: "assistant_message";
  content: AssistantContent[];
}
export interface ClientToolCallItem extends ItemBase {
  type: "client_tool_call";
  status: "pending" | "completed";
  call_id: string;
  name: string;
  arguments: Record<string, unknown>;
}
export interface WidgetItem extends ItemBase {
  type: "widget";
  widget: WidgetNode;
  copy_text?: string;
}
export interface GeneratedImageItem extends ItemBase {
  type: "generated_image";
  image?: { id: string; url: string };
  progress?: number;
}
export interface StructuredInputItem extends ItemBase {
  type: "structured_input";
  status: "pending" | "answered" | "skipped";
  inputs: StructuredInput[];
}
export interface StructuredInput {
  type: "multiple_choice" | "freeform";
  id: string;
  question: string;
  answer?: { values: string[]; skipped: boolean };
  options?: { value: string }[];
  multiple?: boolean;
  description?: string;
}
/** By the id of the question. */
export type Answers = Record<string, { values: string[]; skipped: boolean }>;

export interface WorkflowItem extends ItemBase {
  type: "workflow";
  workflow: Workflow;
}
export interface TaskItem extends ItemBase {
  type: "task";
  task: Task;
}
export interface EndOfTurnItem extends ItemBase {
  type: "end_of_turn";
}

export type ThreadItem =
  | UserMessageItem
  | AssistantMessageItem
  | ClientToolCallItem
  | WidgetItem
  | GeneratedImageItem
  | StructuredInputItem
  | WorkflowItem
  | TaskItem
  | EndOfTurnItem;

export type ItemUpdate =
  | { type: "assistant_message.content_part.added"; content_index: number; content: AssistantContent }
  | { type: "assistant_message.content_part.text_delta"; content_index: number; delta: string }
  | {
      type: "assistant_message.content_part.annotation_added";
      content_index: number;
      annotation_index: number;
      annotation: Annotation;
    }
  | { type: "assistant_message.content_part.done"; content_index: number; content: AssistantContent }
  | { type: "widget.root.updated"; widget: WidgetNode }
  | { type: "widget.component.updated"; component_id: string; component: WidgetNode }
  | { type: "widget.streaming_text.value_delta"; component_id: string; delta: string; done: boolean }
  | { type: "workflow.task.added"; task_index: number; task: Task }
  | { type: "workflow.task.updated"; task_index: number; task: Task }
  | { type: "generated_image.updated"; image: { id: string; url: string }; progress?: number };

export type NoticeLevel = "info" | "warning" | "danger";

export type StreamEvent =
  | { type: "thread.created"; thread: Thread }
  | { type: "thread.updated"; thread: Thread }
  | { type: "thread.item.added"; item: ThreadItem }
  | { type: "thread.item.updated"; item_id: string; update: ItemUpdate }
  | { type: "thread.item.done"; item: ThreadItem }
  | { type: "thread.item.removed"; item_id: string }
  | { type: "thread.item.replaced"; item: ThreadItem }
  | { type: "stream_options"; stream_options: { allow_cancel: boolean } }
  | { type: "progress_update"; text: string; icon?: string }
  | { type: "client_effect"; name: string; data?: Record<string, unknown> }
  | { type: "notice"; level: NoticeLevel; message: string; title?: string }
  | { type: "error"; code?: string; custom_code?: string; message?: string; allow_retry?: boolean };

export type StreamRequest =
  | { type: "threads.create"; params: { input: UserMessageInput } }
  | { type: "threads.add_user_message"; params: { thread_id: string; input: UserMessageInput } }
  | { type: "threads.add_client_tool_output"; params: { thread_id: string; result: unknown } }
  | { type: "threads.retry_after_item"; params: { thread_id: string; item_id: string } }
  | {
      type: "threads.add_structured_input";
      params: { thread_id: string; item_id: string; input: { status: "answered" | "skipped"; answers: Answers } };
    }
  | {
      type: "threads.custom_action";
      params: { thread_id: string; item_id?: string; action: { type: string; payload?: unknown } };
    };

export type PageParams = { limit?: number; order?: "asc" | "desc"; after?: string };

export type JsonRequest =
  | {
      type: "threads.sync_custom_action";
      params: { thread_id: string; item_id?: string; action: { type: string; payload?: unknown } };
    }
  | { type: "threads.get_by_id"; params: { thread_id: string } }
  | { type: "threads.list"; params: PageParams }
  | { type: "items.list"; params: { thread_id: string } & PageParams }
  | {
      type: "items.feedback";
      params: { thread_id: string; item_ids: string[]; kind: "positive" | "negative" };
    }
  | { type: "threads.update"; params: { thread_id: string; title: string } }
  | { type: "threads.delete"; params: { thread_id: string } }
  | { type: "attachments.create"; params: { name: string; size: number; mime_type: string } }
  | { type: "attachments.delete"; params: { attachment_id: string } }
  | { type: "input.transcribe"; params: { audio_base64: string; mime_type: string } };
