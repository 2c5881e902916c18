/** @jsxImportSource preact */
import type { RefObject } from "preact";
import { Icon } from "../../icons/Icon";

interface ClearButtonProps {
  label: string;
  onClick: () => void;
  /** Has the focus afterwards: the button goes with what it took away. */
  next: RefObject<HTMLElement>;
}

export function ClearButton({ label, onClick, next }: ClearButtonProps) {
  return (
    <button
      type="button"
      class="clear"
      aria-label={label}
      title={label}
      onClick={() => {
        onClick();
        next.current?.focus();
      }}
    >
      <Icon name="x" size={12} />
    </button>
  );
}

/** What shows that something opens here; while the choice is on its way to the server, that it is. */
export function Opener({ loading, icon }: { loading: boolean; icon: string }) {
  return loading ? <Icon name="loader" size={12} class="opens turning" /> : <Icon name={icon} size={12} class="opens" />;
}
