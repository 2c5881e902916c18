import { Ban, Check } from "lucide-react";
import { useCallback } from "react";
import type { NewRepeat } from "../../api/client";
import { Icon } from "../../components/Icon";
import { Segmented } from "../../components/Segmented";
import { dayOf, dueText } from "../../words/dates";
import { words } from "../../words/words";
import { presetsFor } from "./repeats";
import type { Reading } from "./useReading";
import { usePut, useSheet } from "./useSheet";
import { WordsField } from "./WordsField";

interface Said extends NewRepeat {
  first: string | null;
}

/** How the task repeats: the usual ways, a rule in words, and what the next one is counted from. */
export function RepeatEditor({ onDone }: { onDone(): void }) {
  const { task, clock } = useSheet();
  const put = usePut();
  const { repeat } = task;
  const set = (rrule: string, from: NewRepeat["from"]): void => put("repeat", { repeat: { rrule, from } });
  const take = useCallback(({ draft, isWhole }: Reading): Said | null => {
    if (!draft.rrule || !isWhole || draft.priority !== null || draft.list !== null || draft.labels.length > 0) return null;
    return { rrule: draft.rrule, from: draft.repeat_from ?? "due", first: draft.due };
  }, []);
  return (
    <div className="date-picker">
      <WordsField<Said>
        label={words.sheet.repeats.words}
        placeholder={words.sheet.repeats.placeholder}
        take={take}
        say={({ first }) => (first ? words.sheet.repeats.first(dueText(first, clock.today)) : words.sheet.repeats.understood)}
        notUnderstood={words.sheet.repeats.notUnderstood}
        onTake={({ rrule, from }) => {
          set(rrule, from);
          onDone();
        }}
      />
      <div className="date-days">
        {presetsFor(task.due ? dayOf(task.due) : clock.today).map(({ rrule, label }) => (
          <button
            key={rrule}
            type="button"
            className="date-day"
            aria-pressed={repeat?.rrule === rrule}
            onClick={() => {
              set(rrule, repeat?.from ?? "due");
              onDone();
            }}
          >
            {label}
            {repeat?.rrule === rrule ? (
              <span className="end">
                <Icon of={Check} size={14} />
              </span>
            ) : null}
          </button>
        ))}
      </div>
      {repeat ? (
        <>
          <div className="repeat-from">
            <span>{words.sheet.repeats.from}</span>
            <Segmented
              label={words.sheet.repeats.from}
              value={repeat.from}
              options={[
                { value: "due", label: words.sheet.repeats.fromDue },
                { value: "completion", label: words.sheet.repeats.fromCompletion },
              ]}
              onChange={(from) => set(repeat.rrule, from)}
            />
          </div>
          <button
            type="button"
            className="date-day"
            onClick={() => {
              put("repeat", { repeat: null });
              onDone();
            }}
          >
            <Icon of={Ban} size={14} />
            {words.sheet.repeats.remove}
          </button>
        </>
      ) : null}
    </div>
  );
}
