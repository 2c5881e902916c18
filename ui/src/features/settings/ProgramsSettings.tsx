import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi, useSettings } from "../../api/queries";
import type { Settings } from "../../api/types";
import { Segmented } from "../../components/Segmented";
import { Switch } from "../../components/Switch";
import { words } from "../../words/words";
import { AnswerLine, Problem } from "./AnswerLine";
import { CopyText } from "./CopyText";
import { Setting } from "./Setting";
import { useAction } from "./useAction";
import { useMoment } from "./useMoment";

const CALLS = 50;
const COMMAND = `{
  "mcpServers": {
    "docket": { "command": "docket", "args": ["mcp"] }
  }
}`;

/** Other programs that use the list over MCP: whether, how far, with which secret, and what they did. */
export function ProgramsSettings() {
  const api = useApi();
  const client = useQueryClient();
  const settings = useSettings();
  const { isBusy, problem, run } = useAction();
  // Only in memory, and only as long as one looks: it is never told again.
  const [secret, setSecret] = useState<string | null>(null);
  if (!settings) return null;
  const { on, read_only } = settings.mcp;

  const set = (wish: { on: boolean; read_only?: boolean; new_secret?: boolean }): void =>
    run(async () => {
      const { mcp, secret: made } = await api.setMcp(wish);
      client.setQueryData<Settings>(["settings"], (shown) => (shown ? { ...shown, mcp } : shown));
      if (made) setSecret(made);
      else if (!wish.on) setSecret(null);
    });
  return (
    <>
      <Setting label={words.programs.access} help={words.programs.help}>
        <Switch label={words.programs.on} checked={on} disabled={isBusy} onChange={(to) => set({ on: to })} />
        <Problem of={problem} />
      </Setting>
      <Setting label={words.programs.rights} help={words.programs.rightsHelp}>
        <Segmented<"read" | "write">
          label={words.programs.rights}
          value={read_only ? "read" : "write"}
          options={[
            { value: "write", label: words.programs.readWrite },
            { value: "read", label: words.programs.readOnly },
          ]}
          onChange={(to) => set({ on, read_only: to === "read" })}
        />
      </Setting>
      {on ? <Access secret={secret} isBusy={isBusy} onNewSecret={() => set({ on: true, new_secret: true })} /> : null}
      <Setting label={words.programs.command} help={words.programs.commandHelp}>
        <CopyText text={COMMAND} label={words.programs.copyCommand} />
      </Setting>
      <Calls />
    </>
  );
}

function Access({ secret, isBusy, onNewSecret }: { secret: string | null; isBusy: boolean; onNewSecret(): void }) {
  const config = {
    mcpServers: {
      docket: {
        url: `${location.origin}/mcp`,
        headers: { Authorization: `Bearer ${secret ?? `<${words.programs.placeholder}>`}` },
      },
    },
  };
  return (
    <>
      <Setting label={words.programs.secret} help={secret ? undefined : `${words.programs.secretKept} ${words.programs.newSecretHelp}`}>
        {secret ? (
          <>
            <CopyText key={secret} text={secret} label={words.programs.copySecret} />
            <AnswerLine tone="mind">{words.programs.secretOnce}</AnswerLine>
          </>
        ) : (
          <button type="button" className="button" disabled={isBusy} onClick={onNewSecret}>
            {words.programs.newSecret}
          </button>
        )}
      </Setting>
      <Setting label={words.programs.config} help={words.programs.configHelp}>
        <CopyText key={secret} text={JSON.stringify(config, null, 2)} label={words.programs.copyConfig} />
      </Setting>
    </>
  );
}

/** The newest calls of such programs. They do not come as events: one looks again. */
function Calls() {
  const api = useApi();
  const moment = useMoment();
  const { data, error, isFetching, refetch } = useQuery({ queryKey: ["audit"], queryFn: () => api.audit(CALLS), staleTime: 0 });
  return (
    <Setting label={words.programs.audit}>
      <button type="button" className="button" disabled={isFetching} onClick={() => void refetch()}>
        {words.programs.again}
      </button>
      <p className="setting-help">
        {words.programs.auditHelp}
        {data?.calls.length === 0 ? ` ${words.programs.noCalls}` : null}
      </p>
      <Problem of={error ? words.list.failed : null} />
      {data && data.calls.length > 0 ? (
        <ul className="setting-list">
          {data.calls.map((call) => (
            <li key={`${call.at} ${call.tool} ${call.arguments}`} className="call-line" data-outcome={call.outcome}>
              <span className="font-medium">{call.tool}</span>
              <span className="call-outcome">{words.programs.outcomes[call.outcome]}</span>
              <span className="text-muted">{moment(call.at)}</span>
              <code>{call.arguments}</code>
            </li>
          ))}
        </ul>
      ) : null}
    </Setting>
  );
}
