/** From Enter in the add line until the row is in the list, in Chromium: how long, and how much of it is work of ours. */

import { openPage, traced } from "../support/browser.mjs";
import { most, row, spread } from "../support/figures.mjs";

const TASKS = 10_000;
const ROWS = 12;

/** In the page: marks Enter, and the frame after the one in which the row came; answers the requests in between. */
function watch(title) {
  window.rowDrawn = new Promise((resolve) => {
    const onKey = (event) => {
      if (event.key !== "Enter") return;
      removeEventListener("keydown", onKey, true);
      performance.clearResourceTimings();
      performance.mark("enter");
    };
    addEventListener("keydown", onKey, true);
    const observer = new MutationObserver(() => {
      if (!document.querySelector(`[role=row][aria-label^="${title}"]`)) return;
      observer.disconnect();
      // Behind the frame's own drawing.
      requestAnimationFrame(() =>
        setTimeout(() => {
          performance.mark("drawn");
          const requests = performance.getEntriesByType("resource").map((one) => ({
            path: new URL(one.name).pathname,
            waitedMs: one.responseStart - one.requestStart,
          }));
          resolve(requests);
        }),
      );
    });
    observer.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label"] });
  });
}

async function addOne({ page, client }, title) {
  await page.evaluate(watch, title);
  const understood = page.waitForResponse((response) => response.url().includes("/quick-add/preview"));
  await page.keyboard.press("q");
  await page.keyboard.type(title);
  await understood;
  const { result, tasks, marks } = await traced(client, async () => {
    await page.keyboard.press("Enter");
    return page.evaluate(() => window.rowDrawn);
  });
  const [from, to] = [marks.get("enter"), marks.get("drawn")];
  const ours = tasks.filter((task) => task.to > from && task.from < to);
  const script = ours.reduce((sum, task) => sum + task.cpuMs, 0);
  // The row waits for the answer to what was added, and for the list that is read again.
  const awaited = ["/api/v1/quick-add", "/api/v1/tasks"].map((path) => result.find((one) => one.path === path)?.waitedMs ?? 0);
  const server = awaited.reduce((sum, ms) => sum + ms, 0);
  await page.keyboard.press("Escape");
  return { wall: to - from, work: script + server, script, server };
}

export const name = "enter";

export async function measure(kit) {
  const docket = await kit.serve(await kit.data(TASKS));
  const lines = Array.from({ length: ROWS }, (_, at) => `Row ${at} of a short list #Short`);
  const [first] = await docket.add(...lines);
  await docket.request("PATCH", "/api/v1/settings", { ui_state: { view: `list:${first.list}` } });
  const opened = await openPage(kit, await docket.address());
  await opened.page.getByRole("row", { name: `Row ${ROWS - 1} of a short list` }).waitFor();
  const seen = [];
  for (let n = 0; n < kit.tries; n += 1) seen.push(await addOne(opened, `Water the ${n}th plant`));
  const of = (what) => spread(seen.map((one) => one[what]));
  const [wall, work] = [of("wall"), of("work")];
  return [
    row({
      what: `Enter to the row in the list, own work, p50 of ${work.n}`,
      figure: work.p50,
      unit: "ms",
      budgets: [most(16, "ms")],
      note: `main thread ${Math.round(of("script").p50)}, server ${Math.round(of("server").p50)}; p95 ${Math.round(work.p95)}`,
      detail: { work, script: of("script"), server: of("server") },
    }),
    row({ what: "… by the clock, p50", figure: wall.p50, unit: "ms", note: `p95 ${Math.round(wall.p95)}`, detail: wall }),
  ];
}
