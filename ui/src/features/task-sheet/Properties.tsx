import { Bell, Calendar, Flag, Play, Repeat } from "lucide-react";
import { dayOf, shortDay } from "../../words/dates";
import { words } from "../../words/words";
import { DatePicker } from "./DatePicker";
import { LabelsProperty } from "./LabelsProperty";
import { PriorityProperty } from "./PriorityProperty";
import { FieldProblem, Property } from "./Property";
import { RemindersEditor } from "./RemindersEditor";
import { RepeatEditor } from "./RepeatEditor";
import { dueInWords, dueTone, remindersInWords, repeatInWords } from "./say";
import { usePut, useSheet } from "./useSheet";

/** The properties of the task, two beside each other; what is not set shows its name. */
export function Properties() {
  const { task } = useSheet();
  const undated = task.due === null;
  const hints = [
    undated && task.repeat ? words.sheet.hints.repeatUndated : null,
    undated && task.reminders.some((reminder) => "before_due_min" in reminder) ? words.sheet.hints.remindersUndated : null,
  ].filter((hint) => hint !== null);
  return (
    <>
      <div className="properties">
        <DueProperty />
        <PriorityProperty icon={Flag} />
        <StartProperty />
        <RepeatProperty />
        <RemindersProperty />
        <LabelsProperty />
      </div>
      {hints.map((hint) => (
        <p key={hint} className="property-hint" role="status">
          {hint}
        </p>
      ))}
      {(["due", "priority", "start", "repeat", "reminders", "labels", "list"] as const).map((field) => (
        <FieldProblem key={field} field={field} />
      ))}
    </>
  );
}

function DueProperty() {
  const { task, clock } = useSheet();
  const put = usePut();
  return (
    <Property name={words.sheet.due} icon={Calendar} value={task.due && dueInWords(task.due, clock)} tone={dueTone(task, clock)}>
      {(close) => (
        <DatePicker
          of="due"
          value={task.due}
          zone={task.due_zone}
          onDone={close}
          onChoose={(chosen) => {
            const due = { due: chosen?.value ?? null, due_zone: chosen?.zone ?? null };
            put("due", chosen?.repeat ? { ...due, repeat: chosen.repeat } : due);
          }}
        />
      )}
    </Property>
  );
}

function StartProperty() {
  const { task, clock } = useSheet();
  const put = usePut();
  return (
    <Property name={words.sheet.start} icon={Play} value={task.start && words.sheet.starts(shortDay(dayOf(task.start), clock.today))}>
      {(close) => (
        <DatePicker
          of="start"
          value={task.start}
          zone={null}
          onDone={close}
          onChoose={(chosen) => put("start", { start: chosen?.value ?? null })}
        />
      )}
    </Property>
  );
}

function RepeatProperty() {
  const { task } = useSheet();
  return (
    <Property name={words.sheet.repeat} icon={Repeat} value={task.repeat && repeatInWords(task.repeat)}>
      {(close) => <RepeatEditor onDone={close} />}
    </Property>
  );
}

function RemindersProperty() {
  const { task, clock } = useSheet();
  return (
    <Property name={words.sheet.reminders} icon={Bell} value={remindersInWords(task.reminders, clock)}>
      {() => <RemindersEditor />}
    </Property>
  );
}
