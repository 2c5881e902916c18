/** Keys through the X server, by one xdotool that stays: starting it for each key would be the longest part of what is measured. */

import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";
import { until } from "../../desktop/support/until.mjs";
import { wallMs } from "./screen.mjs";

const run = promisify(execFile);

export class Keyboard {
  #xdotool = spawn("xdotool", ["-"], { stdio: ["pipe", "ignore", "inherit"] });

  /** Presses a key, or some at once (`ctrl+shift+space`); answers when it was sent, in ms since 1970. */
  press(keys) {
    const at = wallMs();
    this.#xdotool.stdin.write(`key --delay 0 ${keys}\n`);
    return at;
  }

  /** Puts the pointer where it points at nothing. */
  pointAway() {
    this.#xdotool.stdin.write("mousemove 2 2\n");
  }

  close() {
    this.#xdotool.stdin.end();
  }
}

/** `{x, y, width, height}` of the content of the shown window with exactly that title. */
export function placeOfWindow(title) {
  return until(`a window "${title}"`, async () => {
    const { stdout: ids } = await run("xdotool", ["search", "--onlyvisible", "--name", `^${title}$`]);
    const { stdout } = await run("xdotool", ["getwindowgeometry", "--shell", ids.trim().split("\n").at(-1)]);
    const field = (name) => Number(stdout.match(new RegExp(`^${name}=(-?\\d+)$`, "m"))[1]);
    return { x: field("X"), y: field("Y"), width: field("WIDTH"), height: field("HEIGHT") };
  });
}
