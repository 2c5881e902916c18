import { type KeyboardEvent, type MouseEvent, type ReactNode, type RefObject, useRef, useState } from "react";
import { keyOf, type Place } from "../../api/place";
import { words } from "../../words/words";
import { type Named, placeOfNamed, rowKey } from "./named";
import { type MenuAnchor, type PlaceCommands, PlaceMenu } from "./PlaceMenu";
import { type ListPlacing, useListOrder } from "./useListOrder";
import { useTaskDrop } from "./useTaskDrop";

interface ButtonProps {
  place: Place;
  name: string;
  mark: ReactNode;
  open: number | undefined;
  overdue?: number;
  isCurrent: boolean;
  onGo(): void;
}

/** A place one always has. */
export function FixedPlace(props: ButtonProps) {
  const self = useRef<HTMLLIElement>(null);
  const isTarget = useTaskDrop(self, props.place, props.name);
  return (
    <li ref={self} className="place-row" data-target={isTarget || undefined}>
      <PlaceButton {...props} />
    </li>
  );
}

interface NamedProps extends ButtonProps {
  named: Named;
  commands: PlaceCommands;
  /** Null where the order is not by hand. */
  placing: ListPlacing | null;
}

/** A list or label, with its menu under the pointer, the focus, the second mouse button and the menu key. */
export function NamedPlace({ named, commands, placing, ...place }: NamedProps) {
  const self = useRef<HTMLLIElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [isHovered, setHovered] = useState(false);
  const [hasFocus, setFocus] = useState(false);
  const isActive = isHovered || hasFocus;
  const [menu, setMenu] = useState<MenuAnchor | null>(null);
  // The row itself takes other lists.
  const isTarget = useTaskDrop(button, placeOfNamed(named), named.name);
  const order = useListOrder(self, named, placing);

  const onContextMenu = (event: MouseEvent): void => {
    // In the menu itself, which is below this row for React though not on the screen, the press is none of ours.
    if (!self.current?.contains(event.target as Node)) return;
    event.preventDefault();
    setMenu({ x: event.clientX, y: event.clientY });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== button.current) return;
    if (pressed(event, commands, () => setMenu("button"))) event.preventDefault();
  };
  return (
    <li
      ref={self}
      className="place-row"
      data-target={isTarget || undefined}
      data-dragged={order.isDragged || undefined}
      onFocus={() => setFocus(true)}
      onBlur={(event) => {
        // From the place to its menu's button it stays in the row: the button must not go while it is pressed.
        if (!self.current?.contains(event.relatedTarget)) setFocus(false);
      }}
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      onContextMenu={onContextMenu}
      onKeyDown={onKeyDown}
    >
      <PlaceButton {...place} button={button} rowKey={rowKey(named)} isMenuShown={isActive || menu !== null} />
      {isActive || menu !== null ? (
        <PlaceMenu
          named={named}
          commands={commands}
          isOpen={menu !== null}
          anchor={menu ?? "button"}
          row={self}
          onOpenChange={(isOpen) => setMenu(isOpen ? "button" : null)}
        />
      ) : null}
      {order.edge ? <i className="drop-line" data-edge={order.edge} /> : null}
    </li>
  );
}

/** The keys of a list's or label's row. Answers whether it was one of them. */
function pressed(event: KeyboardEvent, { rename, remove, move }: PlaceCommands, openMenu: () => void): boolean {
  const { key, altKey, shiftKey, ctrlKey, metaKey } = event;
  if (ctrlKey || metaKey) return false;
  if (altKey) {
    if (key === "ArrowUp") move?.by(-1);
    else if (key === "ArrowDown") move?.by(1);
    return key === "ArrowUp" || key === "ArrowDown";
  }
  if (key === "F2") rename();
  else if ((key === "Delete" || key === "Backspace") && !event.repeat) remove();
  else if (key === "ContextMenu" || (key === "F10" && shiftKey)) openMenu();
  else return false;
  return true;
}

function PlaceButton({
  place,
  name,
  mark,
  open,
  overdue = 0,
  isCurrent,
  onGo,
  button,
  rowKey,
  isMenuShown = false,
}: ButtonProps & { button?: RefObject<HTMLButtonElement | null>; rowKey?: string; isMenuShown?: boolean }) {
  return (
    <button
      ref={button}
      type="button"
      className="place"
      aria-current={isCurrent ? "page" : undefined}
      data-place={rowKey ?? keyOf(place)}
      title={name.length > LONG ? name : undefined}
      onClick={onGo}
    >
      {mark}
      <span className="truncate">{name}</span>
      <span className="sr-only">{words.places.count(open, overdue)}</span>
      <span className="place-count" aria-hidden="true" data-hidden={isMenuShown || undefined}>
        {overdue ? <b title={words.places.overdue}>{overdue}</b> : null}
        {open ? open.toLocaleString(words.language) : null}
      </span>
    </button>
  );
}

/** Names from so many characters on may be cut off, and are said whole by a tooltip. */
const LONG = 16;
