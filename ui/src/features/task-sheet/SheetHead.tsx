import { Menu } from "@base-ui/react/menu";
import { Check, ChevronDown, CornerLeftUp, Ellipsis, Inbox, Link, Trash2, X } from "lucide-react";
import { closeTask, linkToTask, openTask } from "../../api/openTask";
import { useLists, useTask } from "../../api/queries";
import { Dot } from "../../components/Dot";
import { Icon } from "../../components/Icon";
import { IconButton } from "../../components/IconButton";
import { notify } from "../../components/notices";
import { words } from "../../words/words";
import { usePut, useSheet } from "./useSheet";

/** Where the task is, what else can be done to it, and the way out. */
export function SheetHead() {
  return (
    <header className="sheet-head">
      <ListMenu />
      <span className="grow" />
      <MoreMenu />
      <IconButton label={words.sheet.close} icon={X} onClick={closeTask} />
    </header>
  );
}

/** The list, on a button that moves the task to another. */
function ListMenu() {
  const { server, unsaved, isReadOnly } = useSheet();
  const put = usePut();
  const lists = useLists();
  // Where it is going is shown at once; should it not get there, the foot and the field say so.
  const moving = unsaved.get("list");
  const id = moving && moving.state !== "refused" ? (moving.patch.list ?? null) : server.list;
  const list = lists.find((one) => one.id === id);
  const name = list?.name ?? words.places.inbox;
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className="sheet-list" aria-label={words.sheet.inList(name)} disabled={isReadOnly}>
        {list ? <Dot color={list.color} /> : <Icon of={Inbox} size={14} />}
        <span className="truncate">{name}</span>
        <Icon of={ChevronDown} size={12} className="property-more" />
      </Menu.Trigger>
      <Menu.Portal container={document.querySelector("main") ?? undefined}>
        <Menu.Positioner className="z-30" side="bottom" align="start" sideOffset={4} collisionPadding={8}>
          <Menu.Popup className="menu sheet-lists" aria-label={words.sheet.moveTo}>
            <Menu.RadioGroup value={id ?? ""} onValueChange={(to) => put("list", { list: to === "" ? null : String(to) })}>
              <ListItem id="" name={words.places.inbox} />
              {lists.map((one) => (
                <ListItem key={one.id} id={one.id} name={one.name} color={one.color} />
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function ListItem({ id, name, color }: { id: string; name: string; color?: string }) {
  return (
    <Menu.RadioItem value={id} className="menu-item" closeOnClick>
      <span className="sheet-list-mark">{color ? <Dot color={color} /> : <Icon of={Inbox} size={14} />}</span>
      <span className="truncate">{name}</span>
      <Menu.RadioItemIndicator className="end">
        <Icon of={Check} size={14} />
      </Menu.RadioItemIndicator>
    </Menu.RadioItem>
  );
}

function MoreMenu() {
  const { server, actions, isReadOnly } = useSheet();
  const link = linkToTask(server.id);
  const copy = (): void => {
    navigator.clipboard.writeText(link).then(
      () => notify({ tone: "good", text: words.sheet.linkCopied }),
      () => notify({ tone: "mind", text: `${words.sheet.notCopied} ${link}` }),
    );
  };
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger render={<IconButton label={words.sheet.more} icon={Ellipsis} />} />
      <Menu.Portal container={document.querySelector("main") ?? undefined}>
        <Menu.Positioner className="z-30" side="bottom" align="end" sideOffset={4} collisionPadding={8}>
          <Menu.Popup className="menu">
            <Menu.Item className="menu-item" onClick={copy}>
              <Icon of={Link} size={14} />
              {words.sheet.copyLink}
            </Menu.Item>
            {isReadOnly ? null : (
              <>
                <div className="menu-line" />
                <Menu.Item className="menu-item danger" onClick={() => actions.remove(server)}>
                  <Icon of={Trash2} size={14} />
                  {words.sheet.remove}
                </Menu.Item>
              </>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

/** The task that this one is a part of, as the way to it. */
export function ParentLink({ id }: { id: string }) {
  const { task } = useTask(id);
  if (!task) return null;
  return (
    <button type="button" className="sheet-parent" onClick={() => openTask(id)}>
      <Icon of={CornerLeftUp} size={14} />
      <span className="truncate">{words.sheet.partOf(task.title)}</span>
    </button>
  );
}
