import { Plus } from "lucide-react";
import { type RefObject, useState } from "react";
import type { QuickAddDefaults } from "../../api/client";
import { useLists } from "../../api/queries";
import type { TaskAdded } from "../../api/types";
import { keepDraft, useUiState } from "../../api/uiState";
import { Icon } from "../../components/Icon";
import { Kbd } from "../../components/Kbd";
import type { Day } from "../../words/dates";
import { words } from "../../words/words";
import { Chips } from "./Chips";
import { QuickAddField } from "./QuickAddField";
import "./quick-add.css";
import { useQuickAdd } from "./useQuickAdd";

const keep = (text: string): void => keepDraft("add_draft", text);

interface Props {
  today: Day;
  /** What a task gets from the place it is added in. */
  defaults: QuickAddDefaults;
  inputRef: RefObject<HTMLInputElement | null>;
  onAdded(task: TaskAdded): void;
  /** Escape: the caret goes back to the list. */
  onLeave(): void;
}

/** The add line at the head of a list. Its draft is kept across restarts. */
export function AddLine({ today, defaults, inputRef, onAdded, onLeave }: Props) {
  const [initial] = useState(() => useUiState.getState().add_draft ?? "");
  const quickAdd = useQuickAdd(initial, defaults, keep);
  const [isFocused, setFocused] = useState(false);
  const lists = useLists();
  const isActive = isFocused || quickAdd.text !== "";

  const add = async (): Promise<void> => {
    const added = await quickAdd.add();
    if (added) onAdded(added);
    inputRef.current?.focus();
  };

  return (
    <section className={`add-line ${isActive ? "active" : ""}`} aria-busy={quickAdd.isAdding}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: a larger target for the field inside, which has its own keys */}
      <div className="add-line-row" onClick={() => inputRef.current?.focus()}>
        <Icon of={Plus} size={18} className="add-line-plus" />
        <QuickAddField
          quickAdd={quickAdd}
          label={words.add.field}
          placeholder={words.add.placeholder}
          inputRef={inputRef}
          describedBy="add-line-understood"
          onEnter={() => void add()}
          onEscape={onLeave}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
        />
        {quickAdd.text ? (
          <button type="button" className="kbd enter" aria-label={words.add.field} title={words.add.field} onClick={() => void add()}>
            ↵
          </button>
        ) : isFocused ? null : (
          <Kbd>q</Kbd>
        )}
      </div>
      <div id="add-line-understood">
        <Chips quickAdd={quickAdd} today={today} lists={lists} onDone={() => inputRef.current?.focus()} />
        {quickAdd.problem ? (
          <p className="problem" role="alert">
            {quickAdd.problem}
          </p>
        ) : null}
      </div>
    </section>
  );
}
