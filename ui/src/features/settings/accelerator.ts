import { words } from "../../words/words";

/** Names of keys that are not the letter on them, as accelerators have them. */
const NAMED: Record<string, string> = {
  " ": "Space",
  ArrowUp: "Up",
  ArrowDown: "Down",
  ArrowLeft: "Left",
  ArrowRight: "Right",
  Enter: "Enter",
  Tab: "Tab",
  Backspace: "Backspace",
  Delete: "Delete",
  Insert: "Insert",
  Home: "Home",
  End: "End",
  PageUp: "PageUp",
  PageDown: "PageDown",
};

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "altKey" | "shiftKey" | "metaKey">;

/**
 * The combination that is pressed, such as `Ctrl+Shift+Space`; null while it is none that a system gives away: a modifier alone, or a key
 * without Ctrl, Alt or ⌘, which would take it from every program (function keys may).
 *
 * The key is the one at its place on the board: with Shift or Alt its letter is another one.
 */
export function acceleratorOf(pressed: Pressed): string | null {
  const key = keyOf(pressed);
  if (!key) return null;
  const holds = pressed.ctrlKey || pressed.altKey || pressed.metaKey;
  if (!holds && !/^F\d+$/.test(key)) return null;
  const parts = [
    pressed.ctrlKey ? "Ctrl" : "",
    pressed.altKey ? "Alt" : "",
    pressed.shiftKey ? "Shift" : "",
    pressed.metaKey ? "Super" : "",
    key,
  ];
  return parts.filter(Boolean).join("+");
}

function keyOf({ key, code }: Pressed): string | null {
  const named = NAMED[key];
  if (named) return named;
  if (code === "Space") return "Space";
  if (/^F\d{1,2}$/.test(key)) return key;
  return /^(?:Key([A-Z])|Digit(\d))$/.exec(code)?.slice(1).find(Boolean) ?? null;
}

/** How an accelerator is shown, key by key: on a Mac by their signs, elsewhere by their names in the language in use. */
export function keysOf(accelerator: string, onMac: boolean): string[] {
  const { command, shift } = words.other;
  const space = words.general.space;
  const signs: Record<string, string> = onMac
    ? {
        Ctrl: "⌃",
        Control: "⌃",
        Alt: "⌥",
        Shift: "⇧",
        Super: "⌘",
        Cmd: "⌘",
        Command: "⌘",
        CmdOrCtrl: "⌘",
        CommandOrControl: "⌘",
        Space: space,
      }
    : { Ctrl: command, Control: command, CmdOrCtrl: command, CommandOrControl: command, Shift: shift, Space: space };
  return accelerator
    .split("+")
    .filter(Boolean)
    .map((part) => signs[part] ?? part);
}
