/** The desktop around the app: keys, windows, the tray, the keyring, files. */

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { until } from "./until.mjs";

const run = promisify(execFile);

/** Presses keys as a keyboard does: `ctrl+shift+space`, `Return`. */
export async function press(...keys) {
  await run("xdotool", ["key", "--clearmodifiers", ...keys]);
}

/** Types text into whatever has the focus. */
export async function type(text) {
  await run("xdotool", ["type", "--clearmodifiers", "--delay", "8", text]);
}

/** Clicks at a place of the screen. */
export async function click(x, y) {
  await run("xdotool", ["mousemove", String(x), String(y), "click", "1"]);
}

/** Title of the window with the focus; empty where none has it. */
export async function activeTitle() {
  const { stdout } = await run("xdotool", ["getactivewindow", "getwindowname"]).catch(() => ({ stdout: "" }));
  return stdout.trim();
}

/** Titles of the windows that are shown. */
export async function shownTitles() {
  const { stdout } = await run("xdotool", ["search", "--onlyvisible", "--name", "^Docket"]).catch(() => ({ stdout: "" }));
  const ids = stdout.split("\n").filter(Boolean);
  const names = await Promise.all(ids.map((id) => run("xdotool", ["getwindowname", id]).catch(() => ({ stdout: "" }))));
  return names.map((name) => name.stdout.trim()).filter(Boolean);
}

/** `{X, Y, WIDTH, HEIGHT}` of the window with the focus. */
export async function activeGeometry() {
  const { stdout } = await run("xdotool", ["getactivewindow", "getwindowgeometry", "--shell"]);
  return Object.fromEntries(
    stdout
      .split("\n")
      .map((line) => line.split("="))
      .map(([name, value]) => [name, Number(value)]),
  );
}

/** Moves the window with the focus, frame and all, and sizes what is in the frame. */
export async function place({ x, y, width, height }) {
  await run("xdotool", [
    "getactivewindow",
    "windowsize",
    "--sync",
    String(width),
    String(height),
    "windowmove",
    "--sync",
    String(x),
    String(y),
  ]);
}

/** Presses twice on the title of the window with the focus: it is maximised, or no longer. */
export async function pressTitleTwice() {
  const { stdout: id } = await run("xdotool", ["getactivewindow"]);
  // Where its content begins; xdotool counts the frame twice.
  const { stdout } = await run("xwininfo", ["-id", id.trim()]);
  const [X, Y] = ["X", "Y"].map((axis) => Number(stdout.match(new RegExp(`Absolute upper-left ${axis}: +(-?\\d+)`))[1]));
  await run("xdotool", ["mousemove", "--sync", String(X + 150), String(Y - 8), "click", "--repeat", "2", "--delay", "40", "1"]);
}

/** Whether the window manager says that the window with the focus is maximised. */
export async function isMaximized() {
  const { stdout: id } = await run("xdotool", ["getactivewindow"]);
  const { stdout } = await run("xprop", ["-id", id.trim(), "_NET_WM_STATE"]);
  return stdout.includes("_NET_WM_STATE_MAXIMIZED_VERT") && stdout.includes("_NET_WM_STATE_MAXIMIZED_HORZ");
}

/** Waits until the window of that title has the focus. */
export function focused(title, options) {
  return until(`the window "${title}" has the focus`, async () => (await activeTitle()) === title, options);
}

/** Waits until no window of that title is shown. */
export function gone(title, options) {
  return until(`the window "${title}" is hidden`, async () => !(await shownTitles()).includes(title), options);
}

/** Rows of a query on a data file, while the app has it open or not. */
export async function query(dataDir, sql) {
  const { stdout } = await run("sqlite3", ["-readonly", "-json", `${dataDir}/docket.sqlite3`, sql]);
  return stdout.trim() === "" ? [] : JSON.parse(stdout);
}

/** The secret in the keyring with these attributes, or null. */
export async function keyringSecret(attributes) {
  const { stdout } = await run("secret-tool", ["lookup", ...Object.entries(attributes).flat()]).catch(() => ({ stdout: "" }));
  return stdout === "" ? null : stdout;
}

/** A part of a desktop that runs as a Python program on the session bus: a line of JSON goes in, one comes out. */
class Part {
  #process;
  #lines;

  /** Starts `file` on the session bus that `env` names, or on the desktop's; answers when its name is on the bus. */
  async start(file, env = {}) {
    const program = fileURLToPath(new URL(file, import.meta.url));
    this.#process = spawn("/usr/bin/python3", [program], { env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "inherit"] });
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
    await this.#answer();
    return this;
  }

  async #answer() {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error("a part of the desktop ended");
    const answer = JSON.parse(value);
    if (answer.error) throw new Error(answer.error);
    return answer;
  }

  ask(request) {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    return this.#answer();
  }

  async close() {
    if (this.#process.exitCode !== null) return;
    this.#process.stdin.end();
    await once(this.#process, "exit");
  }
}

/** A place where tray icons are shown: the program that a panel would be. */
export class Tray extends Part {
  static open() {
    return new Tray().start("tray_host.py");
  }

  /** Labels of the icon's menu, once there is one; an entry of a menu inside of it as `Menu › Entry`. */
  labels() {
    return until("a tray icon with a menu", async () => {
      const { labels } = await this.ask({ do: "menu" });
      return labels.length > 0 && labels;
    });
  }

  /** Waits until the menu says `label`. */
  says(label) {
    return until(`the tray's menu says "${label}"`, async () => (await this.labels()).includes(label));
  }

  /** Chooses an entry of the menu by its label, once it is there. */
  async choose(label) {
    await this.says(label);
    await this.ask({ do: "click", label });
  }
}

/** What shows notifications, and lets a test press their buttons. */
export class Notifications extends Part {
  static open() {
    return new Notifications().start("notifications.py");
  }

  /** All that were sent, oldest first: `{id, summary, body, actions, closed, …}`. */
  async all() {
    return (await this.ask({ do: "list" })).sent;
  }

  /** The n-th that was sent, once there are as many. */
  async nth(n) {
    return until(`notification ${n}`, async () => (await this.all())[n - 1]);
  }

  press(id, action) {
    return this.ask({ do: "press", id, action });
  }
}

/** What would ask for a keyring's password; `ask({ do: "count" })` says how often it was to. */
export class Prompter extends Part {
  static open(env) {
    return new Prompter().start("prompter.py", env);
  }
}
