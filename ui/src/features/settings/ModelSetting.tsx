import { Autocomplete } from "@base-ui/react/autocomplete";
import { ChevronsUpDown, RefreshCw } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useModels } from "../../api/connection";
import { sentenceOf } from "../../api/error";
import type { Settings } from "../../api/types";
import { Icon } from "../../components/Icon";
import { IconButton } from "../../components/IconButton";
import { words } from "../../words/words";
import { Problem } from "./AnswerLine";
import { Setting } from "./Setting";
import { useAction } from "./useAction";

interface Props {
  settings: Settings;
  onSave(model: string | null): Promise<void>;
}

/** Which model: chosen from those that the server names, or typed, since a server may not name all that it has. */
export function ModelSetting({ settings: { provider, base_url, model }, onSave }: Props) {
  const { isBusy, problem, run } = useAction();
  const [typed, setTyped] = useState<string | null>(null);
  const [isOpen, setOpen] = useState(false);
  const { models, isReading, error, read } = useModels(provider, base_url, isOpen);
  const value = model ?? "";
  const isChanged = typed !== null && typed.trim() !== value;
  const shown = typed === null ? models : models.filter((name) => name.toLowerCase().includes(typed.trim().toLowerCase()));

  const save = (name: string): void =>
    run(async () => {
      await onSave(name.trim() || null);
      setTyped(null);
    });
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === "Enter" && isChanged && !event.currentTarget.getAttribute("aria-activedescendant")) {
      setOpen(false);
      save(typed);
    } else if (event.key === "Escape" && (isOpen || typed !== null)) {
      // The first press is for the field, the next one for the settings.
      event.stopPropagation();
      if (!isOpen) setTyped(null);
    }
  };
  return (
    <Setting label={words.settings.model} help={words.settings.modelHelp}>
      <Autocomplete.Root
        items={shown}
        mode="none"
        open={isOpen}
        onOpenChange={setOpen}
        openOnInputClick
        value={typed ?? value}
        onValueChange={(text, { reason }) => {
          if (reason === "item-press") save(text);
          else if (reason === "input-change" || reason === "input-clear") setTyped(text);
        }}
      >
        <div className="setting-inline">
          <div className={`field model-field ${problem ? "bad" : ""}`}>
            <Autocomplete.Input
              name="model"
              aria-label={words.settings.model}
              placeholder={provider === "rules" ? undefined : words.settings.modelPlaceholder[provider]}
              maxLength={200}
              spellCheck={false}
              autoComplete="off"
              onKeyDown={onKeyDown}
            />
            <Autocomplete.Trigger className="field-button" aria-label={words.connections.chooseModel}>
              <Icon of={ChevronsUpDown} size={14} />
            </Autocomplete.Trigger>
          </div>
          <IconButton
            label={words.connections.readModels}
            icon={RefreshCw}
            onClick={() => {
              read();
              setOpen(true);
            }}
          />
          {isChanged ? (
            <button type="button" className="button primary" disabled={isBusy} onClick={() => save(typed)}>
              {isBusy ? words.settings.saving : words.settings.save}
            </button>
          ) : null}
        </div>
        <Autocomplete.Portal container={document.querySelector("main") ?? undefined}>
          <Autocomplete.Positioner className="z-30" sideOffset={6} align="start" alignOffset={-8}>
            <Autocomplete.Popup className="menu model-list" aria-label={words.connections.models}>
              <Autocomplete.Status className="pick-none">{said(isReading, error, models, shown)}</Autocomplete.Status>
              <Autocomplete.List className="pick-choices" aria-label={words.connections.models}>
                {(name: string) => (
                  <Autocomplete.Item key={name} value={name} className="menu-item">
                    <span className="truncate">{name}</span>
                  </Autocomplete.Item>
                )}
              </Autocomplete.List>
            </Autocomplete.Popup>
          </Autocomplete.Positioner>
        </Autocomplete.Portal>
      </Autocomplete.Root>
      <Problem of={problem} />
    </Setting>
  );
}

/** Why the list is empty, where it is. */
function said(isReading: boolean, error: unknown, models: readonly string[], shown: readonly string[]): string | null {
  if (isReading) return words.connections.reading;
  if (error) return `${words.connections.unread} ${sentenceOf(error)}`;
  if (models.length === 0) return words.connections.noModels;
  return shown.length === 0 ? words.connections.noneFits : null;
}
