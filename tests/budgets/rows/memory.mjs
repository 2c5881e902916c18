/** Memory, processor time and wake-ups of the app that nobody touches: with its window, and in the tray. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gone, Tray } from "../../desktop/support/desktop.mjs";
import { until } from "../../desktop/support/until.mjs";
import { CHROMIUM } from "../support/browser.mjs";
import { above, most, row, times } from "../support/figures.mjs";
import { placeOfWindow } from "../support/keyboard.mjs";
import { eventually } from "../support/kit.mjs";
import { idle, memory, rested } from "../support/processes.mjs";

const TASKS = 10_000;
const WAKE_UPS = 20;

async function atRest(program) {
  await rested(program.pid);
  const resting = await idle(program.pid);
  return { ...resting, memory: memory(program.pid) };
}

/** The window alone, shown and hidden. */
async function bare(kit) {
  const floor = await kit.floor("list");
  await placeOfWindow("Floor");
  const shown = await atRest(floor);
  floor.tell("hide");
  const hidden = await atRest(floor);
  return { shown, hidden };
}

/** The app with its window, and in the tray. `pages`: how many have a session before it rests. */
async function ours(kit, preferences, pages) {
  const dataDir = await kit.data(TASKS, preferences);
  const tray = await Tray.open();
  kit.after(() => tray.close());
  const app = kit.app(dataDir);
  const log = () => readFileSync(join(dataDir, "logs", "docket.log"), "utf8");
  await eventually("a session of each page", () => log().split("a session begins").length > pages);
  await placeOfWindow("Docket");
  await tray.labels();
  const shown = await atRest(app);
  kit.keyboard.press("alt+F4");
  await gone("Docket");
  // Kept for a minute, in which it may be opened again.
  await until("the hidden page is gone", () => log().includes("the hidden window was let go"), { within: 180_000 });
  const hidden = await atRest(app);
  return { shown, hidden };
}

/** A page in a window of Chromium without its controls, which has the page's title. */
async function chromium(kit, address, title) {
  const args = [`--app=${address}`, `--user-data-dir=${await kit.folder()}`, "--window-size=1280,800"];
  const quiet = [
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--password-store=basic",
  ];
  const window = kit.start(CHROMIUM, [...args, ...quiet]);
  await placeOfWindow(title);
  return (await atRest(window)).memory;
}

const FLOOR_PAGE = `data:text/html,<!doctype html><title>Floor</title><body><script>
for(let n=0;n<200;n++){const row=document.createElement('div');row.textContent='Task number '+n;document.body.append(row)}</script>`;

export const name = "memory";

export async function measure(kit) {
  const floor = await kit.part(() => bare(kit));
  const kept = await kit.part(() => ours(kit, {}, 2));
  const onDemand = await kit.part(() => ours(kit, { quick_add_on_demand: true }, 1));
  const plain = await kit.part(() => chromium(kit, FLOOR_PAGE, "Floor"));
  const docket = await kit.part(async () => {
    const server = await kit.serve(await kit.data(TASKS));
    return chromium(kit, await server.address(), "Docket");
  });
  return [...memoryRows({ floor, kept, onDemand, plain, docket }), ...idleRows({ floor, kept })];
}

const mb = (seen) => seen.memory.all;
const parts = (seen) =>
  Object.entries(seen.memory.byName)
    .sort(([, a], [, b]) => b - a)
    .map(([name, size]) => `${name} ${Math.round(size)}`)
    .join(", ");

function memoryRows({ floor, kept, onDemand, plain, docket }) {
  const unit = "MB";
  const shown = mb(floor.shown);
  const hidden = mb(floor.hidden);
  return [
    row({
      what: "memory (PSS), one window and quick add kept ready",
      figure: mb(kept.shown),
      unit,
      floor: shown,
      budgets: [above(60, unit)],
      note: parts(kept.shown),
      detail: { kept: kept.shown, floor: floor.shown },
    }),
    row({
      what: "… beside the floor's page in an app window of Chromium",
      figure: mb(kept.shown),
      unit,
      floor: plain.all,
      budgets: [times(0.75)],
    }),
    row({ what: "… beside Docket's own page in an app window of Chromium", figure: mb(kept.shown), unit, floor: docket.all }),
    row({
      what: "… one window, quick add on demand",
      figure: mb(onDemand.shown),
      unit,
      floor: shown,
      budgets: [above(60, unit)],
      note: parts(onDemand.shown),
    }),
    row({
      what: "memory in the tray, quick add kept ready",
      figure: mb(kept.hidden),
      unit,
      floor: hidden,
      budgets: [above(25, unit)],
      note: parts(kept.hidden),
    }),
    row({ what: "… quick add on demand", figure: mb(onDemand.hidden), unit, budgets: [most(60, unit)], note: parts(onDemand.hidden) }),
  ];
}

function idleRows({ floor, kept }) {
  const unit = "ms";
  return [
    row({ what: "processor in 10 s, in the tray", figure: kept.hidden.cpuMs, unit, floor: floor.hidden.cpuMs, budgets: [above(5, unit)] }),
    row({
      what: "… wake-ups of the app's own process",
      figure: kept.hidden.wakeUps,
      unit: "",
      floor: floor.hidden.wakeUps,
      budgets: [most(WAKE_UPS, "")],
    }),
    row({ what: "processor in 10 s, window shown", figure: kept.shown.cpuMs, unit, floor: floor.shown.cpuMs, budgets: [times(1.2)] }),
    row({ what: "… wake-ups of the app's own process", figure: kept.shown.wakeUps, unit: "", floor: floor.shown.wakeUps }),
  ];
}
