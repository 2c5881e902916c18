import { useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { type KeyOfConnection, useKeyOf } from "../../api/connection";
import { useApi } from "../../api/queries";
import type { KeyInfo, Settings } from "../../api/types";
import { Icon } from "../../components/Icon";
import { words } from "../../words/words";
import { AnswerLine, Problem } from "./AnswerLine";
import { Setting } from "./Setting";
import { type Action, useAction } from "./useAction";

/** The API key: it goes in and is never read back. What is known of it is whether it is there, its last four letters, and where it is kept. */
export function KeySetting({ settings: { provider, base_url, key } }: { settings: Settings }) {
  const client = useQueryClient();
  // Until the keyring was asked, what the settings know without it.
  const { key: info, for_connection } = useKeyOf(provider, base_url) ?? { key, for_connection: key.present };
  const [isReplacing, setReplacing] = useState(false);
  const isThere = info.present && for_connection;
  const show = (changed: KeyInfo): void => {
    setReplacing(false);
    client.setQueryData<KeyOfConnection>(["key", provider, base_url], { key: changed, for_connection: changed.present });
    client.setQueryData<Settings>(["settings"], (shown) => (shown ? { ...shown, key: changed } : shown));
    for (const queryKey of [["app"], ["models"]]) void client.invalidateQueries({ queryKey });
  };
  if (isThere && !isReplacing) return <SavedKey info={info} onReplace={() => setReplacing(true)} onChanged={show} />;
  const help = provider === "compatible" ? words.settings.keyOptional : words.settings.keyFrom;
  return (
    <Setting label={words.settings.key} help={isReplacing ? undefined : help}>
      <NewKey onSaved={show} onCancel={isReplacing ? () => setReplacing(false) : null} />
      {info.present && !for_connection ? <AnswerLine tone="mind">{words.connections.keyElsewhere}</AnswerLine> : null}
      {info.store === "none" ? <AnswerLine tone="mind">{words.connections.noKeyring}</AnswerLine> : null}
    </Setting>
  );
}

interface NewProps {
  onSaved(info: KeyInfo): void;
  /** Set where there is a key to go on with. */
  onCancel: (() => void) | null;
}

function NewKey({ onSaved, onCancel }: NewProps) {
  const api = useApi();
  const { isBusy, problem, run } = useAction();
  const [typed, setTyped] = useState("");
  const save = (): void => {
    const key = typed.trim();
    if (key) run(async () => onSaved(await api.saveKey(key)));
  };
  return (
    <>
      <div className="setting-inline">
        <div className={`field grow ${problem ? "bad" : ""}`}>
          <Icon of={KeyRound} size={14} />
          <input
            type="password"
            name="key"
            aria-label={words.settings.key}
            aria-invalid={problem !== null}
            placeholder={words.settings.keyPlaceholder}
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter") save();
              else if (event.key === "Escape" && (typed || onCancel)) {
                // The first press is for the field, the next one for the settings.
                event.stopPropagation();
                if (typed) setTyped("");
                else onCancel?.();
              }
            }}
          />
        </div>
        <button type="button" className="button primary" disabled={!typed.trim() || isBusy} onClick={save}>
          {isBusy ? words.settings.saving : words.settings.save}
        </button>
        {onCancel ? (
          <button type="button" className="button" onClick={onCancel}>
            {words.settings.cancel}
          </button>
        ) : null}
      </div>
      <Problem of={problem} />
    </>
  );
}

interface SavedProps {
  info: KeyInfo;
  onReplace(): void;
  onChanged(info: KeyInfo): void;
}

function SavedKey({ info, onReplace, onChanged }: SavedProps) {
  const api = useApi();
  const removing = useAction();
  const [isAsked, setAsked] = useState(false);
  const isForget = info.store === "memory";
  const remove = (): void => removing.run(async () => onChanged(await api.removeKey()));
  return (
    <Setting label={words.settings.key}>
      <div className="setting-inline">
        <div className="field grow">
          <Icon of={KeyRound} size={14} />
          <span className="truncate tabular-nums">••••••••••••{info.last4}</span>
        </div>
        <button type="button" name="key" className="button" onClick={onReplace}>
          {words.settings.replace}
        </button>
        {info.store === "environment" || isAsked ? null : (
          <button type="button" className="button danger" onClick={() => setAsked(true)}>
            {isForget ? words.settings.forget : words.settings.remove}
          </button>
        )}
      </div>
      {isAsked ? (
        <Sure isForget={isForget} removing={removing} onRemove={remove} onKeep={() => setAsked(false)} />
      ) : (
        <WhereKept info={info} />
      )}
      <Problem of={removing.problem} />
    </Setting>
  );
}

interface SureProps {
  isForget: boolean;
  removing: Action;
  onRemove(): void;
  onKeep(): void;
}

/** No Undo could bring a key back that cannot be read, so it takes a second press. */
function Sure({ isForget, removing, onRemove, onKeep }: SureProps) {
  const question = isForget ? words.connections.keyForgetSure : words.connections.keyRemoveSure;
  return (
    <div className="setting-question" role="alertdialog" aria-label={question}>
      <p>
        <b className="font-medium">{question}</b> {words.connections.keyRemoveHelp}
      </p>
      <div className="setting-inline">
        <button type="button" className="button danger" disabled={removing.isBusy} onClick={onRemove}>
          {removing.isBusy ? words.settings.removing : isForget ? words.settings.forget : words.settings.remove}
        </button>
        {/* biome-ignore lint/a11y/noAutofocus: the question came by a press of the button beside it */}
        <button type="button" className="button" autoFocus onClick={onKeep}>
          {words.connections.keep}
        </button>
      </div>
    </div>
  );
}

function WhereKept({ info: { store } }: { info: KeyInfo }) {
  if (store === "none" || store === "unknown") return null;
  const sentence = words.connections.keyIn[store];
  return store === "memory" ? <AnswerLine tone="mind">{sentence}</AnswerLine> : <p className="setting-help">{sentence}</p>;
}
