/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { useContext, useState } from "preact/hooks";
import { Icon } from "../../icons/Icon";
import type { ActionConfig } from "../../wire/protocol";
import { FormContext, isBlocked, useWidget } from "../context";
import { withValues } from "../form";

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
