import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { Icon } from "../../components/Icon";
import { speak } from "../../components/notices";
import { words } from "../../words/words";
import { Problem } from "./AnswerLine";

/** A text for another program, to be taken along whole. */
export function CopyText({ text, label }: { text: string; label: string }) {
  const [state, setState] = useState<"fresh" | "copied" | "refused">("fresh");
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => {
        setState("copied");
        speak(words.programs.copied);
      },
      () => setState("refused"),
    );
  };
  return (
    <>
      <div className="copy-text">
        <pre>{text}</pre>
        <button type="button" className="button small" aria-label={label} onClick={copy}>
          <Icon of={state === "copied" ? Check : Copy} size={14} />
          {state === "copied" ? words.programs.copied : words.programs.copy}
        </button>
      </div>
      <Problem of={state === "refused" ? words.programs.notCopied : null} />
    </>
  );
}
