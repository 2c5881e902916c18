import { Autocomplete } from "@base-ui/react/autocomplete";
import { Popover } from "@base-ui/react/popover";
import { Check, type LucideIcon, Minus, Plus } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { Icon } from "./Icon";
import "./pick-list.css";

/** What something that opens is placed at: an element, or a point. */
export type Anchor = Element | { getBoundingClientRect(): DOMRect };

export interface Choice {
  key: string;
  label: string;
  /** A dot or a sign before the label. */
  mark?: ReactNode;
  /** Whether it holds already: for all, for some. */
  state?: "on" | "partly";
  /** It makes something that is not there yet. */
  isNew?: boolean;
  /** At the right: a date, a key. */
  end?: ReactNode;
  choose(): void;
}

interface Props {
  label: string;
  placeholder: string;
  icon: LucideIcon;
  anchor: Anchor;
  text: string;
  onText(text: string): void;
  choices: readonly Choice[];
  /** Said where there is no choice. */
  none?: string;
  onClose(): void;
  /** Gets the focus when it closes. */
  returnTo(): HTMLElement | null;
}

/** A field that narrows a list of choices as one types: arrows and Enter choose, Escape closes. */
export function PickList({ label, placeholder, icon, anchor, text, onText, choices, none, onClose, returnTo }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    // The highlight follows what is typed a moment later; an Enter in between is meant for the first choice.
    if (event.key !== "Enter" || event.nativeEvent.isComposing || event.currentTarget.hasAttribute("aria-activedescendant")) return;
    event.preventDefault();
    choices[0]?.choose();
  };
  return (
    <Popover.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Popover.Portal container={document.querySelector("main") ?? undefined}>
        <Popover.Positioner className="z-30" anchor={anchor} side="bottom" align="end" sideOffset={4} collisionPadding={8}>
          <Popover.Popup className="menu pick-list" aria-label={label} initialFocus={field} finalFocus={() => returnTo() ?? false}>
            <Autocomplete.Root
              inline
              open
              mode="none"
              items={choices}
              value={text}
              onValueChange={(value, { reason }) => reason !== "item-press" && onText(value)}
              autoHighlight="always"
              keepHighlight
              itemToStringValue={(choice: Choice) => choice.label}
            >
              <div className="pick-field">
                <Icon of={icon} size={14} />
                <Autocomplete.Input
                  ref={field}
                  aria-label={label}
                  placeholder={placeholder}
                  maxLength={100}
                  spellCheck={false}
                  onKeyDown={onKeyDown}
                />
              </div>
              {choices.length === 0 && none ? <p className="pick-none">{none}</p> : null}
              <Autocomplete.List className="pick-choices" aria-label={label}>
                {(choice: Choice) => (
                  <Autocomplete.Item key={choice.key} value={choice} className="menu-item" onClick={choice.choose}>
                    <ChoiceLine choice={choice} />
                  </Autocomplete.Item>
                )}
              </Autocomplete.List>
            </Autocomplete.Root>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function ChoiceLine({ choice: { label, mark, state, isNew, end } }: { choice: Choice }) {
  return (
    <>
      <span className="pick-mark">{isNew ? <Icon of={Plus} size={14} /> : mark}</span>
      <span className="truncate">{label}</span>
      <span className="end">{state ? <Icon of={state === "on" ? Check : Minus} size={14} /> : end}</span>
    </>
  );
}
