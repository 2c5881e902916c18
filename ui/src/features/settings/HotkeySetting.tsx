import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { Preferences } from "../../api/upkeep";
import { Kbd } from "../../components/Kbd";
import { onMac, words } from "../../words/words";
import { AnswerLine, Problem } from "./AnswerLine";
import { acceleratorOf, keysOf } from "./accelerator";
import { CopyText } from "./CopyText";
import type { SetPreferences } from "./DesktopSettings";
import { Setting } from "./Setting";
import { useAction } from "./useAction";

interface Props {
  hotkey: Preferences["hotkey"];
  set: SetPreferences;
}

/** The key that shows quick add: shown, changed by pressing another one, switched off; and what to do where it is not to be had. */
export function HotkeySetting({ hotkey, set }: Props) {
  const [isRecording, setRecording] = useState(false);
  const { isBusy, problem, run } = useAction();
  const change = useRef<HTMLButtonElement>(null);
  const { accelerator, state, command } = hotkey;
  const stop = (): void => {
    setRecording(false);
    requestAnimationFrame(() => change.current?.focus());
  };
  const take = (keys: string | null): void => {
    stop();
    run(() => set({ hotkey: keys }));
  };
  const help = isRecording ? words.general.recordingHelp : state === "unavailable" ? undefined : words.general.hotkeyHelp;
  return (
    <Setting label={words.general.hotkey} help={help}>
      {state === "unavailable" ? (
        <>
          <p>{words.general.hotkeyUnavailable}</p>
          <CopyText text={command} label={words.general.copy} />
        </>
      ) : (
        <div className="setting-inline">
          {isRecording ? (
            <Recorder onTake={take} onStop={stop} />
          ) : (
            <>
              <Keys accelerator={state === "off" ? null : accelerator} />
              <button ref={change} type="button" className="button" disabled={isBusy} onClick={() => setRecording(true)}>
                {words.general.recordHotkey}
              </button>
              {state === "off" ? null : (
                <button type="button" className="button plain" disabled={isBusy} onClick={() => take(null)}>
                  {words.general.hotkeyOff}
                </button>
              )}
            </>
          )}
        </div>
      )}
      {state === "taken" && accelerator && !isRecording ? (
        <AnswerLine tone="mind">{words.general.hotkeyTaken(keysOf(accelerator, onMac).join(onMac ? "" : "+"))}</AnswerLine>
      ) : null}
      <Problem of={problem} />
    </Setting>
  );
}

function Keys({ accelerator }: { accelerator: string | null }) {
  if (!accelerator) return <span className="text-muted">{words.general.hotkeyNone}</span>;
  return (
    <span className="inline-flex gap-1">
      {keysOf(accelerator, onMac).map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
    </span>
  );
}

/** Takes the next combination that is pressed. Tab leaves it, like any field. */
function Recorder({ onTake, onStop }: { onTake(keys: string): void; onStop(): void }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const press = (event: KeyboardEvent): void => {
    if (event.key === "Tab" && !event.ctrlKey && !event.altKey && !event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const keys = acceleratorOf(event);
    if (event.key === "Escape") onStop();
    else if (keys) onTake(keys);
  };
  return (
    <div className="field hotkey-field">
      <input
        ref={field}
        aria-label={words.general.hotkey}
        placeholder={words.general.recording}
        value=""
        readOnly
        onKeyDown={press}
        onBlur={onStop}
      />
    </div>
  );
}
