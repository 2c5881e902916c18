/** From the hot key until quick add is on the screen and its field has the focus. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { most, row, spread } from "../support/figures.mjs";
import { placeOfWindow } from "../support/keyboard.mjs";
import { eventually } from "../support/kit.mjs";
import { rested } from "../support/processes.mjs";

const TASKS = 10_000;
const HOT_KEY = "ctrl+shift+space";

/** Shows and hides a prompt many times. `show` answers when it was asked for; `focusedAt(n)` when the n-th showing had the focus. */
async function showings(kit, { show, hide, title, focusedAt }) {
  show();
  const part = await placeOfWindow(title);
  const picture = await kit.screen.settled(part);
  await eventually("the first focus", () => focusedAt(0));
  const [drawn, usable] = [[], []];
  for (let n = 1; n <= 2 * kit.tries; n += 1) {
    const before = kit.screen.look(part);
    hide();
    await kit.screen.leaves(part, before);
    await kit.screen.settled(part);
    const askedAt = show();
    const shownAt = await kit.screen.shows(part, picture);
    const readyAt = Math.max(shownAt, await eventually("the focus", () => focusedAt(n)));
    drawn.push(shownAt - askedAt);
    usable.push(readyAt - askedAt);
  }
  return { drawn: spread(drawn), usable: spread(usable) };
}

async function ours(kit) {
  const dataDir = await kit.data(TASKS);
  const app = kit.app(dataDir);
  const log = () => readFileSync(join(dataDir, "logs", "docket.log"), "utf8");
  await eventually("both pages have a session", () => log().split("a session begins").length > 2);
  await rested(app.pid);
  return showings(kit, {
    show: () => kit.keyboard.press(HOT_KEY),
    hide: () => kit.keyboard.press("Escape"),
    title: "Docket quick add",
    focusedAt(n) {
      const times = [...log().matchAll(/^(\S+Z) .*quick add is shown and has the focus/gm)];
      return times[n] && Date.parse(times[n][1]);
    },
  });
}

async function bare(kit) {
  const floor = await kit.floor("prompt");
  await rested(floor.pid);
  return showings(kit, {
    show() {
      floor.tell("show");
      return performance.timeOrigin + performance.now();
    },
    hide: () => floor.tell("hide"),
    title: "Floor prompt",
    focusedAt: (n) => Number([...floor.said.matchAll(/^focused (\S+)$/gm)][n]?.[1]) || null,
  });
}

export const name = "quick-add";

export async function measure(kit) {
  const floor = await kit.part(() => bare(kit));
  const app = await kit.part(() => ours(kit));
  return [
    row({
      what: `hot key to quick add on the screen with the focus, p95 of ${app.usable.n}`,
      figure: app.usable.p95,
      unit: "ms",
      floor: floor.usable.p95,
      budgets: [most(50, "ms")],
      note: `p50 ${Math.round(app.usable.p50)}, floor ${Math.round(floor.usable.p50)}`,
      detail: { app, floor },
    }),
  ];
}
