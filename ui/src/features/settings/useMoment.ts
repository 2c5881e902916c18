import { useMemo } from "react";
import { offsetOf, useClock } from "../../api/clock";
import { useAppInfo } from "../../api/queries";
import { momentInZone, momentText } from "../../words/dates";

const UTC = { now: "1970-01-01T00:00:00+00:00[UTC]", time_zone: "UTC" };

/** Says when something was, on the clock of the list: `today, 9:30`. */
export function useMoment(): (instant: string) => string {
  const app = useAppInfo() ?? UTC;
  // How far the clocks differ is measured when the answer comes, not at each drawing.
  const offsetMs = useMemo(() => offsetOf(app), [app]);
  const clock = useClock(offsetMs, app.time_zone);
  return (instant) => momentText(momentInZone(instant, app.time_zone), clock.today);
}
