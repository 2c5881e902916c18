import { type First, type Started, start } from "./start";

/** A start under way, and how to try again. */
export interface Begun {
  started: Promise<Started>;
  again(): Promise<Started>;
}

/** Starts at once, while the code that draws is still being run. */
export function begin(first: First): Begun {
  const started = start(first);
  // Told by whoever draws; until then nobody listens.
  started.catch(() => undefined);
  return { started, again: () => start(first) };
}
