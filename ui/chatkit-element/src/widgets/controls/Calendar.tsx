/** @jsxImportSource preact */
import { type DateValue, parseDate } from "@internationalized/date";
import * as datePicker from "@zag-js/date-picker";
import { normalizeProps, useMachine } from "@zag-js/preact";
import { useRef } from "preact/hooks";
import { localeOf } from "../../options";
import { useOptions, useT } from "../../parts/context";
import { useRoot } from "../../parts/root";
import type { WidgetNode } from "../../wire/protocol";
import { CalendarSheet } from "./CalendarSheet";
import { type DayProps, isCalendarKey } from "./DatePicker";
import { dayOf } from "./days";
import { oneOf } from "./look";
import { Picker } from "./Picker";
import { directionIn, Popup } from "./Popup";
import { type Replay, useReplay } from "./useIntent";

const SIDES = new Set(["top", "bottom", "left", "right"]);
const ALIGNS = new Set(["start", "center", "end"]);

/** A button with the chosen day, and a calendar that opens from it. */
export function Calendar({ node, choice, words, names, chooseDay, replay }: DayProps & { replay: Replay }) {
  const { field, locked } = choice;
  const root = useRoot();
  const t = useT();
  const locale = localeOf(useOptions());
  const frame = useRef<HTMLDivElement>(null);
  const disabled = node["disabled"] === true;
  const day = dayOf(field.value);
  const service = useMachine(datePicker.machine, {
    id: field.id,
    ids: { trigger: field.id },
    getRootNode: () => root,
    dir: directionIn(root),
    locale,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    value: day === null ? [] : [parseDate(day)],
    ...limits(node),
    disabled,
    readOnly: locked,
    onValueChange: ({ value: [chosen] }) => chooseDay(chosen ? gregorian(chosen) : null),
    translations: {
      dayCell: (cell) => (cell.selected ? t("field.dayChosen", { day: cell.valueText }) : cell.valueText),
      viewTrigger: (view) => t(view === "day" ? "field.months" : "field.years"),
      prevTrigger: (view) => t(`field.prev.${view}`),
      nextTrigger: (view) => t(`field.next.${view}`),
      content: t("field.calendar"),
      trigger: () => "",
      clearTrigger: "",
    },
    // Where there is no room beside the field, it may cover it: half a month helps nobody.
    positioning: {
      placement: placementOf(node),
      gutter: 4,
      overflowPadding: 8,
      overlap: true,
      getAnchorElement: () => frame.current,
    },
  });
  const api = datePicker.connect(service, normalizeProps);
  useReplay(field.ref, replay);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!isCalendarKey(event) || locked || disabled) return;
    event.preventDefault();
    api.setOpen(true);
  };
  return (
    <Picker
      node={node}
      choice={choice}
      words={words}
      attributes={{ ...api.getTriggerProps(), "aria-label": undefined, ...names, onKeyDown }}
      icon="calendar"
      onClear={() => chooseDay(null)}
      frame={frame}
      isOpen={api.open}
    >
      {api.open && (
        <Popup>
          <div {...(api.getPositionerProps() as object)}>
            <CalendarSheet api={api} locale={locale} />
          </div>
        </Popup>
      )}
    </Picker>
  );
}

function limits(node: WidgetNode): { min?: DateValue; max?: DateValue } {
  const [min, max] = [dayOf(node["min"]), dayOf(node["max"])];
  return { ...(min !== null && { min: parseDate(min) }), ...(max !== null && { max: parseDate(max) }) };
}

type Side = "top" | "bottom" | "left" | "right";

function placementOf(node: WidgetNode): Side | `${Side}-${"start" | "end"}` {
  const align = oneOf(node["align"], ALIGNS, "start");
  return `${oneOf(node["side"], SIDES, "bottom")}${align === "center" ? "" : `-${align}`}` as Side;
}

/** `2026-11-27`, also when the locale counts its years otherwise. */
function gregorian(date: DateValue): string {
  return date.toString().slice(0, 10);
}
