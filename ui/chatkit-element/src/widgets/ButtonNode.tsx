/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { useContext, useState } from "preact/hooks";
import { Icon } from "../icons/Icon";
import type { ActionConfig, WidgetNode } from "../wire/protocol";
import { FormContext, isBlocked, readAction, useWidget } from "./context";
import { withValues } from "./form";

interface ActionButtonProps {
  action: ActionConfig | null;
  label: string;
  look: string;
  disabled?: boolean;
  /** Decisions fade the whole card while they run, unless the action says otherwise. */
  container?: boolean;
  children?: ComponentChildren;
  class?: string;
}

/** A button that runs an action. While it does, the button keeps its width and says that it is busy. */
export function ActionButton({ action, label, look, disabled, container, children, class: className = "" }: ActionButtonProps) {
  const scope = useWidget();
  const values = useContext(FormContext);
  const [busy, setBusy] = useState(false);
  const blocked = isBlocked(action, scope);
  const behaviour = action?.loadingBehavior ?? "auto";
  const showsLoading = behaviour === "self" || (behaviour === "auto" && !container);
  const press = async () => {
    if (!action || busy || blocked) return;
    const asked = container && behaviour === "auto" ? { ...action, loadingBehavior: "container" as const } : action;
    if (showsLoading) setBusy(true);
    await scope.run(withValues(asked, values));
    setBusy(false);
  };
  return (
    <button
      type="button"
      class={`button ${look} ${className}`}
      aria-label={children ? label : undefined}
      aria-busy={busy}
      disabled={disabled === true || !action}
      aria-disabled={blocked || busy}
      onClick={() => void press()}
    >
      {busy && <Icon name="loader" size={14} class="busy" />}
      {children ?? label}
    </button>
  );
}

/** Looks of the catalogue drawn as the four this element has. */
function lookOf(node: WidgetNode): string {
  const color = node["color"];
  if (node["variant"] === "ghost") return color === "danger" ? "plain danger" : "plain";
  if (color === "danger") return node["variant"] === "solid" ? "primary danger" : "outline danger";
  const solid = node["variant"] === "solid" || (node["variant"] === undefined && node["style"] === "primary");
  return solid ? "primary" : "outline";
}

const SMALL = new Set(["3xs", "2xs", "xs", "sm"]);

export function ButtonNode({ node }: { node: WidgetNode }) {
  const label = typeof node["label"] === "string" ? node["label"] : "";
  const start = typeof node["iconStart"] === "string" ? node["iconStart"] : null;
  const end = typeof node["iconEnd"] === "string" ? node["iconEnd"] : null;
  const classes = [
    SMALL.has(String(node["size"])) ? "small" : "",
    node["pill"] === true ? "pill" : "",
    node["block"] === true ? "block" : "",
    node["uniform"] === true || label === "" ? "uniform" : "",
  ];
  return (
    <ActionButton
      action={readAction(node["onClickAction"])}
      label={label || (start ?? end ?? "").replace(/^lucide:/, "").replace(/-/g, " ")}
      look={lookOf(node)}
      disabled={node["disabled"] === true}
      class={classes.join(" ")}
    >
      {start && <Icon name={start} size={14} />}
      {label && <span class="clip">{label}</span>}
      {end && <Icon name={end} size={14} />}
    </ActionButton>
  );
}
