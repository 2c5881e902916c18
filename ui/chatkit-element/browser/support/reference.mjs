import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const PYTHON = fileURLToPath(new URL("../../../../.venv/bin/python", import.meta.url));
const SCRIPT = fileURLToPath(new URL("./reference.py", import.meta.url));

let started = null;
let worlds = 0;

/** The port of the reference server, which is started with the first test that wants it and ends with this process. */
export function referencePort() {
  started ??= start();
  return started;
}

/** What a site sends along as `x-world`, so that it has the server for itself. */
export function newWorld(origin) {
  worlds += 1;
  return `${worlds} ${origin}`;
}

async function start() {
  const python = spawn(PYTHON, [SCRIPT], { stdio: ["pipe", "pipe", "inherit"] });
  const died = once(python, "exit").then(([code]) => {
    throw new Error(`the reference server ended with ${code} before it was ready; run scripts/setup --tests first`);
  });
  const [line] = await Promise.race([once(python.stdout, "data"), died]);
  died.catch(() => undefined);
  // It ends by itself when this process closes its input; the tests must not wait for it.
  python.unref();
  python.stdin.unref?.();
  python.stdout.unref?.();
  return Number(line);
}
