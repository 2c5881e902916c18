import { Search } from "lucide-react";
import { useState } from "react";
import type { SettingsPatch } from "../../api/client";
import type { AssistantState, FoundServer } from "../../api/connection";
import { useApi } from "../../api/queries";
import type { Settings } from "../../api/types";
import { Icon } from "../../components/Icon";
import { Segmented } from "../../components/Segmented";
import { words } from "../../words/words";
import { AnswerLine, Problem } from "./AnswerLine";
import { Setting } from "./Setting";
import { TextSetting } from "./TextSetting";
import { useAction } from "./useAction";

/** No program at a usual address. */
const OTHER = "other";

interface Props {
  settings: Settings;
  assistant: AssistantState;
  onSave(patch: SettingsPatch): Promise<void>;
}

/** Which model server, and where it is. This computer is searched only when asked to. */
export function ServerSetting({ settings, assistant, onSave }: Props) {
  const api = useApi();
  const choosing = useAction();
  const looking = useAction();
  const [found, setFound] = useState<readonly FoundServer[] | null>(null);
  // Another address was chosen: what stood in the field half typed is not meant any more.
  const [round, setRound] = useState(0);
  const save = async (patch: SettingsPatch): Promise<void> => {
    await onSave(patch);
    setRound((n) => n + 1);
  };
  const address = settings.base_url ?? "";
  const unencrypted = unencryptedHost(address);
  const preset = assistant.presets.find(({ base_url }) => base_url === address);
  const options = [
    ...assistant.presets.map(({ name }) => ({ value: name, label: name })),
    { value: OTHER, label: words.connections.other },
  ];
  const choose = (name: string): void => {
    const base_url = assistant.presets.find((one) => one.name === name)?.base_url ?? null;
    choosing.run(() => save({ base_url, model: null }));
  };
  // A server that was found has models: the first is a better beginning than an empty field.
  const take = ({ base_url, models }: FoundServer): void => choosing.run(() => save({ base_url, model: models[0] ?? null }));
  return (
    <>
      <Setting label={words.connections.server} help={words.connections.lookHelp}>
        <div className="setting-inline wraps">
          <Segmented label={words.connections.server} value={preset?.name ?? OTHER} options={options} onChange={choose} />
          <button
            type="button"
            className="button"
            disabled={looking.isBusy}
            onClick={() => looking.run(async () => setFound(await api.findServers()))}
          >
            <Icon of={Search} size={14} />
            {looking.isBusy ? words.connections.looking : words.connections.look}
          </button>
        </div>
        {found?.length === 0 ? <AnswerLine tone="mind">{words.connections.foundNone}</AnswerLine> : null}
        {found?.length ? <Found servers={found} onTake={take} /> : null}
        <Problem of={looking.problem ?? choosing.problem} />
      </Setting>
      <TextSetting
        key={`address ${round}`}
        label={words.settings.address}
        name="address"
        value={address}
        placeholder={words.settings.addressPlaceholder}
        help={words.settings.addressHelp}
        onSave={(base_url) => onSave({ base_url: base_url || null })}
      >
        {unencrypted ? <AnswerLine tone="mind">{words.connections.unencrypted(unencrypted)}</AnswerLine> : null}
      </TextSetting>
    </>
  );
}

function Found({ servers, onTake }: { servers: readonly FoundServer[]; onTake(server: FoundServer): void }) {
  return (
    <ul className="setting-list" aria-label={words.connections.found}>
      {servers.map((server) => (
        <li key={server.base_url} className="setting-item">
          <b className="font-medium">{server.name}</b>
          <span className="setting-size">{words.connections.hasModels(server.models.length)}</span>
          <span className="grow" />
          <button type="button" className="button small" onClick={() => onTake(server)}>
            {words.connections.takeServer(server.name)}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** The host of an http address on another computer; the server lets in none but those of the local network. */
function unencryptedHost(address: string): string | null {
  if (!address.startsWith("http://") || !URL.canParse(address)) return null;
  const { hostname, host } = new URL(address);
  const isHere = hostname === "[::1]" || /(^|\.)localhost$/.test(hostname) || /^127\./.test(hostname);
  return isHere ? null : host;
}
