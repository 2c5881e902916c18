import type { CSSProperties } from "react";
import type { GroupRow } from "./rows";

interface Props {
  row: GroupRow;
  rowIndex: number;
  style: CSSProperties;
  isSticky: boolean;
}

/** The heading of a group, which stays at the top while its rows pass. */
export function GroupHeading({ row, rowIndex, style, isSticky }: Props) {
  return (
    <div role="row" aria-rowindex={rowIndex} className="group-row" data-tone={row.tone} data-sticky={isSticky || undefined} style={style}>
      <div role="gridcell" className="group-cell">
        <h2 className="group-title">
          {row.title}
          {row.day ? <span className="group-day"> {row.day}</span> : null}
        </h2>
        <span className="group-count" data-end={row.isDay || undefined}>
          {row.count}
        </span>
      </div>
    </div>
  );
}
