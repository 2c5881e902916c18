import { normalizePart } from "../wire/normalize";
import { readAnnotations, readImage, readTask } from "../wire/parts";
import type {
  AssistantMessageItem,
  ItemUpdate,
  NoticeLevel,
  StreamEvent,
  Thread,
  ThreadItem,
  ThreadStatus,
  UserMessageItem,
  WorkflowItem,
} from "../wire/protocol";
import { appendText, isNode, replaceNode } from "./widget-tree";

/** A line the server sent for the person, kept where it came; never stored by the server. */
export interface NoticeEntry {
  type: "notice";
  id: string;
  level: NoticeLevel;
  message: string;
  title?: string;
}

export type Entry = ThreadItem | NoticeEntry;

/** When an item was first seen and when it was done, in milliseconds of one clock. */
export interface Timing {
  from: number;
  to?: number;
}

/** Everything that is known about one thread. Never changed in place; an untouched entry keeps its identity. */
export interface ThreadState {
  id: string | null;
  title: string | null;
  status: ThreadStatus;
  /** Hosts that pictures may be loaded from; null when the server named none. */
  imageDomains: readonly string[] | null;
  entries: readonly Entry[];
  /** Ids of items that were added and are not done. */
  open: ReadonlySet<string>;
  timings: Readonly<Record<string, Timing>>;
  progress: { text: string; icon?: string } | null;
  /** Whether the running stream may be stopped; null before the server has said so. */
  allowCancel: boolean | null;
  error: { code: string; message: string | null; allowRetry: boolean } | null;
}

export const NEW_THREAD: ThreadState = {
  id: null,
  title: null,
  status: { type: "active" },
  imageDomains: null,
  entries: [],
  open: new Set(),
  timings: {},
  progress: null,
  allowCancel: null,
  error: null,
};

/** Prefix of ids given here, to a message that the server has not confirmed and to notices. */
export const LOCAL_ID = "local-";

/**
 * The state after one stream event (protocol sections 5 and 6). Pure: `now` is the reader's clock in ms.
 * Events for unknown items change nothing; the caller handles `client_effect`.
 */
export function applyEvent(state: ThreadState, event: StreamEvent, now: number): ThreadState {
  switch (event.type) {
    case "thread.created":
    case "thread.updated":
      return withThread(state, event.thread);
    case "thread.item.added":
      return { ...place(state, event.item, now), open: new Set(state.open).add(event.item.id), progress: null };
    case "thread.item.done":
      return close(place(state, event.item, now), event.item.id, now);
    case "thread.item.replaced":
      return place(state, event.item, now);
    case "thread.item.removed":
      return close({ ...state, entries: state.entries.filter((entry) => entry.id !== event.item_id) }, event.item_id, now);
    case "thread.item.updated":
      return mapEntry(state, event.item_id, (entry) => updateItem(entry, event.update));
    case "stream_options":
      return { ...state, allowCancel: event.stream_options.allow_cancel };
    case "progress_update":
      return { ...state, progress: event.icon ? { text: event.text, icon: event.icon } : { text: event.text } };
    case "notice":
      return { ...state, entries: [...state.entries, noticeEntry(state, event)] };
    case "error":
      return {
        ...state,
        progress: null,
        error: {
          // A host that speaks of its own trouble names it beside the protocol's `custom`.
          code: event.custom_code ?? event.code ?? "custom",
          message: event.message ?? null,
          allowRetry: event.allow_retry === true,
        },
      };
    case "client_effect":
      return state;
  }
}

/** Metadata of a thread event; such events carry no items, so those at hand stay. */
export function withThread(state: ThreadState, thread: Thread): ThreadState {
  return {
    ...state,
    id: thread.id,
    title: thread.title ?? null,
    status: thread.status,
    imageDomains: thread.allowed_image_domains ?? null,
  };
}

/**
 * What a stream leaves behind, however it ended: nothing is open any more, blank beginnings go, the text
 * that had arrived stays.
 */
