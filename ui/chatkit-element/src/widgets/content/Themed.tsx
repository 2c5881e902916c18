/** @jsxImportSource preact */
import type { ComponentChildren, JSX } from "preact";
import { useMemo } from "preact/hooks";
import { useOptions } from "../../parts/context";
import { SchemeContext, useScheme } from "../../parts/scheme";
import { colors } from "../../theme/theme";

/** What gives an element its scheme; nothing where it has the one around it. */
export interface ThemeAttributes {
  class?: string;
  "data-scheme"?: "light" | "dark";
  style?: JSX.CSSProperties;
}

interface ThemedProps {
  /** The node's `theme`: `light` or `dark`; anything else is the scheme around it. */
  scheme: unknown;
  /** Draws the element that has the scheme, with the attributes that give it. */
  children: (attributes: ThemeAttributes) => ComponentChildren;
}

/** A part of the chat in a colour scheme of its own, with the colours that the page has chosen. */
export function Themed({ scheme: wanted, children }: ThemedProps) {
  const options = useOptions();
  const around = useScheme();
  const scheme = wanted === "light" || wanted === "dark" ? wanted : around;
  const attributes = useMemo<ThemeAttributes>(() => {
    if (scheme === around) return {};
    return { class: "themed", "data-scheme": scheme, style: colors(options, scheme) };
  }, [options, scheme, around]);
  return <SchemeContext.Provider value={scheme}>{children(attributes)}</SchemeContext.Provider>;
}
