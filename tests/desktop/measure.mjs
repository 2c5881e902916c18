/**
 * What a person notices of the desktop app, measured on the binary in DOCKET_DESKTOP_BIN (tests/desktop/run --measure):
 * start to usable window, hot key to caret, memory of all processes. Prints one JSON document; asserts nothing.
 */

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { App, descendants, nameOf } from "./support/app.mjs";
import { focused, gone, press, Tray } from "./support/desktop.mjs";
import { until } from "./support/until.mjs";

const STARTS = 10;
const SHOWS = 40;
const QUICK_ADD = "Docket quick add";

const quantiles = (values) => {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { p50: at(0.5), p95: at(0.95), max: sorted.at(-1), n: sorted.length };
};

/** Proportional set size of the app and everything below it, in MB, by process name. */
function memory(pid) {
  const pss = {};
  for (const one of [pid, ...descendants(pid)]) {
    const kb = Number(readFileSync(`/proc/${one}/smaps_rollup`, "utf8").match(/^Pss:\s+(\d+)/m)[1]);
    const name = nameOf(one);
    pss[name] = Math.round(((pss[name] ?? 0) + kb / 1024) * 10) / 10;
  }
  return { ...pss, all: Math.round(Object.values(pss).reduce((sum, mb) => sum + mb, 0)) };
}

/** CPU time of the app and everything below it so far, in ms. */
function cpu(pid) {
  const ticks = [pid, ...descendants(pid)].map((one) => {
    const fields = readFileSync(`/proc/${one}/stat`, "utf8").split(") ").at(-1).split(" ");
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((sum, one) => sum + one, 0) * 10;
}

/** ms from the start of the process until the server has answered the page's first list, which is on the screen a frame later. */
async function start() {
  const app = await App.start();
  await app.logged("answered GET /api/v1/tasks with 200");
  const line = app.log().match(/^(\S+Z) .*answered GET \/api\/v1\/tasks with 200/m);
  const born = Number(readFileSync(`/proc/${app.pid}/stat`, "utf8").split(") ").at(-1).split(" ")[19]) * 10;
  const booted = Date.now() - Number(readFileSync("/proc/uptime", "utf8").split(" ")[0]) * 1000;
  await app.dispose();
  return Math.round(Date.parse(line[1]) - booted - born);
}

/** ms from before the key is sent until the window manager names quick add the active window. */
async function hotKey(app) {
  const spy = spawn("xprop", ["-spy", "-root", "_NET_ACTIVE_WINDOW"], { stdio: ["ignore", "pipe", "ignore"] });
  const changes = [];
  spy.stdout.on("data", () => changes.push(performance.now()));
  await until("the first line", () => changes.length > 0);
  const toActive = [];
  for (let shows = 0; shows < SHOWS; shows += 1) {
    changes.length = 0;
    const from = performance.now();
    await press("ctrl+shift+space");
    await app.logged("quick add is shown and has the focus", shows + 1);
    toActive.push(Math.round((await until("the window manager's word", () => changes[0])) - from));
    await press("Escape");
    await gone(QUICK_ADD);
    await focused("Docket");
  }
  spy.kill();
  const inApp = [...app.log().matchAll(/ready_ms=(\d+)/g)].map((match) => Number(match[1]));
  return {
    from_key_seen_to_page_has_focus_ms: quantiles(inApp.slice(1)),
    first_time_ms: inApp[0],
    with_starting_xdotool_to_active_window_ms: quantiles(toActive.slice(1)),
  };
}

const starts = [];
for (let n = 0; n < STARTS; n += 1) starts.push(await start());

const tray = await Tray.open();
const app = await App.start();
await app.logged("a session begins", 2);
const hotKeyFigures = await hotKey(app);
const shown = memory(app.pid);
const idle = async () => {
  const before = cpu(app.pid);
  const from = performance.now();
  await until("ten seconds have passed", () => performance.now() - from >= 10_000, { every: 500 });
  return cpu(app.pid) - before;
};
const idleShown = await idle();
await press("alt+F4");
await gone("Docket");
const idleHidden = await idle();
const hidden = memory(app.pid);
await app.dispose();
await tray.close();

const figures = {
  load_average: loadavg()[0],
  start_to_first_list_answered_ms: quantiles(starts),
  hot_key: hotKeyFigures,
  pss_mb: { window_shown: shown, in_the_tray: hidden },
  cpu_ms_in_10_s: { window_shown: idleShown, in_the_tray: idleHidden },
};
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
