import type { Options } from "../options";
import type { Attachment, TagContent, Thread, UserMessageInput } from "../wire/protocol";
import { NEW_THREAD, type ThreadState } from "./thread";

/** What is written and not sent. */
export interface Draft {
  text: string;
  /** Tags whose `@text` may stand in the text. */
  tags: readonly TagContent[];
  reply: string | null;
  attachments: readonly Attachment[];
}

export const EMPTY_DRAFT: Draft = { text: "", tags: [], reply: null, attachments: [] };

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
