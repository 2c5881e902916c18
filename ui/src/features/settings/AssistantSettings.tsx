import { LockKeyhole } from "lucide-react";
import { useRef } from "react";
import { useAssistant } from "../../api/connection";
import { useSettings } from "../../api/queries";
import type { Provider } from "../../api/types";
import { Segmented } from "../../components/Segmented";
import { Switch } from "../../components/Switch";
import { words } from "../../words/words";
import { Problem } from "./AnswerLine";
import { ConnectionSetting } from "./ConnectionSetting";
import { KeySetting } from "./KeySetting";
import { LimitSetting } from "./LimitSetting";
import { ModelSetting } from "./ModelSetting";
import { ServerSetting } from "./ServerSetting";
import { Setting } from "./Setting";
import { useAction } from "./useAction";
import { useSaveSettings } from "./useSaveSettings";
import { WhatLeaves } from "./WhatLeaves";

const providers = () =>
  [
    { value: "rules", label: words.assistant.builtIn, icon: LockKeyhole },
    { value: "openai", label: words.assistant.openai },
    { value: "compatible", label: words.assistant.compatible },
  ] as const;

/** Who answers in the chat, over which connection, and what it may cost. */
export function AssistantSettings() {
  const settings = useSettings();
  const assistant = useAssistant();
  const { save, tryOut } = useSaveSettings();
  const { problem, run } = useAction();
  const fallback = useAction();
  const pane = useRef<HTMLDivElement>(null);
  if (!settings || !assistant) return null;

  const { provider } = settings;
  const isRemote = provider !== "rules";
  /** Brings the field of that name to hand. */
  const goTo = (name: string): void => {
    const control = pane.current?.querySelector<HTMLElement>(`[name="${name}"]`);
    control?.focus();
    // A saved key has a button that makes room for a new one.
    if (control instanceof HTMLButtonElement) control.click();
  };
  return (
    <div ref={pane}>
      <Setting label={words.settings.who} help={words.settings.whoHelp}>
        <Segmented<Provider>
          label={words.settings.who}
          value={provider}
          options={providers()}
          // Shown at once; the server's answer, or its refusal, replaces it.
          onChange={(chosen) => run(() => tryOut({ provider: chosen }))}
        />
        <Problem of={problem} />
      </Setting>
      {provider === "compatible" ? <ServerSetting settings={settings} assistant={assistant} onSave={save} /> : null}
      {isRemote ? <KeySetting key={`${provider} ${settings.base_url}`} settings={settings} /> : null}
      {isRemote ? <ModelSetting key={`model ${provider}`} settings={settings} onSave={(model) => save({ model })} /> : null}
      <ConnectionSetting
        key={`test ${provider} ${settings.base_url} ${settings.model}`}
        assistant={assistant}
        onGo={goTo}
        onModel={(model) => save({ model })}
      />
      {isRemote ? <LimitSetting settings={settings} assistant={assistant} onSave={save} /> : null}
      {isRemote ? (
        <Setting label={words.connections.fallback} help={words.connections.fallbackHelp}>
          <Switch
            label={words.connections.fallbackSwitch}
            checked={settings.fallback}
            onChange={(on) => fallback.run(() => tryOut({ fallback: on }))}
          />
          <Problem of={fallback.problem} />
        </Setting>
      ) : null}
      <WhatLeaves assistant={assistant} />
    </div>
  );
}
