import { ArrowUpRight, LockKeyhole, type LucideIcon, Unplug } from "lucide-react";
import { useEffect, useRef } from "react";
import { type AssistantState, useAssistant } from "../../api/connection";
import { useSettings } from "../../api/queries";
import { Icon } from "../../components/Icon";
import { words } from "../../words/words";
import { codeOf, Notice } from "./Notice";
import { useConnection } from "./useConnection";

interface Props {
  /** What went wrong with the last answer. */
  trouble: Error | null;
  onConnect(): void;
  /** Somebody wants to know what leaves this computer. */
  onPrivacy(): void;
  /** The trouble is over: somebody else answers from now on, or the model does again. */
  onSettled(): void;
}

/** Who answers, and whether anything leaves this computer. It stands where one looks before sending; ways out of trouble stand above it. */
export function AssistantBar({ trouble, onConnect, onPrivacy, onSettled }: Props) {
  const assistant = useAssistant();
  useSettling(assistant, trouble, onSettled);
  return (
    <>
      {assistant ? <Notice assistant={assistant} trouble={trouble} onSettings={onConnect} onSettled={onSettled} /> : null}
      {assistant ? (
        <Bar assistant={assistant} trouble={trouble} onConnect={onConnect} onPrivacy={onPrivacy} onSettled={onSettled} />
      ) : (
        <footer className="assistant-bar" />
      )}
    </>
  );
}

function Bar({ assistant, trouble, onConnect, onPrivacy, onSettled }: Props & { assistant: AssistantState }) {
  const { chooseBuiltIn } = useConnection();
  const { tone, icon, name, text, wayOut } = stateOf(assistant, trouble);
  return (
    <footer className="assistant-bar" data-tone={tone}>
      <Icon of={icon} size={14} />
      <button type="button" className="bar-text truncate" title={words.privacy.show} onClick={onPrivacy}>
        <b>{name}</b> {text}
      </button>
      {wayOut === "use built in" ? (
        <button type="button" className="bar-link" onClick={() => chooseBuiltIn(onSettled)}>
          {words.assistant.useBuiltIn}
        </button>
      ) : wayOut ? (
        <button type="button" className="bar-link" onClick={onConnect}>
          {wayOut === "connect" ? words.assistant.connect : words.assistant.setUp}
        </button>
      ) : null}
    </footer>
  );
}

/** What was wrong with a connection says nothing of another one, of another key, or of one that is back. */
function useSettling(assistant: AssistantState | undefined, trouble: Error | null, onSettled: () => void): void {
  const key = useSettings()?.key;
  const now = assistant && [assistant.provider, assistant.host, assistant.model, assistant.outage, key?.last4, key?.store].join(" ");
  const before = useRef(now);
  useEffect(() => {
    const isOther = before.current !== undefined && before.current !== now;
    before.current = now;
    if (isOther && trouble && !assistant?.outage) onSettled();
  }, [now, trouble, assistant?.outage, onSettled]);
}

interface BarState {
  tone: "stays" | "leaves" | "broken";
  icon: LucideIcon;
  name: string;
  text: string;
  wayOut: "connect" | "set up" | "use built in" | null;
}

/** Green says "stays here" and nothing else does. Whatever may have gone wrong, a built-in answer never left. */
function stateOf(assistant: AssistantState, trouble: Error | null): BarState {
  const { provider, host, leaves_computer } = assistant;
  const model = assistant.model ?? "";
  if (provider === "rules") {
    return { tone: "stays", icon: LockKeyhole, name: words.assistant.builtIn, text: `· ${words.assistant.stays}`, wayOut: "connect" };
  }
  const name = nameOf(assistant);
  // Without a host the connection is not complete: nobody is asked, and nobody answers.
  if (host === null) return { tone: "broken", icon: Unplug, name, text: words.assistant.incomplete, wayOut: "set up" };
  const broken = brokenBy(assistant, trouble);
  if (broken) return { tone: "broken", icon: Unplug, name, text: broken, wayOut: "use built in" };
  if (!leaves_computer) return { tone: "stays", icon: LockKeyhole, name, text: `${model} · ${words.assistant.stays}`, wayOut: null };
  return { tone: "leaves", icon: ArrowUpRight, name, text: `${model} · ${words.assistant.sentTo(host)}`, wayOut: null };
}

/** A program is called by its name; what is only an address stands in the text. */
function nameOf({ provider, name, host }: AssistantState): string {
  if (provider === "openai") return words.assistant.openai;
  return name && name !== host ? name : words.assistant.compatible;
}

/** What is wrong with the connection itself. Of other failures the conversation tells; the next answer may be fine. */
function brokenBy({ outage }: AssistantState, trouble: Error | null): string | null {
  if (outage) return words.connections.outages[outage];
  return words.assistant.troubles[codeOf(trouble) as keyof typeof words.assistant.troubles] ?? null;
}
