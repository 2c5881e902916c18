import { test as once } from "node:test";

/**
 * The `test` of node:test, with one more try on a build server (`CI` is set), which may stand still for seconds; the report says so.
 * The second try finds nothing of the first: what that one opened is closed before.
 */
export function test(name, ...rest) {
  const body = rest.pop();
  if (!process.env.CI) return once(name, ...rest, body);
  return once(name, ...rest, async (t) => {
    try {
      await attempt(t, body);
    } catch (failure) {
      t.diagnostic(`tried again, after: ${failure.stack}`);
      await attempt(t, body);
    }
  });
}

async function attempt(t, body) {
  const cleanups = [];
  const context = {
    name: t.name,
    after: (cleanup) => cleanups.unshift(cleanup),
    diagnostic: (message) => t.diagnostic(message),
  };
  try {
    await body(context);
  } finally {
    for (const cleanup of cleanups) await cleanup();
  }
}
