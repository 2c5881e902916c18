import { Popover } from "@base-ui/react/popover";
import { ChevronDown, type LucideIcon } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Icon } from "../../components/Icon";
import { words } from "../../words/words";
import type { Field } from "./outbox";
import { useSheet } from "./useSheet";

export interface Shown {
  /** What the property is: `Due`. */
  name: string;
  icon: LucideIcon;
  /** What it is set to; null where it is not set. */
  value: string | null;
  tone?: "overdue" | "today" | "p1" | "p2" | "p3" | undefined;
}

/** What a property's button shows, and is called. */
export function propertyProps({ name, value, tone }: Shown) {
  return {
    className: "property",
    "data-unset": value === null ? "" : undefined,
    "data-tone": tone,
    "aria-label": value === null ? words.sheet.unset(name) : words.sheet.property(name, value),
  };
}

export function PropertyFace({ icon, name, value }: Shown) {
  return (
    <>
      <Icon of={icon} />
      <span className="truncate">{value ?? name}</span>
      <Icon of={ChevronDown} size={12} className="property-more" />
    </>
  );
}

interface Props extends Shown {
  /** Draws what opens; `close` closes it. */
  children(close: () => void): ReactNode;
}

/** A property of the task: its value on a button, and what changes it in a popover. */
export function Property({ children, ...shown }: Props) {
  const { isReadOnly } = useSheet();
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger {...propertyProps(shown)} disabled={isReadOnly}>
        <PropertyFace {...shown} />
      </Popover.Trigger>
      <Popover.Portal container={document.querySelector("main") ?? undefined}>
        <Popover.Positioner className="z-30" side="bottom" align="start" sideOffset={4} collisionPadding={8}>
          <Popover.Popup className="property-popover" aria-label={shown.name}>
            {children(() => setOpen(false))}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** What the server said against a value, at its field, with a way to go back. */
export function FieldProblem({ field }: { field: Field }) {
  const { unsaved, outbox, server } = useSheet();
  const found = unsaved.get(field);
  if (found?.state !== "refused") return null;
  const isTitleless = field === "title" && !found.patch.title?.trim();
  return (
    <p className="field-problem" role="alert">
      {isTitleless ? words.sheet.needsTitle : (found.problem ?? words.sheet.refused)}{" "}
      <button type="button" className="text-button" onClick={() => outbox.drop(server.id, field)}>
        {words.sheet.giveUp}
      </button>
    </p>
  );
}
