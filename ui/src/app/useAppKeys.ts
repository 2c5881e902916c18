import { useEffect, useRef } from "react";
import { isCommand, isPlain, isTaken } from "../components/keys";

export interface AppKeys {
  onAdd(): void;
  onSearch(): void;
  onSheet(): void;
  onUndo(): void;
  onRedo(): void;
  onPalette(): void;
  onChat(): void;
  onSettings(): void;
  onEscape(): void;
}

/** The keys that work anywhere. A letter counts only while nothing takes text; with Ctrl or ⌘ it always does, but for undo. */
export function useAppKeys(keys: AppKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (press(event, latest.current)) event.preventDefault();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}

function press(event: KeyboardEvent, keys: AppKeys): boolean {
  if (isCommand(event) && !event.defaultPrevented) return command(event, keys);
  if (isTaken(event) || !isPlain(event)) return false;
  if (event.key === "q") keys.onAdd();
  else if (event.key === "/") keys.onSearch();
  else if (event.key === "?") keys.onSheet();
  else if (event.key === "Escape") keys.onEscape();
  else return false;
  return true;
}

function command(event: KeyboardEvent, keys: AppKeys): boolean {
  const key = event.key.toLowerCase();
  // In a field the letters are undone, as everywhere.
  const isRedo = (key === "z" && event.shiftKey) || (key === "y" && event.ctrlKey && !event.shiftKey);
  if (isRedo && !isTaken(event)) keys.onRedo();
  else if (event.shiftKey) return false;
  else if (key === "k") keys.onPalette();
  else if (key === "j") keys.onChat();
  else if (key === ",") keys.onSettings();
  else if (key === "z" && !isTaken(event)) keys.onUndo();
  else return false;
  return true;
}
