import { Menu } from "@base-ui/react/menu";
import { Check, Flag, type LucideIcon } from "lucide-react";
import type { Priority } from "../../api/types";
import { Icon } from "../../components/Icon";
import { words } from "../../words/words";
import { PropertyFace, propertyProps } from "./Property";
import { usePut, useSheet } from "./useSheet";

/** The priority, on a button that opens a menu of the four. */
export function PriorityProperty({ icon }: { icon: LucideIcon }) {
  const { task, isReadOnly } = useSheet();
  const put = usePut();
  const isSet = task.priority < 4;
  const shown = {
    name: words.sheet.priority,
    icon,
    value: isSet ? words.add.priority(task.priority) : null,
    tone: isSet ? (`p${task.priority}` as "p1" | "p2" | "p3") : undefined,
  };
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger {...propertyProps(shown)} disabled={isReadOnly}>
        <PropertyFace {...shown} />
      </Menu.Trigger>
      <Menu.Portal container={document.querySelector("main") ?? undefined}>
        <Menu.Positioner className="z-30" side="bottom" align="start" sideOffset={4} collisionPadding={8}>
          <Menu.Popup className="menu" aria-label={words.sheet.priority}>
            <Menu.RadioGroup value={task.priority} onValueChange={(priority) => put("priority", { priority: priority as Priority })}>
              {([1, 2, 3, 4] as const).map((priority) => (
                <Menu.RadioItem key={priority} value={priority} className="menu-item" closeOnClick>
                  <Icon of={Flag} size={14} className={`flag-${priority}`} />
                  {priority === 4 ? words.sheet.noPriority : words.add.priority(priority)}
                  <Menu.RadioItemIndicator className="end">
                    <Icon of={Check} size={14} />
                  </Menu.RadioItemIndicator>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
