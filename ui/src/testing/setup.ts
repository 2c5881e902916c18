import "@testing-library/jest-dom/vitest";
import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

afterEach(cleanup);

// happy-dom does not lay out. A virtual list draws nothing into a box without a height.
const BOX = { offsetHeight: 800, clientHeight: 800, offsetWidth: 700, clientWidth: 700 };
for (const [name, value] of Object.entries(BOX))
  Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value });
