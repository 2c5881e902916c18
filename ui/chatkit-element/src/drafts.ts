import { type ChatState, currentConversation, type Draft, EMPTY_DRAFT } from "./store/state";
import type { Store } from "./store/store";

const QUIET_MS = 400;

/** Drafts by thread, in memory. Pages that want to keep them longer listen to what `changed` reports. */
export class Drafts {
  #store: Store<ChatState>;
  #changed: (threadId: string | null, text: string) => void;
  #held: (threadId: string | null, files: number) => void;
  #pending = new Map<string, ReturnType<typeof setTimeout>>();

  /** `changed` hears of a draft's text after 400 ms of quiet, or at once on `flush`; `held` of how many files go with it, at once. */
  constructor(
    store: Store<ChatState>,
    changed: (threadId: string | null, text: string) => void,
    held: (threadId: string | null, files: number) => void,
  ) {
    this.#store = store;
    this.#changed = changed;
    this.#held = held;
  }

  /** Drafts to start with; what is already being written stays. */
  seed(drafts: Record<string, string> | undefined): void {
    const seeded: Record<string, Draft> = {};
    for (const [id, text] of Object.entries(drafts ?? {})) {
      if (typeof text === "string" && text !== "") seeded[id] = { ...EMPTY_DRAFT, text };
    }
    this.#store.update((state) => ({ ...state, drafts: { ...seeded, ...state.drafts } }));
  }

  /** Changes the draft of the thread on the screen. */
  change(part: Partial<Draft>): void {
    this.set(currentConversation(this.#store.state).thread.id, part);
  }

  set(threadId: string | null, part: Partial<Draft>): void {
    const key = threadId ?? "";
    const before = this.#store.state.drafts[key] ?? EMPTY_DRAFT;
    this.#store.update((state) => ({ ...state, drafts: { ...state.drafts, [key]: { ...before, ...part } } }));
    if (part.text !== undefined && part.text !== before.text) this.#later(key);
    if (part.files && part.files.length !== before.files.length) this.#held(threadId, part.files.length);
  }

  /** A thread without an id got one: what was written meanwhile belongs to it. */
  adopt(threadId: string): void {
    const draft = this.#store.state.drafts[""];
    if (!draft || draft === EMPTY_DRAFT) return;
    this.set(threadId, draft);
    this.set(null, EMPTY_DRAFT);
  }

  /** Reports what is still waiting to be reported. */
  flush(): void {
    for (const key of [...this.#pending.keys()]) this.#report(key);
  }

  #later(key: string): void {
    clearTimeout(this.#pending.get(key));
    this.#pending.set(
      key,
      setTimeout(() => this.#report(key), QUIET_MS),
    );
  }

  #report(key: string): void {
    clearTimeout(this.#pending.get(key));
    this.#pending.delete(key);
    this.#changed(key === "" ? null : key, this.#store.state.drafts[key]?.text ?? "");
  }
}
