import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The program under test; `DOCKET_BIN` names another build of it. */
export const BINARY = process.env.DOCKET_BIN ?? resolve(import.meta.dirname, "../../../target/debug/docket");

/** The moment at which every test takes place: a Saturday, with summer time behind it. */
export const NOW = "2026-11-21T10:04[Europe/Berlin]";

/** An empty data directory, gone after the test. */
export async function dataDirectory(t) {
  const path = await mkdtemp(join(tmpdir(), "docket-e2e-"));
  t.after(() => rm(path, { recursive: true, force: true }));
  return path;
}

/**
 * Starts `docket serve` on a free port and waits until it says that it is ready.
 *
 * It is ended after the test, if it is still there. `environment`: variables beside those of the test.
 */
export async function startDocket(t, dataDir, environment = {}) {
  const child = spawn(BINARY, ["serve", "--port", "0", "--data-dir", dataDir], {
    env: { ...process.env, DOCKET_NOW: NOW, OPENAI_API_KEY: "", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  child.stderr.on("data", (chunk) => {
    log += chunk;
  });
  const ended = new Promise((done) => child.once("exit", (code, signal) => done({ code, signal })));
  const stop = async () => {
    child.kill("SIGTERM");
    return ended;
  };
  t.after(stop);
  const line = await Promise.race([
    firstLine(child.stdout),
    ended.then(({ code }) => Promise.reject(new Error(`docket serve ended with ${code}:\n${log}`))),
  ]);
  const { event, url, ticket } = JSON.parse(line);
  if (event !== "ready") throw new Error(`not ready: ${line}`);
  return new Docket(url, await secretFor(url, ticket), dataDir, stop, () => log);
}

class Docket {
  #secret;

  constructor(url, secret, dataDir, stop, log) {
    this.url = url;
    this.dataDir = dataDir;
    /** Ends the server as a user would, and answers how it ended. */
    this.stop = stop;
    /** What it has written to standard error. */
    this.log = log;
    this.#secret = secret;
  }

  /** A request with the session of the test, which is not the page's. */
  async request(method, path, body) {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.#secret}`, ...(body ? { "Content-Type": "application/json" } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? null : response.json();
  }

  /** Adds tasks, one a line, in the words of quick add. */
  async add(...lines) {
    const added = [];
    for (const text of lines) added.push(await this.request("POST", "/api/v1/quick-add", { text }));
    return added;
  }

  /** The address of a page with a ticket of its own. */
  async address(path = "/") {
    const { ticket } = await this.request("POST", "/api/chatkit/tickets");
    return `${this.url}${path}#ticket=${ticket}`;
  }

  /** Rows of the SQLite file, read by another program while the server runs. */
  async rows(sql) {
    const file = join(this.dataDir, "docket.sqlite3");
    const { stdout } = await run("sqlite3", ["-readonly", "-json", file, sql]);
    return stdout.trim() ? JSON.parse(stdout) : [];
  }
}

async function secretFor(url, ticket) {
  const response = await fetch(`${url}/api/chatkit/session`, { method: "POST", headers: { Authorization: `Bearer ${ticket}` } });
  if (!response.ok) throw new Error(`no session: ${response.status} ${await response.text()}`);
  return (await response.json()).client_secret;
}

async function firstLine(stream) {
  for await (const line of createInterface({ input: stream })) return line;
  return "";
}
