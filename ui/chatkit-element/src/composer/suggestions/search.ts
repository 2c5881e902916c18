/** What is known of a search. While another is on its way, the last result stays. */
export interface Found<Item> {
  state: "searching" | "found" | "failed" | "late";
  /** What `items` were found for. */
  query: string;
  items: readonly Item[];
}

/** Quiet in which nobody types. */
const QUIET_MS = 150;
/** After this a search counts as failed; its answer is not waited for. */
const LATE_MS = 10_000;

/**
 * Asks for suggestions as somebody types: not for each letter, never twice for the same, and an answer that comes after a newer question
 * is passed over.
 */
export class Search<Item> {
  found: Found<Item> = { state: "searching", query: "", items: [] };
  #find: (query: string) => Promise<readonly Item[]>;
  #changed: () => void;
  #failed: (error: unknown) => void;
  #asked: string | null = null;
  #question = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(find: (query: string) => Promise<readonly Item[]>, changed: () => void, failed: (error: unknown) => void) {
    this.#find = find;
    this.#changed = changed;
    this.#failed = failed;
  }

  /** The first question goes out at once. */
  ask(query: string): void {
    if (query === this.#asked) return;
    const first = this.#asked === null;
    this.#asked = query;
    this.#question++;
    clearTimeout(this.#timer);
    this.#show({ ...this.found, state: "searching" });
    if (first) void this.#run(query);
    else this.#timer = setTimeout(() => void this.#run(query), QUIET_MS);
  }

  /** The same question once more. */
  retry(): void {
    const query = this.#asked;
    this.#asked = null;
    if (query !== null) this.ask(query);
  }

  /** Whatever still comes is passed over. */
  stop(): void {
    this.#question++;
    clearTimeout(this.#timer);
  }

  async #run(query: string): Promise<void> {
    const question = this.#question;
    const late = setTimeout(() => {
      if (question !== this.#question) return;
      this.#question++;
      this.#show({ state: "late", query, items: [] });
    }, LATE_MS);
    try {
      const items = await this.#find(query);
      if (question === this.#question) this.#show({ state: "found", query, items });
    } catch (error) {
      if (question !== this.#question) return;
      this.#show({ state: "failed", query, items: [] });
      this.#failed(error);
    } finally {
      clearTimeout(late);
    }
  }

  #show(found: Found<Item>): void {
    this.found = found;
    this.#changed();
  }
}
