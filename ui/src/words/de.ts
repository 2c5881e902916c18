import { en, type Words } from "./en";
import { fill } from "./fill";

/** Every word the window says, in German. */
export const de: Words = fill<Words>(en, {
  language: "de",
  other: { command: "Strg", shift: "Umschalt" },
  dates: { date: (day, month) => `${day}. ${month}` },
});
