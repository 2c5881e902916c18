/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { createPortal } from "preact/compat";
import { useRoot, useSheet } from "../../parts/root";
import { useScheme } from "../../parts/scheme";
import css from "./popup.css?inline";

/**
 * What opens above the page. It is drawn at the end of the element, so that neither the frame of a card nor the scrolling thread cuts it
 * off; the element's own edges are what it keeps clear of.
 */
export function Popup({ children }: { children: ComponentChildren }) {
  const root = useRoot();
  const scheme = useScheme();
  useSheet(css);
  const layer = root.querySelector<HTMLElement>(".root");
  if (!layer) return null;
  // A card may have another scheme than the chat; what opens from it has the card's.
  const own = layer.dataset["scheme"] === scheme ? "" : "themed";
  return createPortal(
    <div class={`popups ${own}`} data-scheme={own ? scheme : undefined}>
      {children}
    </div>,
    layer,
  );
}

/** The writing direction of the element; machines of menus must be told. */
export function directionIn(root: ShadowRoot): "ltr" | "rtl" {
  return getComputedStyle(root.querySelector(".root") ?? root.host).direction === "rtl" ? "rtl" : "ltr";
}
