import { useMemo } from "react";
import { type Clock, offsetOf, useClock } from "../api/clock";
import { useAppInfo } from "../api/queries";
import type { AppInfo } from "../api/types";

/** The clock of the tasks, which may differ from that of this computer. */
export function useAppClock(started: AppInfo): Clock {
  const app = useAppInfo() ?? started;
  // How far the clocks differ is measured when the answer comes, not at each drawing.
  const offsetMs = useMemo(() => offsetOf(app), [app]);
  return useClock(offsetMs, app.time_zone);
}
