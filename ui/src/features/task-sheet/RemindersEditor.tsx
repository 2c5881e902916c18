import { X } from "lucide-react";
import { useCallback, useState } from "react";
import type { ReminderWhen } from "../../api/types";
import { IconButton } from "../../components/IconButton";
import { timeOf } from "../../words/dates";
import { words } from "../../words/words";
import { hasReminder, PRESETS_MIN, UNITS, type Unit, withReminder } from "./reminders";
import { dueInWords, reminderInWords } from "./say";
import type { Reading } from "./useReading";
import { usePut, useSheet } from "./useSheet";
import { WordsField } from "./WordsField";

/** The reminders of the task: those there are, some before the due, some at a time. */
export function RemindersEditor() {
  const { task, clock } = useSheet();
  const put = usePut();
  const { reminders } = task;
  const add = (when: ReminderWhen): void => put("reminders", { reminders: withReminder(reminders, when) });
  const take = useCallback(({ draft, isWhole }: Reading) => {
    return isWhole && draft.due && timeOf(draft.due) && !draft.rrule ? draft.due : null;
  }, []);
  return (
    <div className="date-picker">
      {reminders.length > 0 ? (
        <ul className="reminder-list" aria-label={words.sheet.reminders}>
          {reminders.map((reminder) => {
            const text = reminderInWords(reminder, clock);
            return (
              <li key={reminder.id}>
                {text}
                <IconButton
                  label={words.sheet.reminder.remove(text)}
                  icon={X}
                  size={14}
                  onClick={() => put("reminders", { reminders: reminders.filter(({ id }) => id !== reminder.id) })}
                />
              </li>
            );
          })}
        </ul>
      ) : (
        <p className="words-note">{words.sheet.reminder.none}</p>
      )}
      <fieldset className="reminder-presets" aria-label={words.sheet.reminder.presets}>
        {PRESETS_MIN.map((min) => (
          <button
            key={min}
            type="button"
            className="button small"
            disabled={hasReminder(reminders, { before_due_min: min })}
            onClick={() => add({ before_due_min: min })}
          >
            {reminderInWords({ before_due_min: min }, clock)}
          </button>
        ))}
      </fieldset>
      <BeforeField onAdd={(min) => add({ before_due_min: min })} />
      <WordsField<string>
        label={words.sheet.reminder.at}
        placeholder={words.sheet.reminder.placeholder}
        take={take}
        say={(at) => dueInWords(at, clock)}
        notUnderstood={words.sheet.reminder.notUnderstood}
        onTake={(at) => add({ at })}
      />
    </div>
  );
}

/** So many minutes, hours or days before the due. */
function BeforeField({ onAdd }: { onAdd(min: number): void }) {
  const [amount, setAmount] = useState("");
  const [unit, setUnit] = useState<Unit>("min");
  const min = /^\d{1,6}$/.test(amount) ? Number(amount) * UNITS[unit] : null;
  const add = (): void => {
    if (min === null) return;
    onAdd(min);
    setAmount("");
  };
  return (
    <div className="reminder-before">
      <span className="field">
        <input
          type="text"
          inputMode="numeric"
          aria-label={words.sheet.reminder.amount}
          placeholder="45"
          value={amount}
          onChange={(event) => setAmount(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") add();
          }}
        />
      </span>
      <span className="field">
        <select aria-label={words.sheet.reminder.unit} value={unit} onChange={(event) => setUnit(event.target.value as Unit)}>
          {(Object.keys(UNITS) as Unit[]).map((key) => (
            <option key={key} value={key}>
              {words.sheet.reminder.units[key]}
            </option>
          ))}
        </select>
      </span>
      <button type="button" className="button" disabled={min === null} aria-label={words.sheet.reminder.addBefore} onClick={add}>
        {words.sheet.reminder.add}
      </button>
    </div>
  );
}
