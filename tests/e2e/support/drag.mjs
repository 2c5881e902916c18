import { row } from "./browser.mjs";
import { eventually } from "./expect.mjs";

/** How far from the pointer the chip hangs that shows what is dragged. */
const BESIDE = 12;

const chipOf = (page) => page.locator(".drag-chip");

/** Takes hold of a task's row by its grip, which is there under the pointer only. */
export async function grab(page, title) {
  await row(page, title).hover();
  const grip = row(page, title).locator(".row-grip");
  await grip.hover();
  await hold(page);
}

/** Takes hold of what the pointer is over. A drag begins once the browser has seen the button go down and the pointer move. */
export async function hold(page) {
  await page.mouse.down();

  await page.mouse.move(300, 20, { steps: 4 });
  await chipOf(page).waitFor();
}

/**
 * Holds what is dragged over an element, `down` its height from its top (0 to 1), until the page has noticed: a native drag is told where
 * it is now and then.
 */
export async function holdOver(page, target, down = 0.5) {
  const box = await target.boundingBox();
  const at = { x: Math.round(box.x + box.width / 3), y: Math.round(box.y + box.height * down) };
  let step = 0;
  await eventually(async () => {
    step = 1 - step;
    await page.mouse.move(at.x + step, at.y);
    const chip = await chipOf(page).boundingBox();
    return chip !== null && Math.abs(chip.x - BESIDE - at.x) <= 2 && Math.abs(chip.y - BESIDE - at.y) <= 2;
  }, true);
}

/** Lets go, and waits until nothing is dragged any more. */
export async function letGo(page) {
  await page.mouse.up();
  await chipOf(page).waitFor({ state: "detached" });
}

/** What a drop would do, as the chip says it. */
export function hint(page, text) {
  return page.locator(".drag-hint", { hasText: text });
}
