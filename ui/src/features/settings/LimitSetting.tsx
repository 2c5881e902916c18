import { Meter } from "@base-ui/react/meter";
import { useState } from "react";
import type { SettingsPatch } from "../../api/client";
import type { AssistantState, Tier } from "../../api/connection";
import type { Settings } from "../../api/types";
import { Segmented } from "../../components/Segmented";
import { words } from "../../words/words";
import { Problem } from "./AnswerLine";
import { Setting } from "./Setting";
import { useAction } from "./useAction";

/** The server's own limit of the limit. */
const MOST = 1_000_000_000;
/** From this part of the limit on a higher one is offered. */
const NEARLY = 0.8;

interface Props {
  settings: Settings;
  assistant: AssistantState;
  onSave(patch: SettingsPatch): Promise<void>;
}

/** How much a day may cost and a minute may ask, and what is used of it. */
export function LimitSetting({ settings, assistant, onSave }: Props) {
  const pace = useAction();
  const raising = useAction();
  const { limit, used, counted } = assistant.tokens;
  const higher = limit === null ? null : Math.min(limit * 2, MOST);
  const isNearly = limit !== null && used >= limit * NEARLY && higher !== null && higher > limit;
  return (
    <>
      <Setting label={words.connections.limit} help={counted ? words.connections.limitHelp : words.connections.limitFree}>
        <TokenField key={String(settings.daily_tokens)} value={settings.daily_tokens} limit={limit} onSave={onSave} />
        <div className="limit-line">
          {limit === null ? null : <UsedMeter used={used} limit={limit} />}
          <span className="setting-size tabular-nums">{words.connections.usedToday(used)}</span>
          {isNearly ? (
            <button
              type="button"
              className="button small"
              disabled={raising.isBusy}
              onClick={() => raising.run(() => onSave({ daily_tokens: higher }))}
            >
              {words.connections.raise(higher)}
            </button>
          ) : null}
        </div>
        <Problem of={raising.problem} />
      </Setting>
      <Setting label={words.connections.pace} help={words.connections.paceHelp}>
        <Segmented<Tier>
          label={words.connections.pace}
          value={assistant.tier}
          options={(["free", "standard", "unlimited"] as const).map((value) => ({ value, label: words.connections.paces[value] }))}
          onChange={(tier) => pace.run(() => onSave({ tier }))}
        />
        <Problem of={pace.problem} />
      </Setting>
    </>
  );
}

function UsedMeter({ used, limit }: { used: number; limit: number }) {
  return (
    <Meter.Root
      value={Math.min(used, limit)}
      max={Math.max(limit, 1)}
      aria-label={words.connections.limit}
      getAriaValueText={() => words.connections.usedOf(used, limit)}
    >
      <Meter.Track className="meter">
        <Meter.Indicator className="meter-used" />
      </Meter.Track>
    </Meter.Root>
  );
}

interface FieldProps {
  value: number | null;
  limit: number | null;
  onSave(patch: SettingsPatch): Promise<void>;
}

/** A number of tokens; empty for the usual limit. What was typed stays until it is saved. */
function TokenField({ value, limit, onSave }: FieldProps) {
  const { isBusy, problem, run } = useAction();
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const shown = value === null ? "" : words.connections.asNumber(value);
  const isChanged = typed !== null && typed.trim() !== shown;

  const save = (): void => {
    const tokens = tokensIn(typed ?? shown);
    const mistake =
      tokens === undefined ? words.connections.limitWrong : tokens !== null && tokens > MOST ? words.connections.limitMost : null;
    setWrong(mistake);
    if (mistake === null && tokens !== undefined) run(() => onSave({ daily_tokens: tokens }));
  };
  return (
    <>
      <div className="setting-inline wraps">
        <div className={`field token-field ${(problem ?? wrong) ? "bad" : ""}`}>
          <input
            type="text"
            inputMode="numeric"
            name="limit"
            aria-label={words.connections.limit}
            aria-invalid={(problem ?? wrong) !== null}
            placeholder={limit === null ? words.connections.noLimit : words.connections.asNumber(limit)}
            autoComplete="off"
            value={typed ?? shown}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter") save();
              else if (event.key === "Escape" && typed !== null) {
                event.stopPropagation();
                setTyped(null);
                setWrong(null);
              }
            }}
          />
        </div>
        <span>{words.connections.limitUnit}</span>
        {isChanged ? (
          <button type="button" className="button primary" disabled={isBusy} onClick={save}>
            {isBusy ? words.settings.saving : words.settings.save}
          </button>
        ) : value !== null ? (
          <button type="button" className="button plain" disabled={isBusy} onClick={() => run(() => onSave({ daily_tokens: null }))}>
            {words.connections.usual}
          </button>
        ) : null}
      </div>
      <Problem of={wrong ?? problem} />
    </>
  );
}

/** The number that is meant, `null` for none; undefined where it is not one. Separators of any language are passed over. */
export function tokensIn(text: string): number | null | undefined {
  const digits = text.replace(/[\s.,'’_]/g, "");
  if (!digits) return null;
  return /^\d+$/.test(digits) ? Number(digits) : undefined;
}
