import type { GroupRow } from "./rows";

interface Props {
  row: GroupRow;
  rowIndex: number;
  /** Where it is drawn, in pixels from the top of the list; while it sticks it is drawn where one is. */
  top: number;
  height: number;
  isSticky: boolean;
  /** What can be done to the whole group. */
  action?: { label: string; run(): void } | undefined;
}

/** The heading of a group, which stays at the top while its rows pass. */
export function GroupHeading({ row, rowIndex, top, height, isSticky, action }: Props) {
  return (
    <div
      role="row"
      aria-rowindex={rowIndex}
      className="group-row"
      data-tone={row.tone}
      data-sticky={isSticky || undefined}
      style={isSticky ? { height } : { height, position: "absolute", transform: `translateY(${top}px)` }}
    >
      <div role="gridcell" className="group-cell">
        <h2 className="group-title">
          {row.title}
          {row.day ? <span className="group-day"> {row.day}</span> : null}
        </h2>
        <span className="group-count" data-end={row.isDay || undefined}>
          {row.count}
        </span>
        {action ? (
          <button type="button" className="button plain small group-action" onClick={action.run}>
            {action.label}
          </button>
        ) : null}
      </div>
    </div>
  );
}
