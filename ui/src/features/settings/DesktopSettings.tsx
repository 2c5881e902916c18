import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi, useAppInfo } from "../../api/queries";
import type { Preferences, PreferencesPatch } from "../../api/upkeep";
import { Switch } from "../../components/Switch";
import { words } from "../../words/words";
import { AnswerLine, Problem } from "./AnswerLine";
import { HotkeySetting } from "./HotkeySetting";
import { RemindersSetting } from "./RemindersSetting";
import { Setting } from "./Setting";
import { type Action, useAction } from "./useAction";

/** Sets preferences of the desktop; what is shown is what it answers. */
export type SetPreferences = (patch: PreferencesPatch) => Promise<void>;

/** What belongs to the desktop app. In a browser one quiet line says so. */
export function DesktopSettings() {
  const api = useApi();
  const client = useQueryClient();
  const isDesktop = useAppInfo()?.host === "desktop";
  const { data: preferences, error } = useQuery({
    queryKey: ["preferences"],
    queryFn: () => api.preferences(),
    enabled: isDesktop,
    // A tray or another program may have changed it; one looks seldom, and reads it then.
    staleTime: 0,
  });
  if (!isDesktop) return <p className="setting-help settings-foot">{words.general.browserOnly}</p>;
  if (error) return <Problem of={words.list.failed} />;
  if (!preferences) return null;
  const set: SetPreferences = async (patch) => {
    client.setQueryData(["preferences"], await api.setPreferences(patch));
  };
  return (
    <>
      <StartSetting preferences={preferences} set={set} />
      <ClosingSetting preferences={preferences} set={set} />
      <HotkeySetting hotkey={preferences.hotkey} set={set} />
      <OnDemandSetting preferences={preferences} set={set} />
      <RemindersSetting preferences={preferences} set={set} />
    </>
  );
}

interface Props {
  preferences: Preferences;
  set: SetPreferences;
}

function StartSetting({ preferences, set }: Props) {
  const action = useAction();
  return (
    <Setting label={words.general.login}>
      <Toggle
        label={words.general.startAtLogin}
        checked={preferences.start_at_login}
        action={action}
        onChange={(start_at_login) => set({ start_at_login })}
      />
    </Setting>
  );
}

function ClosingSetting({ preferences, set }: Props) {
  const action = useAction();
  return (
    <Setting label={words.general.closing}>
      <Toggle
        label={words.general.closeToTray}
        checked={preferences.close_to_tray}
        action={action}
        onChange={(close_to_tray) => set({ close_to_tray })}
      />
      {preferences.close_to_tray && !preferences.tray ? <AnswerLine tone="mind">{words.general.noTray}</AnswerLine> : null}
    </Setting>
  );
}

function OnDemandSetting({ preferences, set }: Props) {
  const action = useAction();
  return (
    <Setting label={words.general.quickAdd} help={words.general.onDemandHelp}>
      <Toggle
        label={words.general.onDemand}
        checked={preferences.quick_add_on_demand}
        action={action}
        onChange={(quick_add_on_demand) => set({ quick_add_on_demand })}
      />
    </Setting>
  );
}

interface ToggleProps {
  label: string;
  checked: boolean;
  action: Action;
  onChange(checked: boolean): Promise<void>;
}

/** A switch that moves when the desktop has said so. */
function Toggle({ label, checked, action, onChange }: ToggleProps) {
  return (
    <>
      <Switch label={label} checked={checked} disabled={action.isBusy} onChange={(to) => action.run(() => onChange(to))} />
      <Problem of={action.problem} />
    </>
  );
}
