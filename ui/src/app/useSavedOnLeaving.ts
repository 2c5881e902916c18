import { useCallback, useEffect, useRef } from "react";
import { flushUiState, setLeaving } from "../api/uiState";

/**
 * Writes how the window looks before it goes, or goes out of sight.
 *
 * Answers a function that puts it last among those who are told that the page goes. Whoever comes later (the chat element, which then
 * reports its draft) would otherwise cause a second request at the same moment, and the two may overtake each other.
 */
export function useSavedOnLeaving(): () => void {
  const leave = useRef(() => setLeaving(true));
  useEffect(() => {
    const onLeave = leave.current;
    const comeBack = (): void => setLeaving(false);
    const hide = (): void => {
      if (document.visibilityState === "hidden") void flushUiState(true);
    };
    window.addEventListener("pagehide", onLeave);
    window.addEventListener("pageshow", comeBack);
    document.addEventListener("visibilitychange", hide);
    return () => {
      window.removeEventListener("pagehide", onLeave);
      window.removeEventListener("pageshow", comeBack);
      document.removeEventListener("visibilitychange", hide);
    };
  }, []);
  return useCallback(() => {
    window.removeEventListener("pagehide", leave.current);
    window.addEventListener("pagehide", leave.current);
  }, []);
}
