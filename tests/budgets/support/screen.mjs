/** What is on the screen, read from the memory of the X server (`Xvfb -fbdir`, a file in XWD format): what a person would see. */

import { closeSync, openSync, readSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

const BYTES_PER_PIXEL = 4;
/** Every so many lines are looked at: a line of text is higher. */
const EVERY_LINE = 4;
/** Of what stands out from the ground, a caret that blinks is no difference. */
const SAME_SHARE = 0.95;
/** Of 255: the edges of letters are not smoothed alike each time. */
const SAME_SHADE = 64;
const LOOK_EVERY_MS = 3;
const STILL_MS = 1_200;

export class Screen {
  #file;
  #first;
  #bytesPerLine;

  constructor(path = process.env.DOCKET_SCREEN) {
    this.#file = openSync(path, "r");
    const header = Buffer.alloc(100);
    readSync(this.#file, header, 0, header.length, 0);
    const field = (index) => header.readUInt32BE(4 * index);
    const [headerBytes, bytesPerLine, colours, bitsPerPixel] = [field(0), field(12), field(19), field(11)];
    if (bitsPerPixel !== 8 * BYTES_PER_PIXEL) throw new Error(`a screen of ${bitsPerPixel} bits a pixel cannot be read`);
    this.#first = headerBytes + 12 * colours;
    this.#bytesPerLine = bytesPerLine;
  }

  /** The pixels of a part of the screen, every fourth line of it. */
  look({ x, y, width, height }) {
    const perLine = width * BYTES_PER_PIXEL;
    const lines = Math.ceil(height / EVERY_LINE);
    const pixels = Buffer.alloc(lines * perLine);
    for (let line = 0; line < lines; line += 1) {
      const from = this.#first + (y + line * EVERY_LINE) * this.#bytesPerLine + x * BYTES_PER_PIXEL;
      readSync(this.#file, pixels, line * perLine, perLine, from);
    }
    return pixels;
  }

  /** The picture of a part of the screen once it has stood still. */
  async settled(part, { within = 30_000 } = {}) {
    const deadline = performance.now() + within;
    let seen = this.look(part);
    let since = performance.now();
    while (performance.now() - since < STILL_MS) {
      await pause(50);
      const now = this.look(part);
      if (!isSame(now, seen)) {
        seen = now;
        since = performance.now();
      }
      if (performance.now() > deadline) throw new Error("the screen does not come to rest");
    }
    return seen;
  }

  /** Waits until a part of the screen looks like `picture`; answers when, in ms since 1970. */
  shows(part, picture, options) {
    return this.#when(part, (now) => isSame(now, picture), options);
  }

  /** Waits until a part of the screen looks otherwise; answers when. */
  leaves(part, picture, options) {
    return this.#when(part, (now) => !now.equals(picture), options);
  }

  async #when(part, is, { within = 20_000 } = {}) {
    const deadline = performance.now() + within;
    for (;;) {
      if (is(this.look(part))) return wallMs();
      if (performance.now() > deadline) throw new Error(`nothing came on the screen in ${within} ms`);
      await pause(LOOK_EVERY_MS);
    }
  }

  close() {
    closeSync(this.#file);
  }
}

/** Now, in ms since 1970, with fractions. */
export const wallMs = () => performance.timeOrigin + performance.now();

/** Whether what stands out in `picture` is there `now`; the ground is not looked at, which makes it quick. */
function isSame(now, picture) {
  if (now.equals(picture)) return true;
  const ink = inkOf(picture);
  const most = ink.length * (1 - SAME_SHARE);
  let differing = 0;
  for (const at of ink) if (isOtherShade(now, picture, at) && ++differing > most) return false;
  return true;
}

const inks = new WeakMap();

/** Places of the pixels that are not of the shade of the first: an empty window is mostly like a full one. */
function inkOf(picture) {
  if (!inks.has(picture)) {
    const ink = [];
    for (let at = 0; at < picture.length; at += BYTES_PER_PIXEL) if (isOtherShade(picture, picture, at, 0)) ink.push(at);
    inks.set(picture, ink);
  }
  return inks.get(picture);
}

function isOtherShade(one, other, at, otherAt = at) {
  for (let channel = 0; channel < 3; channel += 1) if (Math.abs(one[at + channel] - other[otherAt + channel]) > SAME_SHADE) return true;
  return false;
}
