import { Check as Tick } from "lucide-react";
import type { Priority } from "../api/types";

interface Props {
  label: string;
  checked: boolean;
  priority: Priority;
  /** In a row it is none: the row is, and `e` presses it. */
  isTabStop?: boolean;
  isDisabled?: boolean;
  onToggle(): void;
}

/** The round checkbox of a task, in the colour of its priority. */
export function Check({ label, checked, priority, isTabStop = false, isDisabled = false, onToggle }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a native checkbox cannot be drawn as a ring with a tick under every engine we run in
    <button
      type="button"
      role="checkbox"
      aria-checked={checked}
      aria-label={label}
      className="check"
      data-priority={checked ? 4 : priority}
      tabIndex={isTabStop ? 0 : -1}
      disabled={isDisabled}
      onClick={(event) => {
        event.stopPropagation();
        onToggle();
      }}
    >
      <Tick aria-hidden="true" />
    </button>
  );
}
