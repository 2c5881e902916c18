/**
 * A value that can be watched. Writes take effect at once; watchers hear of them at most once a frame, so
 * that a stream of small changes is one redraw. A hidden page gets no frames: there a timer takes over.
 */
export class Store<State> {
  #state: State;
  #watchers = new Set<() => void>();
  #scheduled = false;

  constructor(initial: State) {
    this.#state = initial;
  }

  get state(): State {
    return this.#state;
  }

  update(change: (state: State) => State): void {
    const next = change(this.#state);
    if (next === this.#state) return;
    this.#state = next;
    this.#schedule();
  }

  patch(part: Partial<State>): void {
    this.update((state) => ({ ...state, ...part }));
  }

  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    const flush = () => {
      if (!this.#scheduled) return;
      this.#scheduled = false;
      for (const watcher of [...this.#watchers]) watcher();
    };
    if (!document.hidden) requestAnimationFrame(flush);
    setTimeout(flush, FRAME_FALLBACK_MS);
  }
}

const FRAME_FALLBACK_MS = 60;
