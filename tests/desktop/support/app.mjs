/** The app as a process, with or without a WebDriver in it. */

import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Notifications, query, Tray } from "./desktop.mjs";
import { until } from "./until.mjs";
import { WebDriver } from "./webdriver.mjs";

export const BINARY = process.env.DOCKET_DESKTOP_BIN;
export const NOW = "2026-11-21T10:00[Europe/Berlin]";

const read = (path) => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};

/** Parent of a process; 0 for one that is gone or only waits to be reaped. */
function parentOf(pid) {
  const fields = read(`/proc/${pid}/stat`).split(") ").at(-1).split(" ");
  return fields[0] === "Z" ? 0 : Number(fields[1] ?? 0);
}

/** Ids of the processes below `pid`, at any depth. */
export function descendants(pid) {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const children = all.filter((one) => parentOf(one) === pid);
  return children.flatMap((child) => [child, ...descendants(child)]);
}

export const nameOf = (pid) => read(`/proc/${pid}/comm`).trim();
export const isRunning = (pid) => parentOf(pid) !== 0;

/** One start of the app. Everything it does is in its log, which debug builds also write to standard error. */
export class App {
  /**
   * Starts the app in `dataDir`, or in one of its own that goes with it. `isDriven`: with a WebDriver (`app.page`).
   * Answers when its page stands, or when it has logged what `awaits` says.
   */
  static async start({ dataDir, args = [], env = {}, isDriven = false, awaits = "a session begins" } = {}) {
    const app = new App();
    app.isOwnDir = dataDir === undefined;
    app.dataDir = dataDir ?? (await mkdtemp(join(tmpdir(), "docket-")));
    const whole = {
      ...process.env,
      DOCKET_DATA_DIR: app.dataDir,
      DOCKET_NOW: NOW,
      DOCKET_LOG: "info,docket_desktop=debug,docket_server=debug",
      ...env,
    };
    app.logStart = app.log().length;
    app.startedAt = Date.now();
    if (isDriven) {
      app.page = await WebDriver.start(BINARY, args, whole);
      app.pid = await until("the app under the driver", () => descendants(app.page.pid).find((pid) => nameOf(pid) === "docket-desktop"));
      await app.page.switchTo("/");
    } else {
      const child = spawn(BINARY, args, { env: whole, stdio: "ignore" });
      app.pid = child.pid;
      app.exit = new Promise((done) => child.once("exit", (code, signal) => done(code ?? signal)));
    }
    await app.logged(awaits);
    // The server has made the session; the page is to have read the answer too.
    if (isDriven) await until("the page's session", () => app.page.execute("return sessionStorage.getItem('docket.client_secret')"));
    return app;
  }

  /** What the app has logged, of all starts in this data directory. */
  log() {
    return read(join(this.dataDir, "logs", "docket.log"));
  }

  /** Waits until this start has logged `text` `times` times. What it did log is in the error. */
  logged(text, times = 1) {
    const own = () => this.log().slice(this.logStart);
    return until(`the log says "${text}" ${times} times`, () => own().split(text).length > times).catch((error) => {
      const state = isRunning(this.pid) ? "is running" : "has ended";
      throw new Error(`${error.message}; the app ${state}, its log ends with:\n${own().split("\n").slice(-25).join("\n")}`);
    });
  }

  /** The server's address. */
  get url() {
    return this.log()
      .slice(this.logStart)
      .match(/serving on (127\.0\.0\.1:\d+)/)?.[1];
  }

  query(sql) {
    return query(this.dataDir, sql);
  }

  tasks() {
    return this.query("SELECT title, due, due_zone, source FROM tasks WHERE deleted_at_us IS NULL AND source <> 'import' ORDER BY id");
  }

  /** Waits until the process is gone. */
  ended(options) {
    return until("the app has ended", () => !isRunning(this.pid), options);
  }

  /** Ends it as a session that ends does, and waits. */
  async quit() {
    if (isRunning(this.pid)) process.kill(this.pid, "SIGTERM");
    await this.ended();
    await this.page?.close();
  }

  /** For the end of a test, whatever state that left. */
  async dispose() {
    await this.quit().catch(() => process.kill(this.pid, "SIGKILL"));
    if (this.isOwnDir) await rm(this.dataDir, { recursive: true, force: true });
  }
}

/** Starts an app that ends with the test. */
export async function startApp(test, options) {
  const app = await App.start(options);
  test.after(() => app.dispose());
  return app;
}

/** A data directory that goes with the test. */
export async function dataDirectory(test) {
  const dir = await mkdtemp(join(tmpdir(), "docket-"));
  test.after(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** A tray that goes with the test. */
export async function openTray(test) {
  const tray = await Tray.open();
  test.after(() => tray.close());
  return tray;
}

/** A notification server that goes with the test. */
export async function openNotifications(test) {
  const notifications = await Notifications.open();
  test.after(() => notifications.close());
  return notifications;
}

/** A clock of tasks that a test moves; `env` is for the app that goes by it. */
export async function movableClock(test, now = NOW) {
  const dir = await mkdtemp(join(tmpdir(), "clock-"));
  test.after(() => rm(dir, { recursive: true, force: true }));
  const file = join(dir, "now");
  const set = async (moment) => {
    // Whole or not at all: it is read meanwhile.
    await writeFile(`${file}.new`, moment);
    await rename(`${file}.new`, file);
  };
  await set(now);
  return { env: { DOCKET_NOW: `@${file}` }, set };
}
