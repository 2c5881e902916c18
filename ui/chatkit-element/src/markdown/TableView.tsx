/** @jsxImportSource preact */
import type { Table } from "mdast";
import { useT } from "../parts/context";
import { nodes } from "./Node";

/** A table in a box that scrolls sideways, by keyboard too. */
export function TableView({ table, settled }: { table: Table; settled: boolean }) {
  const t = useT();
  const [head, ...rows] = table.children;
  const side = (i: number) => (table.align?.[i] ? `to-${table.align[i]}` : "");
  return (
    <div class="tablebox" role="group" aria-label={t("table.label")} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head?.children.map((cell, i) => (
              <th key={i} class={side(i)} scope="col">
                {nodes(cell.children, settled)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {row.children.map((cell, j) => (
                <td key={j} class={side(j)}>
                  {nodes(cell.children, settled)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
