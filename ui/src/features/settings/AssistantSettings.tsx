import { useQueryClient } from "@tanstack/react-query";
import { LockKeyhole } from "lucide-react";
import { useState } from "react";
import { sentenceOf } from "../../api/error";
import { useApi, useSettings } from "../../api/queries";
import type { Provider, Settings } from "../../api/types";
import { Segmented } from "../../components/Segmented";
import { words } from "../../words/words";
import { KeySetting } from "./KeySetting";
import { Setting } from "./Setting";
import { TextSetting } from "./TextSetting";

const providers = () =>
  [
    { value: "rules", label: words.assistant.builtIn, icon: LockKeyhole },
    { value: "openai", label: words.assistant.openai },
    { value: "compatible", label: words.assistant.compatible },
  ] as const;

/** Who answers in the chat, and over which connection. */
export function AssistantSettings() {
  const settings = useSettings();
  const api = useApi();
  const client = useQueryClient();
  const [problem, setProblem] = useState<string | null>(null);
  if (!settings) return null;

  const show = (changed: Settings): void => {
    client.setQueryData(["settings"], changed);
    void client.invalidateQueries({ queryKey: ["app"] });
  };
  const save = async (patch: Parameters<typeof api.patchSettings>[0]): Promise<void> => show(await api.patchSettings(patch));
  const choose = (provider: Provider): void => {
    setProblem(null);
    // Shown at once; the server's answer, or its refusal, replaces it.
    client.setQueryData(["settings"], { ...settings, provider });
    save({ provider }).catch((error: unknown) => {
      client.setQueryData(["settings"], settings);
      setProblem(sentenceOf(error));
    });
  };
  const { provider } = settings;
  return (
    <>
      <Setting label={words.settings.who} help={provider === "openai" ? words.settings.openaiHelp : words.settings.whoHelp}>
        <Segmented<Provider> label={words.settings.who} value={provider} options={providers()} onChange={choose} />
        {problem ? (
          <p className="answer-line bad" role="alert">
            {problem}
          </p>
        ) : null}
      </Setting>
      {provider === "compatible" ? (
        <TextSetting
          key="address"
          label={words.settings.address}
          value={settings.base_url ?? ""}
          placeholder={words.settings.addressPlaceholder}
          help={words.settings.addressHelp}
          onSave={(base_url) => save({ base_url: base_url || null })}
        />
      ) : null}
      {provider !== "rules" ? (
        <TextSetting
          key={`model ${provider}`}
          label={words.settings.model}
          value={settings.model ?? ""}
          placeholder={words.settings.modelPlaceholder[provider]}
          help={words.settings.modelHelp}
          onSave={(model) => save({ model: model || null })}
        />
      ) : null}
      {provider !== "rules" ? (
        <KeySetting info={settings.key} isOptional={provider === "compatible"} onChanged={(key) => show({ ...settings, key })} />
      ) : null}
    </>
  );
}
