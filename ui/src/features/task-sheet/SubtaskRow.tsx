import { Menu } from "@base-ui/react/menu";
import { ArrowDown, ArrowUp, Ellipsis, type LucideIcon, PanelRightOpen, Pencil, Trash2 } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { openTask } from "../../api/openTask";
import type { Task } from "../../api/types";
import { Check } from "../../components/Check";
import { Icon } from "../../components/Icon";
import { IconButton } from "../../components/IconButton";
import { Kbd } from "../../components/Kbd";
import { onMac, words } from "../../words/words";
import type { SubtaskActions } from "./Subtasks";
import { dueInWords, dueTone } from "./say";
import { useSheet } from "./useSheet";

interface Props {
  subtask: Task;
  index: number;
  count: number;
  actions: SubtaskActions;
}

/** A part of the task on one line. Its title opens it; F2 or the menu renames it in place; Alt with the arrows moves it. */
export function SubtaskRow({ subtask, index, count, actions }: Props) {
  const { clock, isReadOnly, actions: taskActions } = useSheet();
  const [isRenaming, setRenaming] = useState(false);
  const name = useRef<HTMLButtonElement>(null);
  const isDone = subtask.status === "done";
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isReadOnly || isRenaming) return;
    if (event.key === "F2") setRenaming(true);
    else if (event.altKey && event.key === "ArrowUp") actions.move(subtask, -1);
    else if (event.altKey && event.key === "ArrowDown") actions.move(subtask, 1);
    else return;
    event.preventDefault();
  };
  return (
    <li className="subtask" data-task={subtask.id} data-done={isDone || undefined} onKeyDown={onKeyDown}>
      <Check
        label={isDone ? words.row.reopen(subtask.title) : words.row.complete(subtask.title)}
        checked={isDone}
        priority={subtask.priority}
        isTabStop
        isDisabled={isReadOnly}
        onToggle={() => taskActions.toggle(subtask)}
      />
      {isRenaming ? (
        <RenameField
          title={subtask.title}
          onSave={(title) => actions.rename(subtask, title)}
          onEnd={() => {
            flushSync(() => setRenaming(false));
            name.current?.focus();
          }}
        />
      ) : (
        <>
          <button
            ref={name}
            type="button"
            className="subtask-name"
            aria-keyshortcuts="F2 Alt+ArrowUp Alt+ArrowDown"
            title={subtask.title}
            onClick={() => openTask(subtask.id)}
          >
            {subtask.title}
          </button>
          {subtask.due ? (
            <span className="subtask-due" data-tone={dueTone(subtask, clock)}>
              {dueInWords(subtask.due, clock)}
            </span>
          ) : null}
          {isReadOnly ? null : (
            <SubtaskMenu subtask={subtask} index={index} count={count} actions={actions} onRename={() => setRenaming(true)} />
          )}
        </>
      )}
    </li>
  );
}

function SubtaskMenu({ subtask, index, count, actions, onRename }: Props & { onRename(): void }) {
  const { actions: taskActions } = useSheet();
  const { subtasks, remove } = words.sheet;
  // A field that opens out of the menu keeps the focus that the menu would give back.
  const renames = useRef(false);
  const alt = onMac ? "⌥" : "Alt";
  const items: { label: string; icon: LucideIcon; keys?: string; isOff?: boolean; isDanger?: boolean; run(): void }[] = [
    { label: subtasks.open, icon: PanelRightOpen, run: () => openTask(subtask.id) },
    {
      label: subtasks.rename,
      icon: Pencil,
      keys: "F2",
      run: () => {
        renames.current = true;
        onRename();
      },
    },
    { label: subtasks.up, icon: ArrowUp, keys: `${alt} ↑`, isOff: index === 0, run: () => actions.move(subtask, -1) },
    { label: subtasks.down, icon: ArrowDown, keys: `${alt} ↓`, isOff: index === count - 1, run: () => actions.move(subtask, 1) },
    { label: remove, icon: Trash2, isDanger: true, run: () => taskActions.remove(subtask) },
  ];
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger render={<IconButton className="subtask-menu" label={subtasks.menu(subtask.title)} icon={Ellipsis} size={14} />} />
      <Menu.Portal container={document.querySelector("main") ?? undefined}>
        <Menu.Positioner className="z-30" side="bottom" align="end" sideOffset={4} collisionPadding={8}>
          <Menu.Popup className="menu" finalFocus={() => !renames.current}>
            {items.map(({ label, icon, keys, isOff, isDanger, run }) => (
              <Menu.Item key={label} className={`menu-item ${isDanger ? "danger" : ""}`} disabled={isOff ?? false} onClick={run}>
                <Icon of={icon} size={14} />
                {label}
                {keys ? (
                  <span className="end" aria-hidden="true">
                    <Kbd>{keys}</Kbd>
                  </span>
                ) : null}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

interface RenameProps {
  title: string;
  /** Resolves with what was wrong, or null. */
  onSave(title: string): Promise<string | null>;
  onEnd(): void;
}

/** The title of a part while it is renamed. What could not be saved stays in the field, with the reason under it. */
function RenameField({ title, onSave, onEnd }: RenameProps) {
  const [text, setText] = useState(title);
  const [problem, setProblem] = useState<string | null>(null);
  const isOver = useRef(false);
  const save = async (): Promise<void> => {
    if (isOver.current) return;
    const trimmed = text.trim();
    if (trimmed && trimmed !== title) {
      const wrong = await onSave(trimmed);
      if (wrong !== null) {
        setProblem(wrong);
        return;
      }
    }
    isOver.current = true;
    onEnd();
  };
  return (
    <span className="subtask-rename">
      <input
        // biome-ignore lint/a11y/noAutofocus: opened by a press that asks for just this
        autoFocus
        type="text"
        aria-label={words.sheet.subtasks.name}
        autoComplete="off"
        value={text}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => void save()}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          event.stopPropagation();
          if (event.key === "Enter") void save();
          if (event.key === "Escape") {
            isOver.current = true;
            onEnd();
          }
        }}
      />
      {problem ? (
        <span className="field-problem" role="alert">
          {problem}
        </span>
      ) : null}
    </span>
  );
}
