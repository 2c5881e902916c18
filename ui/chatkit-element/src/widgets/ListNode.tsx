/** @jsxImportSource preact */
import { useState } from "preact/hooks";
import { Icon } from "../icons/Icon";
import { useT } from "../parts/context";
import { useScheme } from "../parts/scheme";
import { childrenOf } from "../store/widget-tree";
import type { WidgetNode } from "../wire/protocol";
import { Status } from "./CardNode";
import { isBlocked, readAction, useWidget } from "./context";
import { NodeView } from "./NodeView";
import { boxStyle } from "./style";

/** Rows shown for `limit: "auto"`. */
const AUTO_LIMIT = 6;

export function ListNode({ node }: { node: WidgetNode }) {
  const t = useT();
  const [all, setAll] = useState(false);
  const rows = childrenOf(node);
  const given = node["limit"];
  const limit = given === "auto" ? AUTO_LIMIT : typeof given === "number" && given > 0 ? given : rows.length;
  const hidden = all ? 0 : Math.max(0, rows.length - limit);
  return (
    <section class="w-card w-list">
      <Status status={node["status"]} />
      <ul>
        {rows.slice(0, rows.length - hidden).map((row, i) => (
          <NodeView key={row.key ?? row.id ?? i} node={row} />
        ))}
      </ul>
      {hidden > 0 && (
        <button type="button" class="showmore" onClick={() => setAll(true)}>
          {t("widget.showMore", { count: hidden })}
          <Icon name="chevron-down" size={12} />
        </button>
      )}
    </section>
  );
}

/**
 * A row. With an action the row can be pressed anywhere but on its own controls; for the keyboard there is
 * a button of the row's own behind them.
 */
export function ListItemNode({ node }: { node: WidgetNode }) {
  const scope = useWidget();
  const scheme = useScheme();
  const action = readAction(node["onClickAction"]);
  const press = () => {
    if (action && !isBlocked(action, scope)) void scope.run(action);
  };
  return (
    <li class={`w-row ${action ? "pressable" : ""}`} style={boxStyle({ align: "center", ...node }, scheme)}>
      {action && <button type="button" class="cover" aria-label={textOf(node)} onClick={press} />}
      {childrenOf(node).map((child, i) => (
        <NodeView key={child.key ?? child.id ?? i} node={child} />
      ))}
    </li>
  );
}

/** The words in a node, in order: the name of the row's button. */
function textOf(node: WidgetNode): string {
  const own = [node["value"], node["label"]].filter((value) => typeof value === "string");
  return [...own, ...childrenOf(node).map(textOf)].filter((text) => text !== "").join(", ");
}
