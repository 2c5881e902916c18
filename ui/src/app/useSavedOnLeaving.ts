import { useEffect } from "react";
import { flushUiState, setLeaving } from "../api/uiState";

/** Writes how the window looks before it goes, or goes out of sight. */
export function useSavedOnLeaving(): void {
  useEffect(() => {
    const leave = (): void => setLeaving(true);
    const comeBack = (): void => setLeaving(false);
    const hide = (): void => {
      if (document.visibilityState === "hidden") void flushUiState(true);
    };
    window.addEventListener("pagehide", leave);
    window.addEventListener("pageshow", comeBack);
    document.addEventListener("visibilitychange", hide);
    return () => {
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("pageshow", comeBack);
      document.removeEventListener("visibilitychange", hide);
    };
  }, []);
}
