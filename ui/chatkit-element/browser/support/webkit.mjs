/** WebKitGTK's own MiniBrowser, driven by WebKitWebDriver on a display of its own. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { openSite } from "./site.mjs";

/** How WebDriver names an element in JSON (section 12.3.1 of the recommendation). */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
/** Keys that are no characters (section 17.4.2). */
const KEYS = { Enter: "\uE007", Escape: "\uE00C", ArrowDown: "\uE015", Tab: "\uE004", Home: "\uE011" };
const PATIENCE_MS = 20_000;

let started = null;

after(async () => {
  await (await started)?.close();
});

/** One browser for a file; each test has a page of another origin in it. */
function driver() {
  started ??= Driver.start();
  return started;
}

/** As `walk` of support/browser.mjs: a test on a page with the chat that ends with nothing to complain about. */
export function walkInWebKit(name, { page = "react", options = {} }, body) {
  // The driver and its browser are WebKitGTK's.
  const skip = process.platform === "linux" ? false : "only on Linux";
  test(name, { timeout: 60_000, skip }, async (t) => {
    const site = await openSite(t);
    const given = typeof options === "function" ? await options(site) : options;
    const chat = new WebKitPage(await driver(), site);
    await chat.open(site.address(page, given));
    await body(chat);
    await chat.quiet();
  });
}

class Driver {
  #children = [];
  #home;

  static async start() {
    const driver = new Driver();
    try {
      await driver.#open();
      return driver;
    } catch (error) {
      await driver.close();
      throw error;
    }
  }

  async #open() {
    this.#home = await mkdtemp(join(tmpdir(), "chatkit-webkit-"));
    await mkdir(join(this.#home, "run"), { mode: 0o700 });
    const display = await this.#display();
    const port = await freePort();
    const env = {
      ...process.env,
      DISPLAY: `:${display}`,
      GDK_BACKEND: "x11",
      NO_AT_BRIDGE: "1",
      HOME: this.#home,
      XDG_RUNTIME_DIR: join(this.#home, "run"),
      LANG: "C.UTF-8",
    };
    delete env.WAYLAND_DISPLAY;
    this.#spawn("WebKitWebDriver", [`--port=${port}`], { env, stdio: "ignore" });
    this.base = `http://127.0.0.1:${port}`;
    await within("WebKitWebDriver answers", async () => (await fetch(`${this.base}/status`)).ok);
    const { sessionId } = await this.command("POST", "/session", { capabilities: { alwaysMatch: {} } });
    this.base = `${this.base}/session/${sessionId}`;
    await this.command("POST", "/timeouts", { script: PATIENCE_MS });
  }

  async #display() {
    const xvfb = this.#spawn("Xvfb", ["-displayfd", "1", "-screen", "0", "1200x900x24", "-nolisten", "tcp"], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    let number = "";
    for await (const part of xvfb.stdout) {
      number += part;
      if (number.endsWith("\n")) break;
    }
    if (number === "") throw new Error("Xvfb ended before it had a display");
    return number.trim();
  }

  #spawn(...command) {
    const child = spawn(...command);
    child.on("error", (error) => {
      child.failed = error;
    });
    this.#children.push(child);
    return child;
  }

  async command(method, path, body) {
    const response = await fetch(`${this.base}${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${path}: ${value.error}: ${value.message}`);
    return value;
  }

