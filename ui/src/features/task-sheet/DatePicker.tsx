import type { LucideIcon } from "lucide-react";
import { CalendarArrowUp, CalendarX, Sun, Sunrise } from "lucide-react";
import { useCallback, useState } from "react";
import type { NewRepeat } from "../../api/client";
import { Icon } from "../../components/Icon";
import { addDays, clockTime, type Day, dayOf, dueText, nextWeekStart, shortDay, timeOf } from "../../words/dates";
import { words } from "../../words/words";
import { Month } from "./Month";
import { timeIn } from "./timeIn";
import type { Reading } from "./useReading";
import { useSheet } from "./useSheet";
import { WordsField } from "./WordsField";

/** A date that was chosen: a day or a day with a time, and the zone that the time is meant in. */
export interface Chosen {
  value: string;
  zone: string | null;
  repeat?: NewRepeat;
}

interface Props {
  of: "due" | "start";
  value: string | null;
  /** The zone that a time of the value was said in. */
  zone: string | null;
  onChoose(chosen: Chosen | null): void;
  onDone(): void;
}

/** Chooses a date: in words, by one press, from the month; and its time. */
export function DatePicker({ of, value, zone, onChoose, onDone }: Props) {
  const { clock, weekStart } = useSheet();
  const time = value && timeOf(value);
  // Another day keeps the time that is there, and its zone.
  const onDay = (day: Day, keeping: string | null = time): Chosen =>
    keeping ? { value: `${day}T${keeping}`, zone } : { value: day, zone: null };
  const choose = (chosen: Chosen | null): void => {
    onChoose(chosen);
    onDone();
  };
  const take = useCallback((reading: Reading) => chosenIn(reading, of, value, zone), [of, value, zone]);
  const days: [string, LucideIcon, Day][] = [
    [words.sheet.dates.today, Sun, clock.today],
    [words.sheet.dates.tomorrow, Sunrise, addDays(clock.today, 1)],
    [words.sheet.dates.nextWeek, CalendarArrowUp, nextWeekStart(clock.today, weekStart)],
  ];
  return (
    <div className="date-picker">
      <WordsField<Chosen>
        label={words.sheet.dates.words[of]}
        placeholder={words.sheet.dates.placeholder}
        take={take}
        say={(chosen) => dueText(chosen.value, clock.today)}
        notUnderstood={words.sheet.dates.notUnderstood}
        onTake={choose}
      />
      <div className="date-days">
        {days.map(([label, icon, day]) => (
          <button key={label} type="button" className="date-day" onClick={() => choose(onDay(day))}>
            <Icon of={icon} size={14} />
            {label}
            <span className="end">{shortDay(day, clock.today)}</span>
          </button>
        ))}
      </div>
      <Month selected={value && dayOf(value)} today={clock.today} weekStart={weekStart} onPick={(day) => choose(onDay(day))} />
      {of === "due" ? (
        <TimeField
          key={time}
          time={time}
          zone={zone && zone !== clock.zone ? zone : null}
          onTime={(to) => onChoose(onDay(value ? dayOf(value) : clock.today, to))}
        />
      ) : null}
      {value ? (
        <button type="button" className="date-day" onClick={() => choose(null)}>
          <Icon of={CalendarX} size={14} />
          {words.sheet.dates.remove[of]}
        </button>
      ) : null}
    </div>
  );
}

/** The time of day, as it is said everywhere here: by 24 hours. It is taken with Enter and on leaving, when it is one. */
function TimeField({ time, zone, onTime }: { time: string | null; zone: string | null; onTime(time: string | null): void }) {
  const [typed, setTyped] = useState(time ? clockTime(time) : "");
  const read = timeIn(typed);
  const commit = (): void => {
    if (read && read !== time) onTime(read);
  };
  return (
    <div className="date-time">
      <label>
        {words.sheet.dates.time}
        <span className="field">
          <input
            type="text"
            inputMode="numeric"
            autoComplete="off"
            placeholder="9:00"
            aria-invalid={(typed.trim() !== "" && read === null) || undefined}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onBlur={commit}
            onKeyDown={(event) => {
              if (event.key === "Enter") commit();
            }}
          />
        </span>
      </label>
      {time ? (
        <button type="button" className="button plain small" onClick={() => onTime(null)}>
          {words.sheet.dates.noTimeButton}
        </button>
      ) : null}
      {zone ? <span className="date-zone">{words.sheet.dates.zone(zone)}</span> : null}
    </div>
  );
}

/** The date in a reading. A time alone is meant on the day that is set; a day alone keeps the time that is set. */
export function chosenIn(
  { draft, kinds, isWhole }: Reading,
  of: "due" | "start",
  value: string | null,
  zone: string | null,
): Chosen | null {
  const isElse = draft.priority !== null || draft.list !== null || draft.labels.length > 0 || draft.duration_min !== null;
  if (!draft.due || !isWhole || isElse) return null;
  if (of === "start") return draft.rrule ? null : { value: draft.due, zone: null };
  const repeat = draft.rrule ? { repeat: { rrule: draft.rrule, from: draft.repeat_from ?? "due" } as NewRepeat } : {};
  const [said, kept] = [timeOf(draft.due), value && timeOf(value)];
  if (said && value && kinds.every((kind) => kind === "time")) return { value: `${dayOf(value)}T${said}`, zone: zone ?? draft.due_zone };
  if (!said && kept && !draft.rrule) return { value: `${draft.due}T${kept}`, zone };
  return { value: draft.due, zone: draft.due_zone, ...repeat };
}
