import { useQueryClient } from "@tanstack/react-query";
import {
  ArrowUpRight,
  Ban,
  Bot,
  HardDrive,
  KeyRound,
  type LucideIcon,
  MessageSquare,
  PanelRight,
  PenLine,
  Plug,
  RefreshCw,
} from "lucide-react";
import type { ReactNode } from "react";
import { useApi, useAppInfo, useSettings } from "../../api/queries";
import type { AppInfo, Settings } from "../../api/types";
import { Icon } from "../../components/Icon";
import { words } from "../../words/words";
import { Problem } from "./AnswerLine";
import { usualFolder } from "./DataSettings";
import { useAction } from "./useAction";

/** What leaves this computer and what does not, as things are set now. */
export function PrivacySettings() {
  const api = useApi();
  const client = useQueryClient();
  const app = useAppInfo();
  const settings = useSettings();
  const { isBusy, problem, run } = useAction();
  if (!app || !settings) return null;
  const useBuiltIn = async (): Promise<void> => {
    client.setQueryData(["settings"], await api.patchSettings({ provider: "rules" }));
    await client.invalidateQueries({ queryKey: ["app"] });
  };
  return (
    <div className="privacy">
      <p className="privacy-lead">{words.privacy.lead}</p>
      <Stays app={app} settings={settings} />
      <Leaves app={app} settings={settings} />
      {settings.mcp.on ? (
        <Section title={words.privacy.open} tone="leaves">
          <Fact icon={Plug} title={words.privacy.mcp}>
            {words.privacy.mcpOn(settings.mcp.read_only)}
          </Fact>
        </Section>
      ) : null}
      <Off app={app} settings={settings} />
      <Section title={words.privacy.never}>
        <Fact icon={Ban} title={words.privacy.usage}>
          {words.privacy.usageNever}
        </Fact>
      </Section>
      {app.assistant.leaves_computer ? (
        <button type="button" className="button mt-4" disabled={isBusy} onClick={() => run(useBuiltIn)}>
          {words.privacy.stop}
        </button>
      ) : null}
      <Problem of={problem} />
    </div>
  );
}

interface Props {
  app: AppInfo;
  settings: Settings;
}

function Stays({ app, settings }: Props) {
  const { provider, host, leaves_computer } = app.assistant;
  const answers = provider === "rules" ? words.privacy.builtIn : host === null ? words.privacy.incomplete : words.privacy.local(host);
  return (
    <Section title={words.privacy.stays} tone="stays">
      <Fact icon={HardDrive} title={words.privacy.list}>
        {words.privacy.listIn(usualFolder())}
      </Fact>
      <Fact icon={MessageSquare} title={words.privacy.chats}>
        {words.privacy.chatsIn}
      </Fact>
      <Fact icon={KeyRound} title={words.privacy.key}>
        {words.privacy.keyIn[settings.key.store]}
      </Fact>
      {leaves_computer ? null : (
        <Fact icon={PenLine} title={words.privacy.answers}>
          {answers}
        </Fact>
      )}
    </Section>
  );
}

function Leaves({ app, settings }: Props) {
  const { provider, host, leaves_computer } = app.assistant;
  const hasWidget = app.element === "openai";
  if (!leaves_computer && !hasWidget) return null;
  const who = leaves_computer && provider !== "openai" ? (host ?? words.assistant.compatible) : words.assistant.openai;
  const isTls = provider === "openai" || (settings.base_url ?? "").startsWith("https:");
  return (
    <Section title={words.privacy.leaves(who)} tone="leaves">
      {leaves_computer && host ? (
        <>
          <Fact icon={ArrowUpRight} title={words.privacy.answers}>
            {words.privacy.sent} {words.privacy.sentTo(host, isTls)}
          </Fact>
          <Fact icon={ArrowUpRight} title={words.privacy.files}>
            {words.privacy.filesHelp}
          </Fact>
          <Fact icon={ArrowUpRight} title={words.privacy.models}>
            {words.privacy.modelsHelp}
          </Fact>
        </>
      ) : null}
      {hasWidget ? (
        <Fact icon={PanelRight} title={words.privacy.widget}>
          {words.privacy.widgetOn}
        </Fact>
      ) : null}
    </Section>
  );
}

function Off({ app, settings }: Props) {
  return (
    <Section title={words.privacy.off}>
      {app.assistant.provider === "rules" ? (
        <Fact icon={Bot} title={words.privacy.backgroundOff}>
          {words.privacy.modelOff}
        </Fact>
      ) : null}
      {app.element === "built_in" ? (
        <Fact icon={PanelRight} title={words.privacy.widget}>
          {words.privacy.widgetOff}
        </Fact>
      ) : null}
      {settings.mcp.on ? null : (
        <Fact icon={Plug} title={words.privacy.mcpOffTitle}>
          {words.privacy.mcpOff}
        </Fact>
      )}
      <Fact icon={RefreshCw} title={words.privacy.updates}>
        {words.privacy.updatesOff}
      </Fact>
    </Section>
  );
}

function Section({ title, tone, children }: { title: string; tone?: "stays" | "leaves"; children: ReactNode }) {
  return (
    <section className="privacy-section" data-tone={tone}>
      <h2>{title}</h2>
      <ul>{children}</ul>
    </section>
  );
}

function Fact({ icon, title, children }: { icon: LucideIcon; title: string; children: ReactNode }) {
  return (
    <li>
      <Icon of={icon} />
      <div className="min-w-0">
        <p className="font-medium">{title}</p>
        <p className="text-muted break-words">{children}</p>
      </div>
    </li>
  );
}
