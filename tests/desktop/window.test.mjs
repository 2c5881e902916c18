/** Where the window stands: over a restart, and when the screen that it stood on is gone. */

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "../e2e/support/test.mjs";
import { dataDirectory, startApp } from "./support/app.mjs";
import { activeGeometry, focused, isMaximized, place, pressTitleTwice } from "./support/desktop.mjs";
import { until } from "./support/until.mjs";

/** The display of the tests (support/on-a-desktop.sh). */
const SCREEN = { width: 1600, height: 1000 };

/** Waits until the window stands like that, within a frame's width of it: `{X, Y, WIDTH, HEIGHT}`, those that are given. */
async function stands(wanted) {
  let seen = {};
  const isThere = async () => {
    seen = await activeGeometry();
    return Object.entries(wanted).every(([name, value]) => Math.abs(seen[name] - value) <= 2);
  };
  await until(`the window stands at ${JSON.stringify(wanted)}`, isThere).catch((error) => {
    throw new Error(`${error.message}; it stands at ${JSON.stringify(seen)}`);
  });
}

/** What was remembered of the window, changed by `change`. */
async function remember(dataDir, change) {
  const file = join(dataDir, "window.json");
  const states = JSON.parse(await readFile(file, "utf8"));
  await writeFile(file, JSON.stringify({ ...states, main: { ...states.main, ...change } }));
}

/** A data directory in which a window was open once, at 200, 150 in 900 x 600. */
async function withWindow(t) {
  const dataDir = await dataDirectory(t);
  const app = await startApp(t, { dataDir });
  await focused("Docket");
  await place({ x: 200, y: 150, width: 900, height: 600 });
  await stands({ WIDTH: 900, HEIGHT: 600 });
  const geometry = await activeGeometry();
  await app.quit();
  return { dataDir, geometry };
}

test("place and size of the window are as they were left", async (t) => {
  const { dataDir, geometry } = await withWindow(t);
  // Twice: a frame that is counted once too often moves the window a little at every start.
  for (const start of ["second", "third"]) {
    const app = await startApp(t, { dataDir });
    await focused("Docket");
    const { X, Y, WIDTH, HEIGHT } = geometry;
    await stands({ X, Y, WIDTH, HEIGHT }).catch((error) => {
      throw new Error(`${start} start: ${error.message}`);
    });
    await app.quit();
  }
});

test("a maximised window is maximised again, and goes back to the size from before", async (t) => {
  const { dataDir, geometry } = await withWindow(t);
  const first = await startApp(t, { dataDir });
  await focused("Docket");
  await pressTitleTwice();
  await until("it is maximised", isMaximized);
  await stands({ WIDTH: SCREEN.width });
  await first.quit();

  await startApp(t, { dataDir });
  await focused("Docket");
  await until("it is maximised again", isMaximized);
  await pressTitleTwice();
  await stands({ WIDTH: geometry.WIDTH, HEIGHT: geometry.HEIGHT });
});

test("a place that is off every screen, or whose title bar is, is brought back", async (t) => {
  const { dataDir } = await withWindow(t);
  const places = [
    { x: 5_000, y: 3_000 },
    { x: -880, y: 150 },
    { x: 200, y: -580 },
    { x: 1_580, y: 980 },
    { x: -500, y: -500, width: 4_000, height: 3_000 },
  ];
  for (const at of places) {
    await remember(dataDir, { x: at.x, y: at.y, prev_x: at.x, prev_y: at.y, width: at.width ?? 900, height: at.height ?? 600 });
    const app = await startApp(t, { dataDir });
    await focused("Docket");
    const what = JSON.stringify(at);
    // So much of its title is seen that it can be taken hold of, and all of it fits on the screen.
    const isReachable = async () => {
      const { X, Y, WIDTH, HEIGHT } = await activeGeometry();
      const shown = Math.min(X + WIDTH, SCREEN.width) - Math.max(X, 0);
      return shown >= 100 && Y >= 0 && Y <= SCREEN.height - 16 && WIDTH <= SCREEN.width && HEIGHT <= SCREEN.height;
    };
    await until(`the window is on the screen, remembered at ${what}`, isReachable).catch(async (error) => {
      throw new Error(`${error.message}; it stands at ${JSON.stringify(await activeGeometry())}`);
    });
    await app.quit();
  }
});

test("a file of places that is broken costs the place and nothing else", async (t) => {
  const { dataDir } = await withWindow(t);
  await writeFile(join(dataDir, "window.json"), '{"main":');
  const app = await startApp(t, { dataDir });
  await focused("Docket");
  await stands({ WIDTH: 1280, HEIGHT: 800 });
  await app.quit();
  assert.ok(JSON.parse(await readFile(join(dataDir, "window.json"), "utf8")).main, "written anew");
});
