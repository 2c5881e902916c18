import { DayPicker } from "react-day-picker";
import { type Day, longDay, monthName, weekdayName } from "../../words/dates";
import { words } from "../../words/words";

interface Props {
  selected: Day | null;
  today: Day;
  weekStart: 0 | 1 | 2 | 3 | 4 | 5 | 6;
  onPick(day: Day): void;
}

/** A month of days: arrow keys move by days and weeks, Page Up and Page Down by months. */
export function MonthCalendar({ selected, today, weekStart, onPick }: Props) {
  const shown = selected ? dateOf(selected) : undefined;
  return (
    <DayPicker
      mode="single"
      required
      className="month"
      selected={shown}
      defaultMonth={shown ?? dateOf(today)}
      today={dateOf(today)}
      weekStartsOn={weekStart}
      showOutsideDays
      fixedWeeks
      onSelect={(_selected, picked) => onPick(dayIn(picked))}
      aria-label={words.sheet.dates.calendar}
      formatters={{
        formatCaption: captionOf,
        formatWeekdayName: (date) => weekdayName(date.getDay()).slice(0, 2),
      }}
      labels={{
        labelGrid: captionOf,
        labelNav: () => words.sheet.dates.calendar,
        labelNext: () => words.sheet.dates.nextMonth,
        labelPrevious: () => words.sheet.dates.previousMonth,
        labelWeekday: (date) => weekdayName(date.getDay()),
        labelDayButton: (date, { selected: isChosen, today: isToday }) => {
          const day = `${longDay(dayIn(date))} ${date.getFullYear()}`;
          const named = isToday ? words.sheet.dates.isToday(day) : day;
          return isChosen ? words.sheet.dates.chosen(named) : named;
        },
      }}
    />
  );
}

function captionOf(month: Date): string {
  return words.sheet.dates.month(monthName(dayIn(month)), String(month.getFullYear()));
}

/** Noon of a calendar day in this computer's zone, in which the calendar counts: noon is in every day of every zone. */
function dateOf(day: Day): Date {
  return new Date(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10)), 12);
}

function dayIn(date: Date): Day {
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
