/** @jsxImportSource preact */
import type { JSX } from "preact";
import { useT } from "../../parts/context";
import { childrenOf } from "../../store/widget-tree";
import type { WidgetNode } from "../../wire/protocol";
import { Children } from "../Children";
import { NodeView } from "../NodeView";
import type { NodeProps } from "../node";
import { ALIGN, given, paddingStyle, TEXT_ALIGN } from "../style";
import { keysOf } from "../tree";
import { oneOf, sizing, whole } from "../values";
import { Col, Row } from "./Box";

/** More columns than that are a mistake. */
const MOST_SPANNED = 100;

const COLUMN_PX: Readonly<Record<string, number>> = { xs: 56, sm: 88, md: 128, lg: 184, xl: 256 };
const UPRIGHT: Readonly<Record<string, string>> = { start: "top", center: "middle", end: "bottom" };

/** Rows of cells, for a reader too. Wider than its place, it scrolls. */
export function Table({ node }: NodeProps) {
  const t = useT();
  const rows = childrenOf(node);
  const keys = keysOf(rows);
  const body = rows.findIndex((row) => row["header"] !== true);
  const headRows = body < 0 ? rows.length : body;
  const row = (one: WidgetNode, i: number) => <TableRow key={keys[i]} node={one} />;
  return (
    <div class="w-tablebox" role="group" aria-label={t("table.label")} tabIndex={0}>
      <table class="w-table">
        {headRows > 0 && <thead>{rows.slice(0, headRows).map(row)}</thead>}
        {headRows < rows.length && <tbody>{rows.slice(headRows).map((one, i) => row(one, i + headRows))}</tbody>}
      </table>
    </div>
  );
}

/** What is no row has one to itself; what is no cell, a cell. */
function TableRow({ node }: NodeProps) {
  const isRow = node.type === "Table.Row";
  const cells = isRow ? childrenOf(node) : [node];
  const keys = keysOf(cells);
  const header = isRow && node["header"] === true;
  return (
    <tr class={header ? "head" : ""}>
      {cells.map((cell, i) =>
        cell.type === "Table.Cell" ? (
          <TableCell key={keys[i]} node={cell} header={header} />
        ) : (
          <td key={keys[i]} {...(isRow ? {} : { colSpan: MOST_SPANNED })}>
            <NodeView node={cell} />
          </td>
        ),
      )}
    </tr>
  );
}

function TableCell({ node, header }: { node: WidgetNode; header: boolean }) {
  const attributes = {
    style: cellStyle(node),
    colSpan: whole(node["colSpan"], 1, MOST_SPANNED) ?? 1,
    rowSpan: whole(node["rowSpan"], 1, MOST_SPANNED) ?? 1,
  };
  // What is in a cell stands under each other, and to the side the cell says.
  const content = (
    <div class="cell" style={given({ alignItems: oneOf(node["align"], ALIGN) })}>
      <Children node={node} />
    </div>
  );
  if (!header) return <td {...attributes}>{content}</td>;
  return (
    <th {...attributes} scope={attributes.colSpan > 1 ? "colgroup" : "col"}>
      {content}
    </th>
  );
}

function cellStyle(node: WidgetNode): JSX.CSSProperties {
  const column = oneOf(node["colSize"], COLUMN_PX);
  const width = sizing(node["width"]) ?? (column === undefined ? undefined : `${column}px`);
  return {
    ...paddingStyle(node["padding"]),
    ...given({
      width,
      // A column is as wide as it says, also where the table has to scroll.
      minWidth: width,
      textAlign: oneOf(node["align"], TEXT_ALIGN),
      verticalAlign: oneOf(node["vAlign"], UPRIGHT),
    }),
  };
}

/** Outside a table, rows and cells are what they look like. */
export const LooseRow = Row;
export const LooseCell = Col;
