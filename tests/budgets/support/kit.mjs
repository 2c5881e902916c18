/** What every row needs: the binaries, the screen, keys, data. */

import { execFile } from "node:child_process";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { until } from "../../desktop/support/until.mjs";
import { startDocket } from "../../e2e/support/docket.mjs";
import { Keyboard } from "./keyboard.mjs";
import { Program } from "./processes.mjs";
import { Screen } from "./screen.mjs";

const run = promisify(execFile);

export class Kit {
  #ends = [];
  /** Of what all rows share. */
  #lastEnds = [];
  #data = new Map();
  #floor = null;

  /** `tries`: how often a thing is done whose spread is asked for. */
  constructor({ tries }) {
    this.tries = tries;
    this.cli = process.env.DOCKET_BIN;
    this.desktop = process.env.DOCKET_DESKTOP_BIN;
    this.screen = new Screen();
    this.keyboard = new Keyboard();
    this.keyboard.pointAway();
    this.after(() => {
      this.keyboard.close();
      this.screen.close();
    });
  }

  /** Does something when all is over, or at the end of `part`. */
  after(end) {
    this.#ends.push(end);
  }

  /** Runs `measure` and ends what it has begun, however it goes. */
  async part(measure) {
    const before = this.#ends.length;
    try {
      return await measure();
    } finally {
      for (const end of this.#ends.splice(before).reverse()) await end();
    }
  }

  async close() {
    for (const end of [...this.#lastEnds.splice(0), ...this.#ends.splice(0)].reverse()) await end();
  }

  async folder() {
    const path = await mkdtemp(join(tmpdir(), "docket-budgets-"));
    this.after(() => rm(path, { recursive: true, force: true }));
    return path;
  }

  /**
   * A data directory with so many tasks, always the same ones (`docket seed`), as it is after the first start. The caller may change it.
   */
  async data(tasks, preferences = {}) {
    if (!this.#data.has(tasks)) {
      const made = await mkdtemp(join(tmpdir(), "docket-seed-"));
      this.#lastEnds.push(() => rm(made, { recursive: true, force: true }));
      await run(this.cli, ["seed", "--tasks", String(tasks), "--data-dir", made]);
      this.#data.set(tasks, made);
    }
    const path = await this.folder();
    await cp(this.#data.get(tasks), path, { recursive: true });
    await writeFile(join(path, "desktop.json"), JSON.stringify({ welcomed: true, ...preferences }));
    return path;
  }

  /** Starts a program that ends at the latest with the part that measures it. */
  start(command, args, env) {
    const program = new Program(command, args, env);
    this.after(() => program.end());
    return program;
  }

  /** The window with nothing of Docket in it: `list` or `prompt`. */
  async floor(kind) {
    if (this.#floor === null) {
      const folder = await mkdtemp(join(tmpdir(), "docket-floor-"));
      this.#lastEnds.push(() => rm(folder, { recursive: true, force: true }));
      const { stdout } = await run("pkg-config", ["--cflags", "--libs", "webkit2gtk-4.1"]);
      this.#floor = join(folder, "floor");
      await run("cc", ["-O2", resolve(import.meta.dirname, "../floor.c"), "-o", this.#floor, ...stdout.trim().split(/\s+/)]);
    }
    return this.start(this.#floor, [kind]);
  }

  /** The app, without a driver, its log on the level that says when quick add has the focus. */
  app(dataDir) {
    return this.start(this.desktop, [], { DOCKET_DATA_DIR: dataDir, DOCKET_LOG: "info,docket_desktop=debug" });
  }

  /** `docket serve` on a data directory. */
  serve(dataDir) {
    return startDocket(this, dataDir);
  }
}

/** Waits until something is there to be measured, longer than a test would. */
export const eventually = (what, look) => until(what, look, { within: 60_000 });
