import { createContext } from "preact";
import { useContext, useLayoutEffect } from "preact/hooks";
import { sheetOf } from "../styles/sheets";

/** The shadow root that the views are drawn in. State machines of menus look their elements up in it. */
export const RootContext = createContext<ShadowRoot | null>(null);

export function useRoot(): ShadowRoot {
  const root = useContext(RootContext);
  if (!root) throw new Error("views live below a `RootContext`");
  return root;
}

/** Styles of a part that is loaded later: adopted with its first view, and kept. */
export function useSheet(css: string): void {
  const root = useRoot();
  useLayoutEffect(() => {
    const sheet = sheetOf(css);
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }, [root, css]);
}
