import { describe, expect, it } from "vitest";
import { acceleratorOf, keysOf } from "./accelerator";

const NONE = { ctrlKey: false, altKey: false, shiftKey: false, metaKey: false };

describe("a combination of keys", () => {
  it.each([
    [{ key: " ", code: "Space", ctrlKey: true, shiftKey: true }, "Ctrl+Shift+Space"],
    // With Shift and Alt the sign is another one; the key is the same.
    [{ key: "A", code: "KeyA", ctrlKey: true, shiftKey: true }, "Ctrl+Shift+A"],
    [{ key: "å", code: "KeyA", altKey: true }, "Alt+A"],
    [{ key: "!", code: "Digit1", altKey: true, shiftKey: true }, "Alt+Shift+1"],
    [{ key: "k", code: "KeyK", metaKey: true }, "Super+K"],
    [{ key: "ArrowUp", code: "ArrowUp", ctrlKey: true, altKey: true }, "Ctrl+Alt+Up"],
    [{ key: "F9", code: "F9" }, "F9"],
    // Not whole yet, or what every program needs.
    [{ key: "Control", code: "ControlLeft", ctrlKey: true }, null],
    [{ key: "k", code: "KeyK" }, null],
    [{ key: "K", code: "KeyK", shiftKey: true }, null],
    [{ key: "Enter", code: "Enter" }, null],
    [{ key: "Dead", code: "Backquote", altKey: true }, null],
  ])("%j is %s", (pressed, accelerator) => {
    expect(acceleratorOf({ ...NONE, ...pressed })).toBe(accelerator);
  });

  it("is shown by the signs of a Mac there, by names elsewhere", () => {
    expect(keysOf("CmdOrCtrl+Shift+Space", true)).toEqual(["⌘", "⇧", "Space"]);
    expect(keysOf("CmdOrCtrl+Shift+Space", false)).toEqual(["Ctrl", "Shift", "Space"]);
  });
});
