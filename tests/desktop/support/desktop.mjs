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

/** A place where tray icons are shown: the program that a panel would be. */
export class Tray {
  #process;
  #lines;

  static async open() {
    const tray = new Tray();
    tray.#process = spawn("/usr/bin/python3", [fileURLToPath(new URL("tray_host.py", import.meta.url))], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    tray.#lines = createInterface({ input: tray.#process.stdout })[Symbol.asyncIterator]();
    await tray.#answer();
    return tray;
  }

  async #answer() {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error("the tray host ended");
    const answer = JSON.parse(value);
    if (answer.error) throw new Error(answer.error);
    return answer;
  }

  #ask(request) {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    return this.#answer();
  }

  /** Labels of the icon's menu, once there is one. */
  labels() {
    return until("a tray icon with a menu", async () => {
      const { labels } = await this.#ask({ do: "menu" });
      return labels.length > 0 && labels;
    });
  }

  /** Chooses an entry of the menu by its label. */
  async choose(label) {
    await this.labels();
    await this.#ask({ do: "click", label });
  }

  async close() {
    if (this.#process.exitCode !== null) return;
    this.#process.stdin.end();
    await once(this.#process, "exit");
  }
}
