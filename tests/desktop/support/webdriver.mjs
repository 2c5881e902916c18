/** The few commands of W3C WebDriver that the tests need, spoken to WebKitWebDriver over HTTP. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { until } from "./until.mjs";

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
/** Keys that are no characters (WebDriver, section 17.4.2). */
export const ENTER = "\uE007";

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

export class WebDriver {
  #process;
  #session;

  /** Starts `binary` under WebKitWebDriver, with `env` for both. */
  static async start(binary, args, env) {
    const driver = new WebDriver();
    const port = await freePort();
    driver.#process = spawn("WebKitWebDriver", [`--port=${port}`], {
      // The second one is what makes Tauri let a driver in; debug builds of the shell only.
      env: { ...env, TAURI_AUTOMATION: "true", TAURI_WEBVIEW_AUTOMATION: "true" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    driver.output = "";
    for (const stream of [driver.#process.stdout, driver.#process.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        driver.output += text;
      });
    }
    const base = `http://127.0.0.1:${port}`;
    await until("WebKitWebDriver answers", async () => (await fetch(`${base}/status`)).ok);
    driver.#session = base;
    const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": { binary, args } } };
    const { sessionId } = await driver.#command("POST", "/session", { capabilities });
    driver.#session = `${base}/session/${sessionId}`;
    return driver;
  }

  /** Process id of the driver; the app is its child. */
  get pid() {
    return this.#process.pid;
  }

  async #command(method, path, body) {
    const response = await fetch(`${this.#session}${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${path}: ${value.error}: ${value.message}`);
    return value;
  }

  /** Runs the body of a function in the page. */
  execute(script, ...args) {
    return this.#command("POST", "/execute/sync", { script, args });
  }

  /** Runs the body of an async function in the page and waits for what it answers. */
  executeAsync(script, ...args) {
    const waiting = `const done = arguments[arguments.length - 1];
      (async (...args) => { ${script} })(...arguments).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    return this.#command("POST", "/execute/async", { script: waiting, args }).then(({ value, error }) => {
      if (error !== undefined) throw new Error(error);
      return value;
    });
  }

  /** Types into the element that the function body `find` answers. */
  async typeInto(find, text) {
    const element = await until(`an element: ${find}`, () => this.execute(find));
    await this.#command("POST", `/element/${element[ELEMENT]}/value`, { text });
  }

  /** Clicks the element that the function body `find` answers. */
  async click(find) {
    const element = await until(`an element: ${find}`, () => this.execute(find));
    await this.#command("POST", `/element/${element[ELEMENT]}/click`, {});
  }

  /** Goes on in the window whose page has that path. */
  switchTo(path) {
    return until(`a window on ${path}`, async () => {
      for (const handle of await this.#command("GET", "/window/handles")) {
        await this.#command("POST", "/window", { handle });
        if ((await this.execute("return location.pathname")) === path) return true;
      }
      return false;
    });
  }

  /** How many pages there are. */
  async windows() {
    return (await this.#command("GET", "/window/handles")).length;
  }

  /** A picture of the page, as PNG. */
  async screenshot() {
    return Buffer.from(await this.#command("GET", "/screenshot"), "base64");
  }

  async close() {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    this.#process.kill();
    await once(this.#process, "exit");
  }
}
