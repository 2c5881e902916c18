import { useQueryClient } from "@tanstack/react-query";
import { ArrowUpRight, LockKeyhole, type LucideIcon, Unplug } from "lucide-react";
import { sentenceOf } from "../../api/error";
import { useApi, useAppInfo } from "../../api/queries";
import type { AssistantInfo } from "../../api/types";
import { Icon } from "../../components/Icon";
import { notify } from "../../components/notices";
import { words } from "../../words/words";

interface Props {
  /** What went wrong with the last answer. */
  trouble: Error | null;
  onConnect(): void;
  /** Somebody wants to know what leaves this computer. */
  onPrivacy(): void;
  /** The trouble is over: somebody else answers from now on. */
  onSettled(): void;
}

/** Who answers, and whether anything leaves this computer. It stands where one looks before sending. */
export function AssistantBar({ trouble, onConnect, onPrivacy, onSettled }: Props) {
  const api = useApi();
  const client = useQueryClient();
  const assistant = useAppInfo()?.assistant;
  if (!assistant) return <footer className="assistant-bar" />;
  const { tone, icon, name, text, wayOut } = stateOf(assistant, trouble);

  const useBuiltIn = (): void => {
    api.patchSettings({ provider: "rules" }).then(
      () => {
        onSettled();
        void client.invalidateQueries({ queryKey: ["app"] });
        void client.invalidateQueries({ queryKey: ["settings"] });
      },
      (error: unknown) => notify({ tone: "mind", text: sentenceOf(error) }),
    );
  };
  return (
    <footer className="assistant-bar" data-tone={tone}>
      <Icon of={icon} size={14} />
      <button type="button" className="bar-text truncate" title={words.privacy.show} onClick={onPrivacy}>
        <b>{name}</b> {text}
      </button>
      {wayOut === "use built in" ? (
        <button type="button" className="bar-link" onClick={useBuiltIn}>
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

interface BarState {
  tone: "stays" | "leaves" | "broken";
  icon: LucideIcon;
  name: string;
  text: string;
  wayOut: "connect" | "set up" | "use built in" | null;
}

/** Green says "stays here" and nothing else does. Whatever may have gone wrong, a built-in answer never left. */
function stateOf(assistant: AssistantInfo, trouble: Error | null): BarState {
  const { provider, host, leaves_computer } = assistant;
  const model = assistant.model ?? "";
  if (provider === "rules") {
    return { tone: "stays", icon: LockKeyhole, name: words.assistant.builtIn, text: `· ${words.assistant.stays}`, wayOut: "connect" };
  }
  const name = provider === "openai" ? words.assistant.openai : words.assistant.compatible;
  // Without a host the connection is not complete: nobody is asked, and nobody answers.
  if (host === null) return { tone: "broken", icon: Unplug, name, text: words.assistant.incomplete, wayOut: "set up" };
  const broken = troubleOf(trouble);
  if (broken) return { tone: "broken", icon: Unplug, name, text: broken, wayOut: "use built in" };
  if (!leaves_computer) return { tone: "stays", icon: LockKeyhole, name, text: `${model} · ${words.assistant.stays}`, wayOut: null };
  return { tone: "leaves", icon: ArrowUpRight, name, text: `${model} · ${words.assistant.sentTo(host)}`, wayOut: null };
}

/** What is wrong with the connection itself. Of other failures the conversation tells; the next answer may be fine. */
function troubleOf(trouble: Error | null): string | null {
  const code = trouble && "code" in trouble ? trouble.code : null;
  return words.assistant.troubles[code as keyof typeof words.assistant.troubles] ?? null;
}
