import { LoaderCircle } from "lucide-react";
import type { AssistantState, ConnectionTest } from "../../api/connection";
import { Icon } from "../../components/Icon";
import { words } from "../../words/words";
import { AnswerLine, Problem } from "./AnswerLine";
import { Setting } from "./Setting";
import { useConnectionTest } from "./useConnectionTest";

interface Props {
  assistant: AssistantState;
  /** Brings a field to hand: `key`, `address` or `model`. */
  onGo(field: Field): void;
  onModel(model: string): Promise<void>;
}

type Field = "key" | "address" | "model";

/** Tries the connection, says in words what came of it, and what to do then. */
export function ConnectionSetting({ assistant, onGo, onModel }: Props) {
  const { state, start, stop } = useConnectionTest();
  const isAsking = state.kind === "asking";
  return (
    <Setting label={words.connections.connection} help={state.kind === "idle" ? words.connections.testHelp : undefined}>
      <button type="button" className="button" onClick={isAsking ? stop : start}>
        <span className="keeps-width" data-text={words.connections.test}>
          {isAsking ? words.connections.stop : words.connections.test}
        </span>
      </button>
      {isAsking ? (
        <p className="answer-line quiet" role="status">
          <Icon of={LoaderCircle} size={14} />
          <span>{words.connections.asking(assistant.host ?? words.assistant.builtIn, state.seconds)}</span>
        </p>
      ) : null}
      {state.kind === "stopped" ? <p className="setting-help">{words.connections.stopped}</p> : null}
      {state.kind === "failed" ? <Problem of={state.sentence} /> : null}
      {state.kind === "done" ? (
        <>
          <AnswerLine tone={state.test.ok ? "good" : "bad"}>{sentence(state.test, assistant)}</AnswerLine>
          <WaysOut test={state.test} assistant={assistant} onGo={onGo} onModel={onModel} />
        </>
      ) : null}
    </Setting>
  );
}

function WaysOut({ test, assistant, onGo, onModel }: Props & { test: ConnectionTest }) {
  const [first] = test.models;
  const field = fieldOf(test, assistant);
  if (test.ok || !field) return null;
  return (
    <div className="ways-out">
      {test.code === "MODEL_NOT_FOUND" && first ? (
        <button type="button" className="button small" onClick={() => void onModel(first)}>
          {words.connections.takeModel(first)}
        </button>
      ) : null}
      <button type="button" className="button small" onClick={() => onGo(field.name)}>
        {field.label}
      </button>
    </div>
  );
}

/** What is to be mended, where it is something in these settings. */
function fieldOf({ code }: ConnectionTest, { provider }: AssistantState): { name: Field; label: string } | null {
  switch (code) {
    case "KEY_MISSING":
      return { name: "key", label: words.connections.toKey };
    case "KEY_REFUSED":
      return { name: "key", label: words.connections.toNewKey };
    case "MODEL_NOT_FOUND":
    case "MODEL_MISSING":
      return { name: "model", label: words.connections.toModel };
    case "PROVIDER_UNREACHABLE":
    case "NOT_A_MODEL":
    case "BASE_URL_MISSING":
    case "BASE_URL_INVALID":
    case "BASE_URL_INSECURE":
      return provider === "compatible" ? { name: "address", label: words.connections.toAddress } : null;
    default:
      return null;
  }
}

function sentence({ ok, code, reason, took_ms, models, message }: ConnectionTest, { provider, name, model }: AssistantState): string {
  if (ok) return provider === "rules" ? words.connections.worksBuiltIn : words.connections.works(model ?? "", took_ms);
  if (code === "MODEL_NOT_FOUND" && model && models.length > 0) return words.connections.noSuchModel(model, models);
  const known = words.connections.tests[(reason ?? code) as keyof typeof words.connections.tests];
  return known ? known(name ?? words.assistant.compatible) : message;
}
