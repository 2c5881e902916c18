import assert from "node:assert/strict";

const PATIENCE_MS = 10_000;

/**
 * Waits until `read()` answers what is expected, and fails with the difference when it does not in ten seconds.
 *
 * For what has no event to wait for: the file on the disk, which another program writes.
 */
export async function eventually(read, expected) {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await read();
    try {
      assert.deepEqual(found, expected);
      return;
    } catch (difference) {
      if (performance.now() > end) throw difference;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
