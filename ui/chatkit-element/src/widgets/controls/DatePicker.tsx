/** @jsxImportSource preact */
import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { Icon } from "../../icons/Icon";
import { localeOf } from "../../options";
import { useOptions } from "../../parts/context";
import { later } from "../../parts/later";
import type { WidgetNode } from "../../wire/protocol";
import { dayInWords, dayOf, withDay } from "./days";
import { FieldFrame } from "./FieldFrame";
import { controlClass, text } from "./look";
import { Picker } from "./Picker";
import { type Choice, useChoice } from "./useField";
import { type Replay, useIntent } from "./useIntent";

export interface DayProps {
  node: WidgetNode;
  choice: Choice<string | null>;
  /** What is chosen, in words. */
  words: string;
  /** The button's names: its label and its day. */
  names: object;
  /** Takes a day, or none. */
  chooseDay: (day: string | null) => void;
}

const loadCalendar = () => import("./Calendar").then((part) => part.Calendar);
const Calendar = later<DayProps & { replay: Replay }>(loadCalendar);

/** A day. Its value is an ISO date-time, like its default; `null` while there is none. */
export function DatePicker({ node }: { node: WidgetNode }) {
  const locale = localeOf(useOptions());
  const given = dayOf(node["defaultValue"]) === null ? null : text(node["defaultValue"]);
  const choice = useChoice<string | null>({
    node,
    name: text(node["name"]),
    initial: given,
    check: () => null,
    auto: "none",
  });
  const { field } = choice;
  const day = dayOf(field.value);
  const words = day === null ? text(node["placeholder"]) : dayInWords(day, locale, new Date());
  const names = field.labelId
    ? { "aria-labelledby": `${field.labelId} ${field.id}-value` }
    : { "aria-label": [...new Set([field.spoken, words])].filter(Boolean).join(", ") };
  const chooseDay = (next: string | null) => {
    if (next !== day) choice.choose(next === null ? null : withDay(given, next));
  };
  return (
    <FieldFrame id={field.id} problem={field.problem} block={node["block"] === true}>
      <Day node={node} choice={choice} words={words} names={names} chooseDay={chooseDay} />
    </FieldFrame>
  );
}

/** Closed until it is wanted. */
function Day(props: DayProps) {
  const { node, choice, words, names, chooseDay } = props;
  const { replay, attributes } = useIntent(choice.locked, isCalendarKey, () => void loadCalendar().catch(() => undefined));
  if (replay) return <Calendar {...props} replay={replay} meanwhile={<NativeDate {...props} />} />;
  return (
    <Picker
      node={node}
      choice={choice}
      words={words}
      attributes={{ "aria-haspopup": "grid", ...names, ...attributes }}
      icon="calendar"
      onClear={() => chooseDay(null)}
    />
  );
}

/** As a list opens. */
export function isCalendarKey({ key }: KeyboardEvent): boolean {
  return key === "ArrowDown";
}

/** The browser's own field for a day: there while the calendar is loaded, and all there is should that fail. */
function NativeDate({ node, choice, names, chooseDay }: DayProps) {
  const { field, locked } = choice;
  useLayoutEffect(() => field.ref.current?.focus({ preventScroll: true }), [field.ref]);
  return (
    <div class={`${controlClass(node)} picker`}>
      <Icon name="calendar" size={14} class="kind" />
      <input
        {...names}
        ref={field.ref as RefObject<HTMLInputElement>}
        id={field.id}
        class="pick"
        type="date"
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
