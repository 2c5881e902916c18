import { type ComponentProps, useEffect, useState } from "react";
import type { MonthCalendar } from "./MonthCalendar";

/** The month, loaded when the first date is chosen. Should it not come, the words and the days above it still do. */
export function Month(props: ComponentProps<typeof MonthCalendar>) {
  const [Calendar, setCalendar] = useState<typeof MonthCalendar | null>(null);
  useEffect(() => {
    let isCurrent = true;
    import("./MonthCalendar").then(
      (loaded) => {
        if (isCurrent) setCalendar(() => loaded.MonthCalendar);
      },
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, []);
  return Calendar ? <Calendar {...props} /> : <div className="month month-coming" aria-busy="true" />;
}