  async close() {
    // The browser first: it would complain about a display that is gone.
    if (this.base?.includes("/session/")) await this.command("DELETE", "").catch(() => undefined);
    for (const child of this.#children.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) continue;
      child.kill();
      await once(child, "exit");
    }
    if (this.#home) await rm(this.#home, { recursive: true, force: true });
  }
}

async function within(what, look) {
  const end = performance.now() + PATIENCE_MS;
  let last;
  for (;;) {
    try {
      const seen = await look();
      if (seen) return seen;
    } catch (error) {
      last = error;
    }
    if (performance.now() > end) throw new Error(`waited in vain: ${what}`, { cause: last });
    await pause(20);
  }
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Runs in the page: the elements of a role, with the name that a reader says, that are on the screen. */
const LOOK = `
  const ROLES = {
    button: "button, summary, [role=button]",
    textbox: "textarea, input:not([type]), input[type=text], input[type=search], [role=textbox], [contenteditable=true]",
    log: "[role=log]", heading: "h1, h2, h3, h4, h5, h6", link: "a[href]", radio: "input[type=radio]", checkbox: "input[type=checkbox]",
    file: "input[type=file]", option: "[role=option], option", combobox: "[role=combobox], select", menuitem: "[role^=menuitem]",
  };
  const root = document.querySelector("openai-chatkit").shadowRoot;
  const said = (ids) => (ids ?? "").split(" ").map((id) => root.getElementById(id)?.textContent ?? "").join(" ").trim();
  const nameOf = (one) =>
    one.getAttribute("aria-label") || said(one.getAttribute("aria-labelledby")) || one.labels?.[0]?.textContent || one.textContent || "";
  const isSeen = (one) => one.type === "file" || one.type === "radio" || one.type === "checkbox" || one.checkVisibility();
  const find = (role, name) => [...root.querySelectorAll(ROLES[role])].find((one) =>
    isSeen(one) && (name === null || nameOf(one).replace(/\\s+/g, " ").trim().startsWith(name)));
`;

/** What a person sees and does, by role and name as in Chromium. */
class WebKitPage {
  #driver;

  constructor(driver, site) {
    this.#driver = driver;
    this.site = site;
  }

  async open(address) {
    await this.#driver.command("POST", "/url", { url: address });
    // A script that waits would be lost with the page before this one; and a slow page may begin before React listens to `ready`.
    const isReady = `return location.href === arguments[0] && Boolean(document.querySelector("openai-chatkit")?.shadowRoot.querySelector(".frame"))`;
    await within(
      "the chat is ready",
      async () => (await this.#driver.command("POST", "/execute/sync", { script: isReady, args: [address] })) === true,
    );
  }

  /** Runs the body of a function in the page; `find(role, name)` and `root` are there. */
  execute(body, ...args) {
    return this.#driver.command("POST", "/execute/sync", { script: `${LOOK} ${body}`, args });
  }

  /** Waits in the page until the body of a function answers something, and answers that. */
  async when(what, body, ...args) {
    const script = `${LOOK}
      const done = arguments[arguments.length - 1];
      const look = (...args) => { ${body} };
      const again = () => { const seen = look(...arguments); if (seen) done(seen); else setTimeout(again, 16); };
      again();`;
    try {
      return await this.#driver.command("POST", "/execute/async", { script, args });
    } catch (cause) {
      throw new Error(`waited in vain: ${what}; on the screen: ${await this.everything()}`, { cause });
    }
  }

  everything() {
    return this.execute("return root.textContent.replace(/\\s+/g, ' ')");
  }

  async #element(role, name) {
    const found = await this.when(`a ${role} "${name}"`, "return find(args[0], args[1])", role, name);
    return found[ELEMENT];
  }

  /** Clicks as soon as nothing covers it: a menu that opens has not its place at once. */
  async click(role, name) {
    await within(`a click on a ${role} "${name}"`, async () => {
      const element = await this.#element(role, name);
      await this.#driver.command("POST", `/element/${element}/click`, {});
      return true;
    });
  }

  /** Types text and `{Enter}`s into a field. */
  async type(role, name, text) {
    const keys = text.replace(/\{(\w+)\}/g, (_, key) => KEYS[key]);
    await this.#driver.command("POST", `/element/${await this.#element(role, name)}/value`, { text: keys });
  }

  /** Presses a key where the focus is. */
  async press(key) {
    const actions = [
      { type: "keyDown", value: KEYS[key] },
      { type: "keyUp", value: KEYS[key] },
    ];
    await this.#driver.command("POST", "/actions", { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  /** Drops a file on the conversation. */
  async drop(name, type, text) {
    const transfer = `
      const [name, type, text] = args;
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], name, { type }));
      const say = (kind) => find("log", null).dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true, composed: true }));`;
    await this.when(
      "the chat takes files",
      `${transfer} say("dragenter"); say("dragover"); return root.querySelector(".drop")`,
      name,
      type,
      text,
    );
    await this.execute(`const args = [...arguments]; ${transfer} say("drop")`, name, type, text);
  }

  /** Waits until these words are in the conversation. */
  async seen(words) {
    await this.when(`"${words}"`, "return find('log', null)?.innerText.replace(/\\s+/g, ' ').includes(args[0])", words);
  }

  async gone(words) {
    await this.when(`no "${words}"`, "return !root.textContent.includes(args[0])", words);
  }

  async event(name, times = 1) {
    const count = "return window.page?.events.filter(([one]) => one === args[0]).length >= args[1]";
    await this.#driver
      .command("POST", "/execute/async", {
        script: `const done = arguments[arguments.length - 1];
          const look = (...args) => { ${count} };
          const again = () => { if (look(...arguments)) done(true); else setTimeout(again, 16); };
          again();`,
        args: [name, times],
      })
      .catch((cause) => {
        throw new Error(`waited in vain for ${times} ${name}`, { cause });
      });
  }

  count(name) {
    return this.execute("return window.page.events.filter(([one]) => one === arguments[0]).length", name);
  }

  /** Writes a message, sends it and waits for the end of the answer. */
  async say(text) {
    const ended = await this.count("response.end");
    await this.type("textbox", "Message", `${text}{Enter}`);
    await this.event("response.end", ended + 1);
  }

  async stored() {
    const id = await this.execute("return window.page.events.findLast(([name]) => name === 'thread.change')?.[1].threadId");
    return (await this.site.ask("threads.get_by_id", { thread_id: id })).items.data;
  }

  async quiet() {
    assert.deepEqual(await this.execute("return window.page.troubles"), []);
    assert.deepEqual(this.site.policyReports, []);
    assert.deepEqual(this.site.troubles, []);
  }
}
