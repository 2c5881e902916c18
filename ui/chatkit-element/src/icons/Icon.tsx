/** @jsxImportSource preact */

import { CHATKIT_ICONS } from "./names";
import { PATHS, type PathName } from "./paths";

const FILLED = new Set(["star-filled", "check-circle-filled", "dot"]);

/** Drawings that say "on", "back" or "away": mirrored where one reads from right to left. Sides of a window keep theirs. */
const POINTING = new Set<PathName>([
  "arrow-left",
  "arrow-right",
  "arrow-up-right",
  "chevron-left",
  "chevron-right",
  "chevrons-left",
  "chevrons-right",
  "external-link",
  "redo-2",
  "reply",
  "undo-2",
]);

/** The drawing for an icon name of the protocol, or for `lucide:<name>`; null when there is none. */
export function pathFor(name: string): PathName | null {
  const plain = name.startsWith("lucide:") ? name.slice("lucide:".length) : (CHATKIT_ICONS[name] ?? name);
  return Object.hasOwn(PATHS, plain) ? (plain as PathName) : null;
}

/**
 * An icon in the colour of the text around it. Says nothing to a screen reader: whatever it stands beside
 * must have the name. Unknown names draw nothing.
 */
export function Icon({ name, size = 16, class: className = "" }: { name: string; size?: number; class?: string }) {
  const path = pathFor(name);
  if (!path) return null;
  return (
    <svg
      class={`icon ${FILLED.has(name) ? "filled" : ""} ${POINTING.has(path) ? "points" : ""} ${className}`}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      {PATHS[path].map((d) => (
        <path key={d} d={d} />
      ))}
    </svg>
  );
}
