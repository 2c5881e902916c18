/** @jsxImportSource preact */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../../icons/Icon";
import { useT } from "../../parts/context";
import { useScheme } from "../../parts/scheme";
import { childrenOf } from "../../store/widget-tree";
import { Children } from "../Children";
import { readAction } from "../context";
import { useAction } from "../controls/useAction";
import { NodeView } from "../NodeView";
import type { NodeProps } from "../node";
import { boxStyle } from "../style";
import { keysOf } from "../tree";
import { whole } from "../values";
import { hasStatus, Status } from "./Status";
import { said } from "./said";
import { Themed } from "./Themed";

/** Rows shown for `limit: "auto"`, if there are at least two more. */
const AUTO_LIMIT = 6;

/** Rows under each other, the later ones on demand. */
export function ListView({ node }: NodeProps) {
  const t = useT();
  const [all, setAll] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const rows = childrenOf(node);
  const keys = keysOf(rows);
  const shown = all ? rows.length : atFirst(node["limit"], rows.length);
  const first = useRef(shown);
  // The button is gone: who pressed it goes on with the first of the rows it brought.
  useLayoutEffect(() => {
    if (all) list.current?.querySelectorAll<HTMLElement>(":scope > li")[first.current]?.focus();
  }, [all]);
  if (rows.length === 0 && !hasStatus(node["status"])) return null;
  return (
    <Themed scheme={node["theme"]}>
      {(themed) => (
        <section {...themed} class={`w-card w-list ${themed.class ?? ""}`}>
          {hasStatus(node["status"]) && (
            <div class="head">
              <Status status={node["status"]} />
            </div>
          )}
          <ul ref={list}>
            {rows.slice(0, shown).map((row, i) => (
              <NodeView key={keys[i]} node={row} />
            ))}
          </ul>
          {shown < rows.length && (
            <button
              type="button"
              class="showmore"
              onClick={() => {
                first.current = shown;
                setAll(true);
              }}
            >
              {t("widget.showMore", { count: rows.length - shown })}
              <Icon name="chevron-down" size={12} />
            </button>
          )}
        </section>
      )}
    </Themed>
  );
}

function atFirst(limit: unknown, rows: number): number {
  if (limit === "auto") return rows > AUTO_LIMIT + 1 ? AUTO_LIMIT : rows;
  return Math.min(whole(limit, 1, Number.MAX_SAFE_INTEGER) ?? rows, rows);
}

/**
 * A row. With an action the row can be pressed anywhere but on its own controls; for the keyboard there is
 * a button of the row's own behind them.
 */
export function ListViewItem({ node }: NodeProps) {
  const scheme = useScheme();
  const { config, blocked, pending, loading, run } = useAction(readAction(node["onClickAction"]), "self");
  return (
    <li
      class={`w-row ${config ? "pressable" : ""} ${loading ? "busy" : ""}`}
      style={boxStyle({ align: "center", ...node }, scheme)}
      tabIndex={-1}
    >
      {config && (
        <button
          type="button"
          class="cover"
          aria-label={said(node)}
          aria-disabled={blocked || pending}
          aria-busy={loading}
          onClick={() => void run()}
        />
      )}
      <Children node={node} />
    </li>
  );
}
