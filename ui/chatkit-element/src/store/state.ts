import type { Entity } from "@openai/chatkit";
import type { Placed } from "../composer/tags";
import type { Options } from "../options";
import type { Attachment, TagContent, Thread, UserMessageInput } from "../wire/protocol";
import { NEW_THREAD, type ThreadState } from "./thread";

/** What is written and not sent. */
export interface Draft {
  text: string;
  /** Tags that this draft has had: a removed one that comes back by undo or paste is known. */
  tags: readonly TagContent[];
  /** Tags that stand in the text, in its order. */
  placed: readonly Placed[];
  reply: string | null;
  files: readonly DraftFile[];
  /** What was wrong with something that was to be added or sent; a sentence. */
  note: string | null;
}

/** A file that goes with the message: on its way to the server, arrived there, or failed. */
export interface DraftFile {
  /** Ours. */
  key: string;
  name: string;
  isImage: boolean;
  /** In bytes; null for one that the page has uploaded. */
  size: number | null;
  /** Of its bytes, 0 to 1; null while that is not known. */
  progress: number | null;
  /** Present when it has arrived, and may be sent. */
  attachment: Attachment | null;
  /** Why it has not. */
  failure: string | null;
  /** Address of a small picture of it. */
  preview: string | null;
}

export const EMPTY_DRAFT: Draft = { text: "", tags: [], placed: [], reply: null, files: [], note: null };

/** Why something did not work, for people, and what they can do about it. */
export interface Failure {
  /** One or two sentences. */
  text: string;
  /** Address and status, small. */
  detail: string | null;
  /** Runs the same thing again; null when that would not help. */
  retry: (() => void) | null;
  /** Offer a new chat: this thread cannot be shown. */
  offerNew: boolean;
}

/** A thread with what goes on in it. The key is ours: a new thread has no id yet. */
export interface Conversation {
  key: string;
  thread: ThreadState;
  phase: "idle" | "loading" | "running";
  /** When the running answer was asked for, in ms. */
  since: number;
  /** Cursor of the next older page, `items.list` in descending order. */
  older: string | null;
  loadingOlder: boolean;
  failure: Failure | null;
  /** What the unconfirmed message was sent as, so that it can be sent again. */
  unconfirmed: UserMessageInput | null;
  /** Ids of turns rated in this page, with the rating. */
  ratings: Readonly<Record<string, "positive" | "negative">>;
}

export interface HistoryState {
  threads: readonly Thread[];
  after: string | null;
  /** Whether a first page was asked for and has come. */
  loaded: boolean;
  loading: boolean;
  failure: Failure | null;
}

/** A preview of an entity that is wanted, and where: beside what stands for it. */
export interface PreviewRequest {
  /** Id of the preview, for what it describes. */
  id: string;
  entity: Entity;
  /** In the viewport. */
  anchor: DOMRect;
  onEnter?: () => void;
  onLeave?: () => void;
}

/** All that is drawn. */
export interface ChatState {
  options: Options;
  view: "thread" | "history";
  current: string;
  conversations: Readonly<Record<string, Conversation>>;
  history: HistoryState;
  /** By thread id; `""` for the thread that is yet to be. */
  drafts: Readonly<Record<string, Draft>>;
  toolId: string | null;
  modelId: string | null;
  preview: PreviewRequest | null;
  /** Said once by the live region. */
  announcement: { id: number; text: string };
  /** Counts calls that must put the caret into the composer. */
  focusRequests: number;
  /** Counts messages sent here: the view then goes to the end. */
  sent: number;
}

export function newConversation(key: string): Conversation {
  return {
    key,
    thread: NEW_THREAD,
    phase: "idle",
    since: 0,
    older: null,
    loadingOlder: false,
    failure: null,
    unconfirmed: null,
    ratings: {},
  };
}

export const NO_HISTORY: HistoryState = {
  threads: [],
  after: null,
  loaded: false,
  loading: false,
  failure: null,
};

export function initialState(options: Options): ChatState {
  return {
    options,
    view: "thread",
    current: "new-0",
    conversations: { "new-0": newConversation("new-0") },
    history: NO_HISTORY,
    drafts: {},
    toolId: null,
    modelId: null,
    preview: null,
    announcement: { id: 0, text: "" },
    focusRequests: 0,
    sent: 0,
  };
}

export function currentConversation(state: ChatState): Conversation {
  return state.conversations[state.current] ?? newConversation(state.current);
}

export function currentDraft(state: ChatState): Draft {
  return state.drafts[currentConversation(state).thread.id ?? ""] ?? EMPTY_DRAFT;
}
