/** @jsxImportSource preact */
import { Icon } from "../../icons/Icon";
import { later } from "../../parts/later";
import type { WidgetNode } from "../../wire/protocol";
import { dayOf, withDay } from "./days";
import { FieldFrame } from "./FieldFrame";
import { controlClass, text } from "./look";
import { type Choice, useChoice } from "./useField";

export interface CalendarProps {
  node: WidgetNode;
  choice: Choice<string | null>;
  /** Takes a day, or none. */
  chooseDay: (day: string | null) => void;
}

const Calendar = later<CalendarProps>(() => import("./Calendar").then((part) => part.Calendar));

/** A day. Its value is an ISO date-time, like its default; `null` while there is none. */
export function DatePicker({ node }: { node: WidgetNode }) {
  const given = dayOf(node["defaultValue"]) === null ? null : text(node["defaultValue"]);
  const choice = useChoice<string | null>({
    node,
    name: text(node["name"]),
    initial: given,
    check: () => null,
    auto: "none",
  });
  const chooseDay = (day: string | null) => {
    if (day !== dayOf(choice.field.value)) choice.choose(day === null ? null : withDay(given, day));
  };
  const props = { node, choice, chooseDay };
  return (
    <FieldFrame id={choice.field.id} problem={choice.field.problem} block={node["block"] === true}>
      <Calendar {...props} meanwhile={<NativeDate {...props} />} />
    </FieldFrame>
  );
}

/** The browser's own field for a day: there at once, and all there is should the calendar fail to load. */
function NativeDate({ node, choice, chooseDay }: CalendarProps) {
  const { field, locked } = choice;
  return (
    <div class={`${controlClass(node)} picker`}>
      <Icon name="calendar" size={14} class="kind" />
      <input
        ref={field.ref as never}
        id={field.id}
        class="pick"
        type="date"
        aria-label={field.spoken}
        readOnly={locked}
        disabled={node["disabled"] === true}
        min={dayOf(node["min"]) ?? ""}
        max={dayOf(node["max"]) ?? ""}
        value={dayOf(field.value) ?? ""}
        onChange={(event) => chooseDay(dayOf(event.currentTarget.value))}
      />
    </div>
  );
}
