import { Timer } from "lucide-react";
import { type ReactNode, useState } from "react";
import { type AssistantState, useModels } from "../../api/connection";
import { sentenceOf } from "../../api/error";
import { useApi } from "../../api/queries";
import { useUiState } from "../../api/uiState";
import { Icon } from "../../components/Icon";
import { notify } from "../../components/notices";
import { words } from "../../words/words";
import { newChat, newChatFromSummary } from "./newChat";
import { useConnection } from "./useConnection";

interface Props {
  assistant: AssistantState;
  /** What went wrong with the last answer; the conversation has its sentence, and Retry where that makes sense. */
  trouble: Error | null;
  onSettings(): void;
  onSettled(): void;
}

/** The ways out of what went wrong, or takes long, between the conversation and the bar. */
export function Notice({ assistant, trouble, onSettings, onSettled }: Props) {
  // Whoever wants to wait on is asked again after as long a time.
  const [waitsUntil, setWaitsUntil] = useState(0);
  const { slow_s, provider } = assistant;
  if (provider === "rules") return null;
  if (slow_s !== null && slow_s > waitsUntil) {
    return <Slow assistant={assistant} seconds={slow_s} onWait={() => setWaitsUntil(slow_s)} onSettled={onSettled} />;
  }
  if (slow_s === null && waitsUntil > 0) setWaitsUntil(0);
  const code = codeOf(trouble);
  if (assistant.outage && slow_s === null) return <TryAgain assistant={assistant} onBack={onSettled} />;
  return code && slow_s === null ? <Failure code={code} assistant={assistant} onSettings={onSettings} onSettled={onSettled} /> : null;
}

/** Looks whether a model is back, without a message. */
function TryAgain({ assistant, onBack }: { assistant: AssistantState; onBack(): void }) {
  const name = assistant.name ?? words.assistant.compatible;
  const { isThere } = useConnection();
  const [isTrying, setTrying] = useState(false);
  const tryAgain = async (): Promise<void> => {
    setTrying(true);
    const found = await isThere();
    setTrying(false);
    if (found) onBack();
    notify(found ? { tone: "good", text: words.connections.back(name) } : { tone: "mind", text: words.connections.stillAway(name) });
  };
  return (
    <WaysOut>
      <button type="button" className="button small" disabled={isTrying} onClick={() => void tryAgain()}>
        {isTrying ? words.connections.trying : words.connections.tryAgain}
      </button>
    </WaysOut>
  );
}

interface SlowProps {
  assistant: AssistantState;
  seconds: number;
  onWait(): void;
  onSettled(): void;
}

function Slow({ assistant, seconds, onWait, onSettled }: SlowProps) {
  const { chooseBuiltIn, stop } = useConnection();
  return (
    <div className="chat-notice">
      <p role="status">
        <Icon of={Timer} />
        <span>{words.connections.slow(assistant.model ?? assistant.name ?? "", seconds)}</span>
      </p>
      <div className="acts">
        <Way label={words.connections.waitOn} onClick={onWait} />
        <Way label={words.connections.stop} onClick={stop} />
        <Way label={words.assistant.useBuiltIn} isPlain onClick={() => chooseBuiltIn(onSettled)} />
      </div>
    </div>
  );
}

interface FailureProps {
  code: string;
  assistant: AssistantState;
  onSettings(): void;
  onSettled(): void;
}

/** Which ways lead out of a failure, in their order. */
function Failure({ code, assistant, onSettings, onSettled }: FailureProps) {
  const { chooseBuiltIn } = useConnection();
  const fromSummary = useNewChatFromSummary();
  const builtIn = <Way label={words.assistant.useBuiltIn} isPlain onClick={() => chooseBuiltIn(onSettled)} />;
  switch (code) {
    case "KEY_MISSING":
      return (
        <WaysOut>
          <Way label={words.connections.toKey} isFirst onClick={onSettings} />
          {builtIn}
        </WaysOut>
      );
    case "KEY_REFUSED":
      return (
        <WaysOut>
          <Way label={words.connections.toNewKey} onClick={onSettings} />
          {builtIn}
        </WaysOut>
      );
    case "TOKEN_BUDGET_USED":
      return (
        <WaysOut>
          <Way label={words.connections.raiseInSettings} onClick={onSettings} />
          {builtIn}
        </WaysOut>
      );
    case "MODEL_NOT_FOUND":
      return <OtherModel assistant={assistant} onSettings={onSettings} onSettled={onSettled} />;
    case "CONTEXT_TOO_LONG":
      return (
        <WaysOut>
          <Way label={words.connections.newFromSummary} onClick={fromSummary} />
          <Way label={words.connections.newChat} isPlain onClick={() => void newChat()} />
        </WaysOut>
      );
    case "NOT_A_MODEL":
    case "BASE_URL_MISSING":
    case "BASE_URL_INVALID":
    case "BASE_URL_INSECURE":
    case "MODEL_MISSING":
      return (
        <WaysOut>
          <Way label={words.assistant.setUp} onClick={onSettings} />
          {builtIn}
        </WaysOut>
      );
    case "ANSWER_BROKE_OFF":
      return (
        <WaysOut>
          <Way label={words.connections.continueBuiltIn} isPlain onClick={() => chooseBuiltIn(onSettled)} />
        </WaysOut>
      );
    case "QUOTA_EXCEEDED":
    case "PROVIDER_RATE_LIMITED":
    case "PROVIDER_UNREACHABLE":
    case "PROVIDER_SILENT":
    case "PROVIDER_REFUSED":
    case "TURN_TOO_LONG":
      return <WaysOut>{builtIn}</WaysOut>;
    default:
      return null;
  }
}

function useNewChatFromSummary(): () => void {
  const api = useApi();
  const threadId = useUiState((state) => state.thread_id ?? null);
  return () => void newChatFromSummary(api, threadId).catch((error: unknown) => notify({ tone: "mind", text: sentenceOf(error) }));
}

function OtherModel({ assistant: { provider, host, model }, onSettings, onSettled }: Omit<FailureProps, "code">) {
  const { chooseModel } = useConnection();
  const first = useModels(provider, host, true).models.find((name) => name !== model);
  return (
    <WaysOut>
      {first ? <Way label={words.connections.takeModel(first)} onClick={() => chooseModel(first, onSettled)} /> : null}
      <Way label={words.connections.chooseAnother} isPlain onClick={onSettings} />
    </WaysOut>
  );
}

function WaysOut({ children }: { children: ReactNode }) {
  return (
    <fieldset className="chat-notice acts" aria-label={words.connections.waysOut}>
      {children}
    </fieldset>
  );
}

interface WayProps {
  label: string;
  /** What most people will want. */
  isFirst?: boolean;
  isPlain?: boolean;
  onClick(): void;
}

function Way({ label, isFirst = false, isPlain = false, onClick }: WayProps) {
  return (
    <button type="button" className={`button small ${isFirst ? "primary" : isPlain ? "plain" : ""}`} onClick={onClick}>
      {label}
    </button>
  );
}

/** The code of a failure, where it has one. */
export function codeOf(trouble: Error | null): string | null {
  return trouble && "code" in trouble && typeof trouble.code === "string" ? trouble.code : null;
}
