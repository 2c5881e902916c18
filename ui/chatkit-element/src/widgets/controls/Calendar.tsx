/** @jsxImportSource preact */
import { type DateValue, parseDate } from "@internationalized/date";
import * as datePicker from "@zag-js/date-picker";
import { normalizeProps, useMachine } from "@zag-js/preact";
import type { RefObject } from "preact";
import { useRef } from "preact/hooks";
import { Icon } from "../../icons/Icon";
import { localeOf } from "../../options";
import { useOptions, useT } from "../../parts/context";
import { useRoot } from "../../parts/root";
import { CalendarSheet } from "./CalendarSheet";
import type { CalendarProps } from "./DatePicker";
import { dayInWords, dayOf } from "./days";
import { controlClass, oneOf, text } from "./look";
import { directionIn, Popup } from "./Popup";
import { ClearButton, Opener } from "./picker";

const SIDES = new Set(["top", "bottom", "left", "right"]);
const ALIGNS = new Set(["start", "center", "end"]);

/** A button with the chosen day, and a calendar that opens from it. */
export function Calendar({ node, choice, chooseDay }: CalendarProps) {
  const { field, choose, locked, loading } = choice;
  const root = useRoot();
  const t = useT();
  const locale = localeOf(useOptions());
  const frame = useRef<HTMLDivElement>(null);
  const disabled = node["disabled"] === true;
  const day = dayOf(field.value);
  const { min, max } = limits(node);
  const service = useMachine(datePicker.machine, {
    id: field.id,
    ids: { trigger: field.id },
    getRootNode: () => root,
    dir: directionIn(root),
    locale,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    value: day === null ? [] : [parseDate(day)],
    ...(min && { min }),
    ...(max && { max }),
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
  const words = day === null ? text(node["placeholder"]) : dayInWords(day, locale, new Date());
  const valueId = `${field.id}-value`;
  return (
    <div ref={frame} class={`${controlClass(node)} picker`} data-open={api.open || undefined}>
      <Icon name="calendar" size={14} class="kind" />
      <button
        {...(api.getTriggerProps() as object)}
        {...field.described}
        ref={field.ref as RefObject<HTMLButtonElement>}
        class="pick"
        aria-label={field.labelId ? undefined : [field.spoken, words].filter((one, i, all) => one && all.indexOf(one) === i).join(", ")}
        aria-labelledby={field.labelId ? `${field.labelId} ${valueId}` : undefined}
        aria-disabled={locked}
        aria-busy={loading}
        onClickCapture={() => {
          // Says why nothing happens.
          if (locked && !disabled) choose(field.value);
        }}
        onKeyDown={(event) => {
          // As a list opens.
          if (event.key !== "ArrowDown" || locked || disabled) return;
          event.preventDefault();
          api.setOpen(true);
        }}
      >
        <span id={valueId} class={`clip ${day === null ? "placeholder" : ""}`} dir="auto">
          {words}
        </span>
      </button>
      {node["clearable"] === true && day !== null && !disabled && (
        <ClearButton label={t("field.clear", { name: words })} onClick={() => chooseDay(null)} next={field.ref} />
      )}
      {loading && <Opener loading icon="" />}
      {api.open && (
        <Popup>
          <div {...(api.getPositionerProps() as object)}>
            <CalendarSheet api={api} locale={locale} />
          </div>
        </Popup>
      )}
    </div>
  );
}

function limits(node: CalendarProps["node"]): { min: DateValue | null; max: DateValue | null } {
  const [min, max] = [dayOf(node["min"]), dayOf(node["max"])];
  return { min: min === null ? null : parseDate(min), max: max === null ? null : parseDate(max) };
}

type Placement = "top" | "bottom" | "left" | "right" | `${"top" | "bottom" | "left" | "right"}-${"start" | "end"}`;

function placementOf(node: CalendarProps["node"]): Placement {
  const align = oneOf(node["align"], ALIGNS, "start");
  return `${oneOf(node["side"], SIDES, "bottom")}${align === "center" ? "" : `-${align}`}` as Placement;
}

/** `2026-11-27`, also when the locale counts its years otherwise. */
function gregorian(date: DateValue): string {
  return date.toString().slice(0, 10);
}
