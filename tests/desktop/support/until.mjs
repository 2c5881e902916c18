/** Waiting for what happens instead of for time to pass. */

import { setTimeout as pause } from "node:timers/promises";

/**
 * Looks until `look` answers something other than `undefined`, `null` or `false`, and answers that.
 *
 * `what` says in words what is waited for; it is in the error after `within` ms, with what was last seen to go wrong.
 */
export async function until(what, look, { within = 15_000, every = 20 } = {}) {
  const deadline = Date.now() + within;
  let last;
  for (;;) {
    try {
      const seen = await look();
      if (seen !== undefined && seen !== null && seen !== false) return seen;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) throw new Error(`waited ${within} ms in vain: ${what}`, { cause: last });
    await pause(every);
  }
}
