import type { Preferences } from "../../api/upkeep";
import { words } from "../../words/words";
import { AnswerLine, Problem } from "./AnswerLine";
import type { SetPreferences } from "./DesktopSettings";
import { Setting } from "./Setting";
import { useAction } from "./useAction";
import { useMoment } from "./useMoment";

const HOUR_MS = 3_600_000;
/** Reminders of a morning come when it has begun for most. */
const MORNING = 8;

interface Props {
  preferences: Preferences;
  set: SetPreferences;
}

/** Whether reminders wait, until when, and whether they could be seen at all. */
export function RemindersSetting({ preferences, set }: Props) {
  const moment = useMoment();
  const { isBusy, problem, run } = useAction();
  const until = preferences.reminders_paused_until;
  const isPaused = until !== null && Date.parse(until) > Date.now();
  const pause = (to: Date | null): void => run(() => set({ reminders_paused_until: to?.toISOString() ?? null }));
  return (
    <Setting label={words.general.reminders} help={isPaused ? words.general.pausedUntil(moment(until)) : undefined}>
      <fieldset className="setting-inline" aria-label={words.general.pauseReminders}>
        {isPaused ? (
          <button type="button" className="button" disabled={isBusy} onClick={() => pause(null)}>
            {words.general.goOn}
          </button>
        ) : (
          <>
            <span>{words.general.pauseReminders}</span>
            <button type="button" className="button" disabled={isBusy} onClick={() => pause(new Date(Date.now() + HOUR_MS))}>
              {words.general.pauseFor.hour}
            </button>
            <button type="button" className="button" disabled={isBusy} onClick={() => pause(tomorrowMorning(new Date()))}>
              {words.general.pauseFor.tomorrow}
            </button>
          </>
        )}
      </fieldset>
      {preferences.notifications ? null : <AnswerLine tone="mind">{words.general.noNotifications}</AnswerLine>}
      <Problem of={problem} />
    </Setting>
  );
}

/** Eight in the morning of the next day, on the clock of this computer. */
export function tomorrowMorning(now: Date): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, MORNING);
}
