import { type Document, GrowingDocument } from "./blocks";

/** Characters read at a time of a text that comes at once: some milliseconds of work. */
const PORTION = 1500;
/** Work of one reading; the page has a frame of 16 for everything. */
const BUDGET_MS = 6;
/** Reading takes at most a third of the time, however long the block is that grows. */
const REST = 2;

const NOTHING: Document = { blocks: [], definitions: new Map(), footnotes: [] };

/**
 * Reads a text so that the page stays usable: a long one in portions, one whose last block has become long less often. `read` is to be called
 * again after `waitMs` for as long as that is not null.
 */
export class Reader {
  #source = new GrowingDocument();
  #document = NOTHING;
  #text = "";
  #growing = true;
  #read = 0;
  #restUntil = 0;
  waitMs: number | null = null;

  read(text: string, growing: boolean, now: () => number = () => performance.now()): Document {
    if (text === this.#text && growing === this.#growing && this.waitMs === null) return this.#document;
    if (!text.startsWith(this.#text.slice(0, this.#read))) this.#read = 0;
    this.#text = text;
    this.#growing = growing;
    const began = now();
    if (began < this.#restUntil && this.#read > 0) {
      this.waitMs = this.#restUntil - began;
      return this.#document;
    }
    let spent = 0;
    do {
      this.#portion();
      spent = now() - began;
    } while (spent < BUDGET_MS && this.#read < text.length);
    this.#restUntil = spent < BUDGET_MS ? 0 : began + spent * (1 + REST);
    this.waitMs = this.#read < text.length ? spent * REST : null;
    return this.#document;
  }

  /** Reads on: to the end when it is near, else to the end of a line. */
  #portion(): void {
    const text = this.#text;
    let to = text.length;
    if (to - this.#read > 2 * PORTION) {
      const wanted = this.#read + PORTION;
      const newline = text.lastIndexOf("\n", wanted) + 1;
      to = newline > this.#read ? newline : wanted;
    }
    this.#read = to;
    this.#document = this.#source.read(text.slice(0, to), this.#growing || to < text.length);
  }
}
