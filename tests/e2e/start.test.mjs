import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { dataDirectory } from "./support/docket.mjs";
import { test } from "./support/test.mjs";

const ROOT = resolve(import.meta.dirname, "../..");

test("npm start serves where there is no display, and prints the address", async (t) => {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...env } = process.env;
  const dataDir = await dataDirectory(t);
  // A group of its own, so that what npm starts ends with it.
  const child = spawn("npm", ["start", "--", "--port", "0", "--data-dir", dataDir], {
    cwd: ROOT,
    env,
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  const ended = new Promise((done) => child.once("exit", done));
  t.after(async () => {
    process.kill(-child.pid, "SIGTERM");
    await ended;
  });

  const ready = await readyLine(child, ended);
  const page = await fetch(ready.url);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /<script type="module"/, "the page is built");
  const session = await fetch(`${ready.url}/api/chatkit/session`, {
    method: "POST",
    headers: { authorization: `Bearer ${new URL(ready.open).hash.slice("#ticket=".length)}` },
  });
  assert.equal(session.status, 200);
});

/** The line that says where it listens; npm and the build print others before it. */
async function readyLine(child, ended) {
  const lines = createInterface({ input: child.stdout });
  const found = (async () => {
    for await (const line of lines) if (line.startsWith("{")) return JSON.parse(line);
    throw new Error("npm start printed no address");
  })();
  return Promise.race([found, ended.then((code) => Promise.reject(new Error(`npm start ended with ${code}`)))]);
}
