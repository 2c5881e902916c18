/** What is on the screen, read from the memory of the X server (`Xvfb -fbdir`, a file in XWD format): what a person would see. */

import { closeSync, openSync, readSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

const BYTES_PER_PIXEL = 4;
/** Every so many lines are looked at: a line of text is higher. */
const EVERY_LINE = 4;
/** A caret that blinks is no difference. */
const SAME_SHARE = 0.998;
const LOOK_EVERY_MS = 1;
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
    return this.#when(part, (now) => !isSame(now, picture), options);
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

function isSame(one, other) {
  if (one.equals(other)) return true;
  const pixels = one.length / BYTES_PER_PIXEL;
  const [a, b] = [one, other].map((buffer) => new Uint32Array(buffer.buffer, buffer.byteOffset, pixels));
  const most = pixels * (1 - SAME_SHARE);
  let differing = 0;
  for (let pixel = 0; pixel < pixels; pixel += 1) if (a[pixel] !== b[pixel] && ++differing > most) return false;
  return true;
}
