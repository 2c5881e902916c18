import { useEffect, useRef } from "react";
import { openFromAddress, useOpenTask } from "../api/openTask";

/** Brings the tasks to the front when one is opened from elsewhere, and opens the one that the address names. */
export function useOpenedTask(toTasks: () => void): void {
  const asked = useOpenTask((state) => state.asked);
  const seen = useRef(asked);
  const show = useRef(toTasks);
  show.current = toTasks;
  useEffect(() => {
    if (asked !== seen.current) show.current();
    seen.current = asked;
  }, [asked]);
  useEffect(() => {
    openFromAddress();
    window.addEventListener("hashchange", openFromAddress);
    return () => window.removeEventListener("hashchange", openFromAddress);
  }, []);
}
