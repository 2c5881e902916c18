import { expect, it } from "vitest";
import { timeIn } from "./timeIn";

it.each([
  ["14:00", "14:00"],
  ["9", "09:00"],
  ["930", "09:30"],
  ["9.30", "09:30"],
  ["9h15", "09:15"],
  ["1745", "17:45"],
  ["2 pm", "14:00"],
  ["12am", "00:00"],
  ["12 pm", "12:00"],
  [" 7:05 ", "07:05"],
  ["24:00", null],
  ["9:60", null],
  ["13 pm", null],
  ["0 am", null],
  ["soon", null],
  ["", null],
])("reads %j as %j", (text, time) => {
  expect(timeIn(text)).toBe(time);
});
