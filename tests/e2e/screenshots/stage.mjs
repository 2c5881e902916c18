// What a scene plays on: a server with data of its own, a page of it, and a model where the scene wants one.
import { cp } from "node:fs/promises";
import { openPage } from "../support/browser.mjs";
import { dataDirectory, startDocket } from "../support/docket.mjs";
import { startModel } from "../support/model.mjs";

export const SIZES = { "1280x800": [1280, 800], "900x700": [900, 700], "420x800": [420, 800] };
export const SCHEMES = ["light", "dark"];
/** Where the undo ring stands in a picture, of its eight seconds. */
const RING_AT = 2_000;

export class Stage {
  constructor(t, dataDir, size) {
    const [width, height] = SIZES[size];
    this.t = t;
    this.dataDir = dataDir;
    this.width = width;
    this.height = height;
    /** The chat is a tab beside the tasks; the sidebar is a drawer. */
    this.isTabbed = width < 900;
    this.hasDrawer = width < 600;
  }

  /** The stage with a copy of the data, before anything is open. */
  static async set(t, template, size) {
    const dataDir = await dataDirectory(t);
    await cp(template, dataDir, { recursive: true });
    return new Stage(t, dataDir, size);
  }

  async serve() {
    this.docket = await startDocket(this.t, this.dataDir);
  }

  /** Has a model answer that speaks as Ollama does, at the address of one of the presets where one is free. */
  async connect(settings = {}) {
    const { presets } = await this.docket.request("GET", "/api/v1/assistant");
    this.model = await modelAt(this.t, presets);
    const choice = { provider: "compatible", base_url: this.model.address, model: "qwen3:14b", ...settings };
    await this.docket.request("PATCH", "/api/v1/settings", choice);
  }

  async open(path = "/", size = {}) {
    const { width, height } = { width: this.width, height: this.height, ...size };
    const options = { width, height, colorScheme: "light", reducedMotion: "reduce" };
    const { page, context } = await openPage(this.t, await this.docket.address(path), options);
    this.page = page;
    this.context = context;
    await page.evaluate(() => document.fonts.ready);
  }

  /** The ids of open tasks by their titles. */
  async ids(...titles) {
    const { tasks } = await this.docket.request("GET", "/api/v1/tasks?view=all&limit=500");
    return titles.map((title) => {
      const task = tasks.find((task) => task.title === title);
      if (!task) throw new Error(`no open task is called ${title}`);
      return task.id;
    });
  }

  async place(name) {
    if (this.hasDrawer) {
      await this.page.getByRole("button", { name: "Places" }).click();
      await this.page.getByRole("dialog").waitFor();
    }
    await this.page
      .getByRole("navigation")
      .getByRole("button", { name: new RegExp(`^${name}\\b`) })
      .first()
      .click();
    if (this.hasDrawer) await this.page.getByRole("dialog").waitFor({ state: "detached" });
  }

  async showChat() {
    if (this.isTabbed) await this.page.getByRole("button", { name: "Chat", exact: true }).click();
    await this.composer.waitFor();
  }

  async showTasks() {
    if (this.isTabbed) await this.page.getByRole("button", { name: "Tasks", exact: true }).click();
  }

  get composer() {
    return this.page.getByRole("textbox", { name: "Message", exact: true });
  }

  get chat() {
    return this.page.getByRole("region", { name: "Chat" }).first();
  }

  async ask(sentence) {
    await this.composer.fill(sentence);
    await this.composer.press("Enter");
  }

  /** Waits for words that the chat says, and for the end of the answer. */
  async said(words) {
    await this.chat.getByText(words).first().waitFor();
    await this.chat.getByRole("button", { name: "Stop" }).waitFor({ state: "detached" });
  }

  async take(path, colorScheme) {
    await this.page.getByRole("status", { name: "Loading the chat" }).waitFor({ state: "detached" });
    await this.page.emulateMedia({ colorScheme });
    await this.page.evaluate(still, RING_AT);
    await this.page.screenshot({ path, caret: "initial" });
  }
}

async function modelAt(t, presets) {
  for (const { base_url } of presets) {
    try {
      return await startModel(t, { port: Number(new URL(base_url).port) });
    } catch (error) {
      if (error.code !== "EADDRINUSE") throw error;
    }
  }
  return startModel(t);
}

/**
 * Runs in the page: every motion at its end, but the undo ring, which is held on its way. How long a tool took is no two times the same
 * and said only where it was long, so nothing is said of it; a test of a connection says the same each time.
 */
async function still(ringAt) {
  const rootsIn = (root) => [root, ...[...root.querySelectorAll("*")].flatMap(({ shadowRoot }) => (shadowRoot ? rootsIn(shadowRoot) : []))];
  const roots = rootsIn(document);
  // Colours begin to change a frame after the scheme has.
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  for (const root of roots) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const said = node.nodeValue;
      const same = /^[\d.]+ m?s$/.test(said.trim()) ? "" : said.replace(/(answered in )[\d.]+ m?s/, "$10.1 s");
      if (same !== said) node.nodeValue = same;
    }
  }
  for (const animation of roots.flatMap((root) => root.getAnimations())) {
    if (animation.effect?.target?.closest?.(".undo-ring")) {
      animation.pause();
      animation.currentTime = ringAt;
    } else if (Number.isFinite(animation.effect?.getComputedTiming().endTime)) animation.finish();
  }
}
