/** @jsxImportSource preact */
import * as menu from "@zag-js/menu";
import { normalizeProps, useMachine } from "@zag-js/preact";
import type { ComponentChildren } from "preact";
import { directionOf } from "../../i18n/locales";
import { Icon } from "../../icons/Icon";
import { localeOf } from "../../options";
import { useOptions } from "../../parts/context";
import { useRoot, useSheet } from "../../parts/root";
import css from "./menus.css?inline";

/** One line of a menu, of which one at most is chosen. */
export interface MenuLine {
  id: string;
  label: string;
  description?: string | undefined;
  icon?: string | undefined;
  disabled?: boolean | undefined;
}

interface MenuProps {
  /** Apart from the other menus of the chat. */
  id: string;
  /** What a screen reader says of the button, and of the menu. */
  label: string;
  /** Class of the button. */
  look: string;
  lines: readonly MenuLine[];
  chosen: string | null;
  onChoose: (id: string) => void;
  side: "start" | "end";
  /** In the button. */
  children: ComponentChildren;
}

/** A button with a menu that opens upwards. Arrows, letters, Home and End move in it; Escape closes it and nothing else. */
export function Menu({ id, label, look, lines, chosen, onChoose, side, children }: MenuProps) {
  useSheet(css);
  const root = useRoot();
  const dir = directionOf(localeOf(useOptions()));
  const service = useMachine(menu.machine, {
    id,
    "aria-label": label,
    dir,
    getRootNode: () => root,
    positioning: { placement: side === "start" ? "top-start" : "top-end", strategy: "fixed", gutter: 6, overflowPadding: 8 },
    onSelect: ({ value }) => onChoose(value),
  });
  const api = menu.connect(service, normalizeProps);
  return (
    <>
      <button {...api.getTriggerProps()} type="button" class={look} aria-label={label} title={label}>
        {children}
      </button>
      {api.open && (
        <div {...api.getPositionerProps()} class="menu-place">
          <ul {...api.getContentProps()} class="menu" onKeyDownCapture={keepEscape}>
            {lines.map((line) => (
              <li
                key={line.id}
                {...api.getOptionItemProps({
                  type: "radio",
                  value: line.id,
                  checked: line.id === chosen,
                  valueText: line.label,
                  disabled: line.disabled ?? false,
                })}
                class="line"
              >
                {line.icon && <Icon name={line.icon} />}
                <span class="what">
                  <span dir="auto">{line.label}</span>
                  {line.description && <small dir="auto">{line.description}</small>}
                </span>
                <Icon name={line.id === chosen ? "check" : "none"} size={14} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

/** The chat stops an answer on Escape; this one is for the menu. */
function keepEscape(event: KeyboardEvent): void {
  if (event.key === "Escape") event.preventDefault();
}
