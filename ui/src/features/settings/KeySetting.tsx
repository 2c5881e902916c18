import { CircleAlert, KeyRound, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { sentenceOf } from "../../api/error";
import { useApi } from "../../api/queries";
import type { KeyInfo } from "../../api/types";
import { Icon } from "../../components/Icon";
import { words } from "../../words/words";
import { Setting } from "./Setting";

interface Props {
  info: KeyInfo;
  /** A compatible server may want no key. */
  isOptional: boolean;
  onChanged(info: KeyInfo): void;
}

/** The API key: it goes in and is never read back. What is known of it is whether it is there, its last four letters, and where it is kept. */
export function KeySetting({ info, isOptional, onChanged }: Props) {
  const api = useApi();
  const [typed, setTyped] = useState<string | null>(null);
  const [busy, setBusy] = useState<"saving" | "removing" | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const isEntering = !info.present || typed !== null;

  const run = async (what: "saving" | "removing", change: () => Promise<KeyInfo>): Promise<void> => {
    if (busy) return;
    setBusy(what);
    setProblem(null);
    try {
      onChanged(await change());
      setTyped(null);
    } catch (error) {
      setProblem(sentenceOf(error));
    } finally {
      setBusy(null);
    }
  };
  const save = (): void => {
    const key = typed?.trim();
    if (key) void run("saving", () => api.saveKey(key));
  };
  return (
    <Setting
      label={words.settings.key}
      help={isEntering && !info.present ? (isOptional ? words.settings.keyOptional : words.settings.keyFrom) : undefined}
    >
      <div className="setting-inline">
        <div className={`field grow ${problem ? "bad" : ""}`}>
          <Icon of={KeyRound} size={14} />
          {isEntering ? (
            <input
              type="password"
              aria-label={words.settings.key}
              aria-invalid={problem !== null}
              placeholder={words.settings.keyPlaceholder}
              autoComplete="off"
              value={typed ?? ""}
              onChange={(event) => setTyped(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === "Enter") save();
              }}
            />
          ) : (
            <span className="truncate tabular-nums">••••••••••••{info.last4}</span>
          )}
        </div>
        {isEntering ? (
          <button type="button" className="button primary" disabled={!typed?.trim() || busy !== null} onClick={save}>
            {busy === "saving" ? words.settings.saving : words.settings.save}
          </button>
        ) : (
          <button type="button" className="button" onClick={() => setTyped("")}>
            {words.settings.replace}
          </button>
        )}
        <OtherButton
          state={typed !== null && info.present ? "cancel" : info.present && info.store !== "environment" ? "remove" : null}
          isForget={info.store === "memory"}
          isBusy={busy === "removing"}
          onCancel={() => setTyped(null)}
          onRemove={() => void run("removing", () => api.removeKey())}
        />
      </div>
      {problem ? (
        <p className="answer-line bad" role="alert">
          <Icon of={CircleAlert} size={14} />
          {problem}
        </p>
      ) : (
        <WhereKept info={info} />
      )}
    </Setting>
  );
}

interface OtherProps {
  state: "cancel" | "remove" | null;
  isForget: boolean;
  isBusy: boolean;
  onCancel(): void;
  onRemove(): void;
}

function OtherButton({ state, isForget, isBusy, onCancel, onRemove }: OtherProps) {
  if (state === null) return null;
  if (state === "cancel") {
    return (
      <button type="button" className="button" onClick={onCancel}>
        {words.settings.cancel}
      </button>
    );
  }
  return (
    <button type="button" className="button danger" disabled={isBusy} onClick={onRemove}>
      {isBusy ? words.settings.removing : isForget ? words.settings.forget : words.settings.remove}
    </button>
  );
}

function WhereKept({ info }: { info: KeyInfo }) {
  const sentence = info.present ? words.settings.keyIn[info.store] : "";
  if (!sentence) return null;
  if (info.store !== "memory") return <p className="setting-help">{sentence}</p>;
  return (
    <p className="answer-line mind">
      <Icon of={TriangleAlert} size={14} />
      {sentence}
    </p>
  );
}