export function settle(state: ThreadState): ThreadState {
  const entries = state.entries
    .filter((entry) => !(state.open.has(entry.id) && isBlank(entry)))
    .map((entry) => (state.open.has(entry.id) && entry.type === "workflow" ? stopTasks(entry) : entry));
  return { ...state, entries, open: new Set(), progress: null, allowCancel: null };
}

/** Drops everything after the item, as the server does on `threads.retry_after_item`. */
export function dropAfter(state: ThreadState, itemId: string): ThreadState {
  const at = state.entries.findIndex((entry) => entry.id === itemId);
  if (at < 0) return state;
  return { ...state, entries: state.entries.slice(0, at + 1), error: null };
}

/** The client tool call the thread waits for: only the very last item can be one. */
export function pendingToolCall(state: ThreadState) {
  const last = state.entries.findLast((entry) => entry.type !== "notice");
  return last?.type === "client_tool_call" && last.status === "pending" ? last : null;
}

export function lastUserMessage(state: ThreadState): UserMessageItem | null {
  return state.entries.findLast((entry) => entry.type === "user_message") ?? null;
}

/**
 * The server's newest entries over those on the screen: earlier pages stay in front, a message it has not
 * confirmed stays at the end, and an entry that did not change keeps its identity, so that nothing on the
 * screen is drawn anew.
 */
export function mergeEntries(shown: readonly Entry[], fetched: readonly ThreadItem[]): Entry[] {
  const known = new Map(shown.map((entry) => [entry.id, entry]));
  const merged = fetched.map((item) => {
    const before = known.get(item.id);
    return before && JSON.stringify(before) === JSON.stringify(item) ? before : item;
  });
  const first = fetched[0];
  const overlap = first ? shown.findIndex((entry) => entry.id === first.id) : -1;
  return [...shown.slice(0, Math.max(overlap, 0)), ...merged, ...shown.filter(isUnconfirmed)];
}

/**
 * The same after a lost connection: what the server did not keep of the last answer stays, and so does a text that is longer here than
 * there.
 */
export function catchUpEntries(shown: readonly Entry[], fetched: readonly ThreadItem[]): Entry[] {
  const here = new Map(shown.map((entry) => [entry.id, entry]));
  const merged = mergeEntries(shown, fetched).map((entry) => {
    const before = here.get(entry.id);
    return before && lengthOf(before) > lengthOf(entry) ? before : entry;
  });
  const known = new Set(merged.map((entry) => entry.id));
  const from = shown.findLastIndex((entry) => entry.type === "user_message");
  return [...merged, ...shown.slice(from + 1).filter((entry) => !known.has(entry.id))];
}

function lengthOf(entry: Entry): number {
  return entry.type === "assistant_message" ? entry.content.reduce((sum, part) => sum + part.text.length, 0) : 0;
}

function place(state: ThreadState, item: ThreadItem, now: number): ThreadState {
  const timings = item.id in state.timings ? state.timings : { ...state.timings, [item.id]: { from: now } };
  const at = state.entries.findIndex((entry) => entry.id === item.id || (item.type === "user_message" && isUnconfirmed(entry)));
  const entries = at < 0 ? [...state.entries, item] : state.entries.with(at, item);
  return { ...state, entries, timings };
}

/** Whether this is a message that the server has not confirmed. */
export function isUnconfirmed(entry: Entry): boolean {
  return entry.type === "user_message" && entry.id.startsWith(LOCAL_ID);
}

function close(state: ThreadState, id: string, now: number): ThreadState {
  const open = new Set(state.open);
  const wasOpen = open.delete(id);
  const timing = state.timings[id];
  if (!timing || timing.to !== undefined || !wasOpen) return { ...state, open };
  return { ...state, open, timings: { ...state.timings, [id]: { ...timing, to: now } } };
}

function mapEntry(state: ThreadState, id: string, change: (entry: Entry) => Entry): ThreadState {
  const at = state.entries.findLastIndex((entry) => entry.id === id);
  const entry = state.entries[at];
  if (!entry) return state;
  const next = change(entry);
  return next === entry ? state : { ...state, entries: state.entries.with(at, next) };
}

