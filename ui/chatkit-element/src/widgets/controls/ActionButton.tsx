/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { useContext } from "preact/hooks";
import { Icon } from "../../icons/Icon";
import type { ActionConfig } from "../../wire/protocol";
import { FormContext } from "../context";
import { useAction } from "./useAction";

interface ActionButtonProps {
  action: ActionConfig | null;
  label: string;
  look: string;
  disabled?: boolean;
  /** Decisions fade the whole card while they run, unless the action says otherwise. */
  container?: boolean;
  /** Sends the form around it: what is wrong in its fields comes first. */
  submit?: boolean;
  /** What stands at the start of the button; while it runs, this is where it shows. */
  start?: ComponentChildren;
  end?: ComponentChildren;
  /** Shows what it has at its ends only; the label is what a screen reader says. */
  uniform?: boolean;
  class?: string;
}

/** A button that runs an action. While it does, it keeps its width and says that it is busy. */
export function ActionButton(props: ActionButtonProps) {
  const { action, label, look, disabled = false, container = false, submit = false, start, end, uniform = false } = props;
  const form = useContext(FormContext);
  const config = action ?? (submit ? (form?.action ?? null) : null);
  const running = useAction(config, container ? "container" : "self");
  const press = (event: Event) => {
    // Never the browser's own way of sending a form.
    event.preventDefault();
    if (running.pending) return;
    if (submit && form && !running.blocked && !form.validate()) return;
    void running.run();
  };
  const { loading } = running;
  const bare = !start && !uniform;
  return (
    <button
      type={submit ? "submit" : "button"}
      class={`button ${look} ${loading ? "busy" : ""} ${loading && bare ? "squeezed" : ""} ${props.class ?? ""}`}
      {...(uniform ? { "aria-label": label, title: label } : {})}
      aria-busy={loading}
      disabled={disabled || !config}
      aria-disabled={running.blocked || running.pending}
      onClick={press}
    >
      {loading ? <Icon name="loader" size={bare ? 12 : 14} class="turning" /> : start}
      {!uniform && <span class="clip">{label}</span>}
      {!(loading && uniform) && end}
    </button>
  );
}
