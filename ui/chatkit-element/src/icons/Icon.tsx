/** @jsxImportSource preact */
import { useEffect, useState } from "preact/hooks";
import { FIRST } from "./first";

/** One path in a square of 24: a line, or with `filled` and `solid` a surface; `points` is mirrored from right to left. */
export interface Drawing {
  d: string;
  look: "" | "filled" | "solid" | "points";
}

type More = typeof import("./more");

let more: More | null = null;
let loading: Promise<void> | null = null;

/** Loads the icons that are not drawn from the start. */
export function loadIcons(): Promise<void> {
  loading ??= import("./more")
    .then((part) => {
      more = part;
    })
    .finally(() => {
      loading = null;
    });
  return loading;
}

/** Names of the protocol and the options among the first icons. */
const ALIASES = new Map([
  ["document", "file-text"],
  ["reload", "rotate-ccw"],
  ["settings-slider", "sliders-horizontal"],
]);

/** The drawing for a name of the protocol, or for `lucide:<name>`. Null: there is none; undefined: that is not known yet. */
export function drawingOf(name: string): Drawing | null | undefined {
  const plain = name.startsWith("lucide:") ? name.slice("lucide:".length) : (ALIASES.get(name) ?? name);
  if (Object.hasOwn(FIRST, plain)) return { d: FIRST[plain] ?? "", look: POINTING.test(plain) ? "points" : "" };
  return more?.drawingOf(name);
}

/** Say "on", "back" or "away": mirrored where one reads from right to left. Sides of a window keep theirs. */
export const POINTING = /^(arrow|chevrons?)-(left|right)$|^(arrow-up-right|external-link|reply|redo|undo|redo-2|undo-2)$/;

/** The same for a view, that is drawn again when it is known. */
export function useDrawing(name: string): Drawing | null | undefined {
  const [, redraw] = useState({});
  const drawing = drawingOf(name);
  const isMissing = drawing === undefined;
  useEffect(() => {
    if (!isMissing) return;
    let gone = false;
    loadIcons().then(
      () => gone || redraw({}),
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [isMissing]);
  return drawing;
}

interface IconProps {
  name: string;
  size?: number;
  class?: string;
}

/**
 * An icon in the colour of the text around it. Says nothing to a screen reader: whatever it stands beside must have the name. Unknown
 * names draw nothing; one that is being loaded has its place already.
 */
export function Icon({ name, size = 16, class: className = "" }: IconProps) {
  const drawing = useDrawing(name);
  if (drawing === null) return null;
  return (
    <svg
      class={`icon ${drawing?.look ?? ""} ${className}`}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      {drawing && <path d={drawing.d} fill-rule="evenodd" />}
    </svg>
  );
}
