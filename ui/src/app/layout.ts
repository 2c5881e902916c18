import { setUiState, useUiState } from "../api/uiState";
import { useMedia } from "../components/useMedia";

/** Widths of the columns in pixels, as theme.css has them. */
export const SIDEBAR = { first: 224, min: 180, max: 320 };
export const CHAT = { first: 376, min: 320, max: 560 };

export interface Layout {
  /** `wide`: three columns. `medium`: the chat is a tab. `narrow`: the sidebar is a drawer too. */
  size: "wide" | "medium" | "narrow";
  sidebar: { width: number; isHidden: boolean };
  chat: { width: number; isHidden: boolean };
}

/** How the window is divided: by its width, and as it was left. */
export function useLayout(): Layout {
  const widths = useUiState((state) => state.widths);
  const hidden = useUiState((state) => state.hidden);
  const isNarrow = useMedia("(max-width: 599.9px)");
  const isMedium = useMedia("(max-width: 899.9px)");
  return {
    size: isNarrow ? "narrow" : isMedium ? "medium" : "wide",
    sidebar: { width: within(widths?.sidebar, SIDEBAR), isHidden: hidden?.sidebar ?? false },
    chat: { width: within(widths?.chat, CHAT), isHidden: hidden?.chat ?? false },
  };
}

export function setWidth(column: "sidebar" | "chat", width: number): void {
  setUiState({ widths: { ...useUiState.getState().widths, [column]: width } });
}

export function setHidden(column: "sidebar" | "chat", isHidden: boolean): void {
  setUiState({ hidden: { ...useUiState.getState().hidden, [column]: isHidden } });
}

function within(width: unknown, { first, min, max }: { first: number; min: number; max: number }): number {
  return typeof width === "number" && Number.isFinite(width) ? Math.min(max, Math.max(min, width)) : first;
}
