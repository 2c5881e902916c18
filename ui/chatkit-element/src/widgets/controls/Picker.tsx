/** @jsxImportSource preact */
import type { ComponentChildren, RefObject } from "preact";
import { Icon } from "../../icons/Icon";
import { useT } from "../../parts/context";
import type { WidgetNode } from "../../wire/protocol";
import { controlClass } from "./look";
import type { Choice } from "./useField";

interface PickerProps {
  node: WidgetNode;
  choice: Choice<string | null>;
  /** What is chosen, in words; what to choose while nothing is. */
  words: string;
  /** What is on the button beside that: a role, what a machine wants. */
  attributes: object;
  onClear: () => void;
  /** Stands before the words. */
  icon?: string;
  /** Shows at the end that something opens here. */
  opener?: string;
  frame?: RefObject<HTMLDivElement>;
  isOpen?: boolean;
  /** What has opened. */
  children?: ComponentChildren;
}

/** A frame with a button that says what is chosen, and opens what can be. */
export function Picker({ node, choice, words, attributes, onClear, icon, opener, frame, isOpen = false, children }: PickerProps) {
  const { field, choose, locked, loading } = choice;
  const t = useT();
  const disabled = node["disabled"] === true;
  const isEmpty = field.value === null;
  const valueId = `${field.id}-value`;
  return (
    <div {...(frame ? { ref: frame } : {})} class={`${controlClass(node)} picker`} data-open={isOpen || undefined}>
      {icon && <Icon name={icon} size={14} class="kind" />}
      <button
        type="button"
        id={field.id}
        disabled={disabled}
        {...attributes}
        {...field.described}
        ref={field.ref as RefObject<HTMLButtonElement>}
        class="pick"
        aria-disabled={locked}
        aria-busy={loading}
        onClickCapture={() => {
          // Says why nothing happens.
          if (locked && !disabled) choose(field.value);
        }}
      >
        <span id={valueId} class={`clip ${isEmpty ? "placeholder" : ""}`} dir="auto">
          {words}
        </span>
      </button>
      {node["clearable"] === true && !isEmpty && !disabled && (
        <ClearButton label={t("field.clear", { name: words })} onClick={onClear} next={field.ref} />
      )}
      {(opener || loading) && <Opener loading={loading} icon={opener ?? ""} />}
      {children}
    </div>
  );
}

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
