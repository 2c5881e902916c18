/** @jsxImportSource preact */
import type * as datePicker from "@zag-js/date-picker";
import type { PropTypes } from "@zag-js/preact";
import { Icon } from "../../icons/Icon";

type Api = datePicker.Api<PropTypes>;
type View = "day" | "month" | "year";

/** Of a weekday above its column. */
const LONGEST_NAME = 4;
/** Of a year and of ten years. */
const COLUMNS = 3;

/** The open calendar: the days of a month; its title leads to the months of the year, and from there to the years. */
export function CalendarSheet({ api, locale }: { api: Api; locale: string }) {
  return (
    <div {...(api.getContentProps() as object)} class="popup calendar">
      <div {...(api.getViewProps({ view: api.view }) as object)}>
        <SheetHead api={api} view={api.view} />
        {api.view === "day" ? <Month api={api} locale={locale} /> : <Cells api={api} view={api.view} />}
      </div>
    </div>
  );
}

function SheetHead({ api, view }: { api: Api; view: View }) {
  // The title is the button's name; where it leads is beside it.
  const { "aria-label": leads, ...trigger } = api.getViewTriggerProps({ view }) as Record<string, unknown>;
  const { start, end } = api.getDecade();
  const title = { day: api.visibleRangeText.start, month: api.visibleRangeText.start, year: `${start} – ${end}` }[view];
  return (
    <div {...(api.getViewControlProps({ view }) as object)} class="sheet-head">
      <button {...trigger} class="sheet-title" title={String(leads)}>
        <span aria-live="polite">{title}</span>
      </button>
      <button {...(api.getPrevTriggerProps({ view }) as object)} class="icon-button">
        <Icon name="chevron-left" />
      </button>
      <button {...(api.getNextTriggerProps({ view }) as object)} class="icon-button">
        <Icon name="chevron-right" />
      </button>
    </div>
  );
}

function Month({ api, locale }: { api: Api; locale: string }) {
  // Some languages have no short names.
  const names = api.weekDays.some((day) => day.short.length > LONGEST_NAME) ? "narrow" : "short";
  const number = new Intl.NumberFormat(locale, { useGrouping: false });
  return (
    <table {...(api.getTableProps({ view: "day" }) as object)}>
      <thead {...(api.getTableHeadProps({ view: "day" }) as object)}>
        <tr {...(api.getTableRowProps({ view: "day" }) as object)}>
          {api.weekDays.map((day) => (
            <th key={day.long} scope="col">
              {day[names]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody {...(api.getTableBodyProps({ view: "day" }) as object)}>
        {api.weeks.map((week) => (
          <tr key={String(week[0])} {...(api.getTableRowProps({ view: "day" }) as object)}>
            {week.map((value) => (
              <td key={value.toString()} {...(api.getDayTableCellProps({ value }) as object)}>
                <div {...(api.getDayTableCellTriggerProps({ value }) as object)} class="cell">
                  {number.format(value.day)}
                </div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Months, or years. */
function Cells({ api, view }: { api: Api; view: "month" | "year" }) {
  const isMonths = view === "month";
  const rows = isMonths ? api.getMonthsGrid({ columns: COLUMNS, format: "short" }) : api.getYearsGrid({ columns: COLUMNS });
  return (
    <table {...(api.getTableProps({ view, columns: COLUMNS }) as object)}>
      <tbody {...(api.getTableBodyProps({ view }) as object)}>
        {rows.map((row) => (
          <tr key={row[0]?.value} {...(api.getTableRowProps({ view }) as object)}>
            {row.map((cell) => {
              const place = { ...cell, columns: COLUMNS };
              const td = isMonths ? api.getMonthTableCellProps(place) : api.getYearTableCellProps(place);
              // What stands in the cell is its name; a longer one would not be what one sees and says.
              const { "aria-label": _, ...trigger } = (
                isMonths ? api.getMonthTableCellTriggerProps(place) : api.getYearTableCellTriggerProps(place)
              ) as Record<string, unknown>;
              return (
                <td key={cell.value} {...(td as object)} colSpan={1}>
                  <div {...trigger} class="cell">
                    {cell.label}
                  </div>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
