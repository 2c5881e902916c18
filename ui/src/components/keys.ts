/** Whether a key press goes to something that takes text, or to an open menu or dialog, also inside a shadow root. */
export function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return true;
  return event.composedPath().some((target) => {
    if (!(target instanceof HTMLElement)) return false;
    if (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) return true;
    const role = target.getAttribute("role");
    return role === "dialog" || role === "menu" || role === "listbox";
  });
}

/** The key alone, without Ctrl, Alt or ⌘. */
export function isPlain(event: { ctrlKey: boolean; metaKey: boolean; altKey: boolean }): boolean {
  return !event.ctrlKey && !event.metaKey && !event.altKey;
}

/** Ctrl, or ⌘ on a Mac, and nothing else but perhaps Shift. */
export function isCommand(event: { ctrlKey: boolean; metaKey: boolean; altKey: boolean }): boolean {
  return (event.ctrlKey || event.metaKey) && !event.altKey;
}
