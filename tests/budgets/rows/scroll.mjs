/** Scrolling a list of 10,000 rows in Chromium, beside 10,000 plain rows of the same height and no script. */

import { openPage, traced } from "../support/browser.mjs";
import { most, quantile, row } from "../support/figures.mjs";

const ROWS = 10_000;
const ROW_HEIGHT = 36;
const FRAME_MS = 16.7;
/** A frame that came in time is never seen exactly one refresh after the last. */
const LATE_MS = 1.5 * FRAME_MS;
const SPEED = 6_000;
const DISTANCE = 24_000;

const PLAIN = `data:text/html,<!doctype html><style>body{margin:0}div{height:${ROW_HEIGHT}px;font:14px/${ROW_HEIGHT}px sans-serif}</style><body><script>
for(let n=0;n<${ROWS};n++){const row=document.createElement('div');row.textContent='Task number '+n;document.body.append(row)}</script>`;

/** In the page: the times between frames from now on, until they are asked for. */
function watchFrames() {
  const times = [];
  let isOn = true;
  const note = (time) => {
    times.push(time);
    if (isOn) requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
  window.frameGaps = () => {
    isOn = false;
    return times.slice(1).map((time, at) => time - times[at]);
  };
}

async function scrolled({ page, client }) {
  await page.evaluate(watchFrames);
  const { result: gaps, tasks } = await traced(client, async () => {
    for (const way of [-1, 1]) {
      const gesture = { x: 560, y: 400, yDistance: way * DISTANCE, speed: SPEED, gestureSourceType: "mouse" };
      await client.send("Input.synthesizeScrollGesture", gesture);
    }
    return page.evaluate(() => window.frameGaps());
  });
  const work = tasks.map((task) => task.cpuMs);
  return {
    frames: gaps.length,
    late: gaps.filter((ms) => ms > LATE_MS).length,
    longestFrameMs: Math.max(...gaps),
    longestTaskMs: Math.max(...work),
    tasksOverFrame: work.filter((ms) => ms > FRAME_MS).length,
    p99TaskMs: quantile(work, 0.99),
  };
}

/** Reads the whole list: the next page is asked for near the end of what is there. */
async function readAll(page) {
  const grid = page.getByRole("grid");
  await grid.waitFor();
  while (Number(await grid.getAttribute("aria-rowcount")) < 0) {
    await page.evaluate(() => {
      const scroll = document.querySelector(".task-scroll");
      scroll.scrollTop = scroll.scrollHeight;
    });
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
  const count = Number(await grid.getAttribute("aria-rowcount"));
  if (count < ROWS) throw new Error(`${count} rows were read, not ${ROWS}`);
  await page.evaluate(() => document.querySelector(".task-scroll").scrollTo(0, 0));
  return count;
}

export const name = "scroll";

export async function measure(kit) {
  const floor = await kit.part(async () => scrolled(await openPage(kit, PLAIN)));
  const docket = await kit.serve(await kit.data(ROWS));
  await docket.request("PATCH", "/api/v1/settings", { ui_state: { view: "all" } });
  const opened = await openPage(kit, await docket.address());
  const rows = await readAll(opened.page);
  const ours = await scrolled(opened);
  const detail = { rows, ours, floor };
  return [
    row({
      what: "scrolling 10,000 rows, longest task of the main thread (processor)",
      figure: ours.longestTaskMs,
      unit: "ms",
      floor: floor.longestTaskMs,
      budgets: [most(16, "ms")],
      note: `${ours.tasksOverFrame} over a frame; p99 ${ours.p99TaskMs.toFixed(1)}`,
      detail,
    }),
    row({
      what: "… frames that came late, of all",
      figure: (100 * ours.late) / ours.frames,
      unit: "%",
      floor: (100 * floor.late) / floor.frames,
      note: `${ours.late} of ${ours.frames}, longest ${Math.round(ours.longestFrameMs)} ms; plain rows ${floor.late} of ${floor.frames}, longest ${Math.round(floor.longestFrameMs)} ms`,
    }),
  ];
}
