import { expect, it } from "vitest";
import { speedAt } from "./useAutoScroll";

const BOX = { left: 100, right: 500, top: 50, bottom: 650 };

it.each([
  { what: "in the middle", x: 300, y: 300, speed: 0 },
  { what: "at the top edge", x: 300, y: 50, speed: -14 },
  { what: "near the top", x: 300, y: 74, speed: -7 },
  { what: "where the top begins to count", x: 300, y: 98, speed: 0 },
  { what: "near the bottom", x: 300, y: 626, speed: 7 },
  { what: "at the bottom edge", x: 300, y: 650, speed: 14 },
  { what: "beside it", x: 90, y: 52, speed: 0 },
  { what: "above it", x: 300, y: 40, speed: 0 },
])("scrolls by $speed a frame $what", ({ x, y, speed }) => {
  expect(speedAt({ x, y }, BOX) + 0).toBe(speed);
});
