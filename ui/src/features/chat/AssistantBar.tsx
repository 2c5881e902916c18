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
  /** The trouble is over: somebody else answers from now on. */
  onSettled(): void;
}

/** Who answers, and whether anything leaves this computer. It stands where one looks before sending. */
export function AssistantBar({ trouble, onConnect, onSettled }: Props) {
  const api = useApi();
  const client = useQueryClient();
  const assistant = useAppInfo()?.assistant;
  if (!assistant) return <footer className="assistant-bar" />;
  const { tone, icon, name, text } = stateOf(assistant, trouble);

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
      <span className="truncate">
        <b>{name}</b> {text}
      </span>
      {tone === "broken" ? (
        <button type="button" className="bar-link" onClick={useBuiltIn}>
          {words.assistant.useBuiltIn}
        </button>
      ) : assistant.provider === "rules" ? (
        <button type="button" className="bar-link" onClick={onConnect}>
          {words.assistant.connect}
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
}

/** Green says "stays here" and nothing else does; whatever else may be wrong, a built-in answer never left. */
function stateOf(assistant: AssistantInfo, trouble: Error | null): BarState {
  if (assistant.provider === "rules") {
    return { tone: "stays", icon: LockKeyhole, name: words.assistant.builtIn, text: `· ${words.assistant.stays}` };
  }
  const name = assistant.provider === "openai" ? words.assistant.openai : words.assistant.compatible;
  if (trouble) return { tone: "broken", icon: Unplug, name, text: words.assistant.unreachable };
  const model = assistant.model ?? "";
  if (!assistant.leaves_computer) return { tone: "stays", icon: LockKeyhole, name, text: `${model} · ${words.assistant.stays}` };
  return { tone: "leaves", icon: ArrowUpRight, name, text: `${model} · ${words.assistant.sentTo(assistant.host ?? "")}` };
}
