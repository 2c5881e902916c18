/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { Icon } from "../icons/Icon";

interface IconButtonProps {
  icon: string;
  /** What a screen reader says, and the tooltip. */
  label: string;
  onClick: () => void;
  /** 24 instead of 28. */
  small?: boolean;
  pressed?: boolean | undefined;
  disabled?: boolean;
  class?: string;
}

export function IconButton({ icon, label, onClick, small, pressed, disabled, class: className = "" }: IconButtonProps) {
  return (
    <button
      type="button"
      class={`icon-button ${small ? "small" : ""} ${className}`}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      disabled={disabled ?? false}
      onClick={onClick}
    >
      <Icon name={icon} size={small ? 14 : 16} />
    </button>
  );
}

interface TextButtonProps {
  children: ComponentChildren;
  onClick: (event: MouseEvent) => void;
  look?: "outline" | "primary" | "plain" | "danger";
}

export function TextButton({ children, onClick, look = "outline" }: TextButtonProps) {
  return (
    <button type="button" class={`button small ${look}`} onClick={onClick}>
      {children}
    </button>
  );
}