function updateItem(entry: Entry, update: ItemUpdate): Entry {
  switch (entry.type) {
    case "assistant_message":
      return updateMessage(entry, update);
    case "workflow":
      return updateWorkflow(entry, update);
    case "widget":
      if (update.type === "widget.root.updated") return isNode(update.widget) ? { ...entry, widget: update.widget } : entry;
      if (update.type === "widget.component.updated") {
        return { ...entry, widget: replaceNode(entry.widget, update.component_id, update.component) };
      }
      if (update.type === "widget.streaming_text.value_delta") {
        return { ...entry, widget: appendText(entry.widget, update.component_id, update.delta, update.done) };
      }
      return entry;
    case "generated_image":
      if (update.type !== "generated_image.updated") return entry;
      return { ...entry, ...readImage(update.image), ...(update.progress === undefined ? {} : { progress: update.progress }) };
    default:
      return entry;
  }
}

function updateMessage(entry: AssistantMessageItem, update: ItemUpdate): Entry {
  if (!("content_index" in update) || !(update.content_index >= 0)) return entry;
  const content = [...entry.content];
  // Missing parts up to the index are created empty, as the reference does.
  while (content.length <= Math.min(update.content_index, 64)) content.push(normalizePart(null));
  const part = content[update.content_index];
  if (!part) return entry;
  switch (update.type) {
    case "assistant_message.content_part.added":
      content[update.content_index] = normalizePart(update.content);
      break;
    case "assistant_message.content_part.text_delta":
      content[update.content_index] = { ...part, text: part.text + String(update.delta ?? "") };
      break;
    case "assistant_message.content_part.annotation_added":
      content[update.content_index] = {
        ...part,
        annotations: part.annotations.toSpliced(update.annotation_index, 0, ...readAnnotations([update.annotation])),
      };
      break;
    case "assistant_message.content_part.done": {
      // Adapters send `annotations: []` here; those that came before still hold until the item is done.
      const done = normalizePart(update.content);
      content[update.content_index] = done.annotations.length > 0 ? done : { ...done, annotations: part.annotations };
      break;
    }
  }
  return { ...entry, content };
}

function updateWorkflow(entry: WorkflowItem, update: ItemUpdate): Entry {
  const { tasks } = entry.workflow;
  if (update.type === "workflow.task.added") {
    return { ...entry, workflow: { ...entry.workflow, tasks: tasks.toSpliced(update.task_index, 0, readTask(update.task)) } };
  }
  if (update.type === "workflow.task.updated" && tasks[update.task_index]) {
    return { ...entry, workflow: { ...entry.workflow, tasks: tasks.with(update.task_index, readTask(update.task)) } };
  }
  return entry;
}

function stopTasks(entry: WorkflowItem): WorkflowItem {
  const tasks = entry.workflow.tasks.map((task) =>
    task.status_indicator === "loading" ? { ...task, status_indicator: "none" as const } : task,
  );
  return { ...entry, workflow: { ...entry.workflow, tasks } };
}

function isBlank(entry: Entry): boolean {
  switch (entry.type) {
    case "assistant_message":
      return entry.content.every((part) => part.text.trim() === "");
    case "workflow":
      return entry.workflow.tasks.length === 0 && !entry.workflow.summary;
    case "generated_image":
      return !entry.image;
    default:
      return false;
  }
}

function noticeEntry(state: ThreadState, event: Extract<StreamEvent, { type: "notice" }>): NoticeEntry {
  const level = event.level === "warning" || event.level === "danger" ? event.level : "info";
  const taken = new Set(state.entries.map((entry) => entry.id));
  let number = state.entries.length;
  while (taken.has(`${LOCAL_ID}notice-${number}`)) number += 1;
  const notice: NoticeEntry = {
    type: "notice",
    id: `${LOCAL_ID}notice-${number}`,
    level,
    message: event.message,
  };
  if (event.title) notice.title = event.title;
  return notice;
}
