import { type Day, longDate, weekday } from "../../words/dates";
import { words } from "../../words/words";

export interface RepeatPreset {
  rrule: string;
  label: string;
}

const DAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"] as const;

/** The usual repeats, as they fall for a task of that day. In the server's form of a rule, so that the one in use can be told. */
export function presetsFor(day: Day): RepeatPreset[] {
  const date = new Date(`${day}T00:00:00Z`);
  const [month, dayOfMonth] = [date.getUTCMonth() + 1, date.getUTCDate()];
  const { repeats } = words.sheet;
  return [
    { rrule: "FREQ=DAILY", label: repeats.day },
    { rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", label: repeats.weekday },
    { rrule: `FREQ=WEEKLY;BYDAY=${DAYS[date.getUTCDay()]}`, label: repeats.week(weekday(day)) },
    { rrule: `FREQ=MONTHLY;BYMONTHDAY=${dayOfMonth}`, label: repeats.month(repeats.ordinal(dayOfMonth)) },
    { rrule: `FREQ=YEARLY;BYMONTH=${month};BYMONTHDAY=${dayOfMonth}`, label: repeats.year(longDate(day)) },
  ];
}
