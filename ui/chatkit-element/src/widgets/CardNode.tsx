/** @jsxImportSource preact */
import { useState } from "preact/hooks";
import { Icon } from "../icons/Icon";
import { useScheme } from "../parts/scheme";
import { childrenOf } from "../store/widget-tree";
import type { WidgetNode } from "../wire/protocol";
import { FormContext, readAction } from "./context";
import { ActionButton } from "./controls";
import type { FormValues } from "./form";
import { NodeView } from "./NodeView";
import { boxStyle } from "./style";

/** A frame with an optional head (status), a body and one row of decisions. */
export function CardNode({ node }: { node: WidgetNode }) {
  const scheme = useScheme();
  const [values] = useState<FormValues>(() => new Map());
  const { size: _, width: __, ...box } = node;
  const confirm = decision(node["confirm"]);
  const cancel = decision(node["cancel"]);
  return (
    <FormContext.Provider value={node["asForm"] === true ? values : null}>
      <section class={`w-card size-${String(node["size"] ?? "md")}`}>
        <Status status={node["status"]} />
        <div class="body" style={boxStyle(box as WidgetNode, scheme)}>
          {childrenOf(node).map((child, i) => (
            <NodeView key={child.key ?? child.id ?? i} node={child} />
          ))}
        </div>
        {(confirm || cancel) && (
          <div class="foot">
            {confirm && <ActionButton action={confirm.action} label={confirm.label} look="primary" container />}
            {cancel && <ActionButton action={cancel.action} label={cancel.label} look="outline" container />}
          </div>
        )}
      </section>
    </FormContext.Provider>
  );
}

/** `{text, icon?}`; a favicon would be a picture from elsewhere and is not fetched. */
export function Status({ status }: { status: unknown }) {
  if (typeof status !== "object" || status === null) return null;
  const { text, icon } = status as { text?: unknown; icon?: unknown };
  if (typeof text !== "string") return null;
  return (
    <div class="head">
      {typeof icon === "string" && <Icon name={icon} />}
      <span class="clip" dir="auto">
        {text}
      </span>
    </div>
  );
}

function decision(value: unknown) {
  if (typeof value !== "object" || value === null) return null;
  const { label, action } = value as { label?: unknown; action?: unknown };
  const config = readAction(action);
  return config && typeof label === "string" ? { label, action: config } : null;
}
