import { Menu } from "@base-ui/react/menu";
import { ArrowDown, ArrowUp, Check, ChevronRight, Ellipsis, type LucideIcon, Palette, Pencil, Trash2 } from "lucide-react";
import type { RefObject } from "react";
import { Dot } from "../../components/Dot";
import { Icon } from "../../components/Icon";
import { IconButton } from "../../components/IconButton";
import { Kbd } from "../../components/Kbd";
import { onMac, words } from "../../words/words";
import { COLORS, type Named } from "./named";

export interface PlaceCommands {
  rename(): void;
  setColor(color: string): void;
  /** Only lists have an order of their own. At an end of it, moving on says so. */
  move?: { by(step: -1 | 1): void; isFirst: boolean; isLast: boolean } | undefined;
  remove(): void;
}

/** Where the menu opens: at its button, or where the pointer was pressed. */
export type MenuAnchor = "button" | { x: number; y: number };

interface Props {
  named: Named;
  commands: PlaceCommands;
  isOpen: boolean;
  anchor: MenuAnchor;
  row: RefObject<HTMLElement | null>;
  onOpenChange(isOpen: boolean): void;
}

/** Everything that can be done to a list or label; the row's keys do the same. */
export function PlaceMenu({ named, commands, isOpen, anchor, row, onOpenChange }: Props) {
  const alt = onMac ? words.sidebar.option : words.sidebar.alt;
  const { move } = commands;
  return (
    <Menu.Root modal={false} open={isOpen} onOpenChange={onOpenChange}>
      <Menu.Trigger render={<IconButton className="place-more" label={words.sidebar.more(named.name)} icon={Ellipsis} size={14} />} />
      {/* Inside the landmark of the places, and above the drawer. */}
      <Menu.Portal container={row.current?.closest("nav") ?? undefined}>
        <Menu.Positioner
          className="z-30"
          side="bottom"
          align={anchor === "button" ? "end" : "start"}
          sideOffset={anchor === "button" ? 2 : 0}
          collisionPadding={8}
          anchor={anchor === "button" ? undefined : pointAnchor(anchor)}
        >
          <Menu.Popup className="menu" finalFocus={() => row.current?.querySelector<HTMLElement>(".place") ?? false}>
            <Item label={words.sidebar.rename} keys={["F2"]} icon={Pencil} onClick={commands.rename} />
            <ColorMenu color={named.color} onColor={commands.setColor} />
            {move ? (
              <>
                <Item label={words.sidebar.moveUp} keys={[alt, "↑"]} icon={ArrowUp} isOff={move.isFirst} onClick={() => move.by(-1)} />
                <Item label={words.sidebar.moveDown} keys={[alt, "↓"]} icon={ArrowDown} isOff={move.isLast} onClick={() => move.by(1)} />
              </>
            ) : null}
            <div className="menu-line" />
            <Item label={words.sidebar.remove} keys={["⌫"]} icon={Trash2} isDanger onClick={commands.remove} />
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function ColorMenu({ color, onColor }: { color: string; onColor(color: string): void }) {
  return (
    <Menu.SubmenuRoot>
      <Menu.SubmenuTrigger className="menu-item">
        <Icon of={Palette} size={14} />
        {words.sidebar.color}
        <span className="end">
          <Icon of={ChevronRight} size={12} />
        </span>
      </Menu.SubmenuTrigger>
      <Menu.Portal>
        <Menu.Positioner className="z-30" sideOffset={2} collisionPadding={8}>
          <Menu.Popup className="menu color-menu">
            <Menu.RadioGroup value={color} onValueChange={(to: string) => onColor(to)}>
              {COLORS.map((name) => (
                <Menu.RadioItem key={name} value={name} className="menu-item" closeOnClick>
                  <Dot color={name} />
                  {words.sidebar.colors[name]}
                  <Menu.RadioItemIndicator className="end">
                    <Icon of={Check} size={14} />
                  </Menu.RadioItemIndicator>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.SubmenuRoot>
  );
}

interface ItemProps {
  label: string;
  keys: readonly string[];
  icon: LucideIcon;
  isDanger?: boolean;
  isOff?: boolean;
  onClick(): void;
}

function Item({ label, keys, icon, isDanger, isOff, onClick }: ItemProps) {
  return (
    <Menu.Item className={`menu-item ${isDanger ? "danger" : ""}`} disabled={isOff} onClick={onClick}>
      <Icon of={icon} size={14} />
      {label}
      <span className="end" aria-hidden="true">
        {keys.map((key) => (
          <Kbd key={key}>{key}</Kbd>
        ))}
      </span>
    </Menu.Item>
  );
}

/** A point of the window as something a menu can stand at. */
function pointAnchor({ x, y }: { x: number; y: number }) {
  return { getBoundingClientRect: () => DOMRect.fromRect({ x, y }) };
}
