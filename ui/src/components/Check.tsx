import { Check as Tick } from "lucide-react";
import type { Priority } from "../api/types";

interface Props {
  label: string;
  checked: boolean;
  priority: Priority;
  onToggle(): void;
}

/** The round checkbox of a task, in the colour of its priority. Not a tab stop of its own: the row is, and `e` presses it. */
export function Check({ label, checked, priority, onToggle }: Props) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a native checkbox cannot be drawn as a ring with a tick under every engine we run in
    <button
      type="button"
      role="checkbox"
      aria-checked={checked}
      aria-label={label}
      className="check"
      data-priority={checked ? 4 : priority}
      tabIndex={-1}
      onClick={(event) => {
        event.stopPropagation();
        onToggle();
      }}
    >
      <Tick aria-hidden="true" />
    </button>
  );
}
