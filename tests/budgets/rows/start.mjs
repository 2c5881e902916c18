/** From the start of the process until the first list is on the screen and keys are taken. */

import { most, row, spread, times } from "../support/figures.mjs";
import { placeOfWindow } from "../support/keyboard.mjs";
import { rested } from "../support/processes.mjs";

const TASKS = 10_000;
/** Of the window's content: the middle column, without the sidebar and the chat; and the add line at its head. */
const list = ({ x, y, width, height }) => ({ x: x + 232, y: y + 8, width: width - 232 - 384, height: height - 16 });
const head = (place) => ({ ...list(place), height: 130 });
const whole = ({ x, y, width, height }) => ({ x: x + 8, y: y + 8, width: width - 16, height: height - 16 });

/** The picture of a window that has come to rest, where it will come again: the first start may leave it at another place. */
async function pictureOf(kit, launch, title, part) {
  const first = await launch();
  await placeOfWindow(title);
  await rested(first.pid);
  await first.end();
  const program = await launch();
  const place = await placeOfWindow(title);
  await rested(program.pid);
  const picture = await kit.screen.settled(part(place));
  await program.end();
  return { place, part: part(place), picture };
}

async function untilShown(kit, launch, { part, picture }) {
  const program = await launch();
  const shownAt = await kit.screen.shows(part, picture);
  return { program, ms: shownAt - program.startedAt };
}

/** ms from a key that begins a new task until the page shows it; null where the key was lost. */
async function keyTaken(kit, part) {
  const picture = kit.screen.look(part);
  const pressedAt = kit.keyboard.press("q");
  try {
    return (await kit.screen.leaves(part, picture, { within: 2_000 })) - pressedAt;
  } catch {
    return null;
  }
}

export const name = "start";

export async function measure(kit) {
  const dataDir = await kit.data(TASKS);
  const app = () => kit.app(dataDir);
  const bare = () => kit.floor("list");
  const seen = { app: await pictureOf(kit, app, "Docket", list), floor: await pictureOf(kit, bare, "Floor", whole) };
  const took = { app: [], floor: [], key: [] };
  for (let n = 0; n < kit.tries; n += 1) {
    // By turns, so that both have the same neighbours.
    const floor = await untilShown(kit, bare, seen.floor);
    took.floor.push(floor.ms);
    await floor.program.end();
    const { program, ms } = await untilShown(kit, app, seen.app);
    took.app.push(ms);
    took.key.push(await keyTaken(kit, head(seen.app.place)));
    await program.end();
  }
  const [ours, floor] = [spread(took.app), spread(took.floor)];
  const keys = took.key.filter((ms) => ms !== null);
  const key = `the first key is answered ${Math.round(spread(keys).p50)} ms later, ${took.key.length - keys.length} of ${took.key.length} lost`;
  return [
    row({
      what: `start to usable window, p50 of ${ours.n}`,
      figure: ours.p50,
      unit: "ms",
      floor: floor.p50,
      budgets: [times(1.7)],
      note: key,
      detail: { ours, floor, key: keys },
    }),
    row({ what: "… p95", figure: ours.p95, unit: "ms", floor: floor.p95, budgets: [most(800, "ms")] }),
  ];
}
