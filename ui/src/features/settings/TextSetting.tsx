import { CircleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { sentenceOf } from "../../api/error";
import { Icon } from "../../components/Icon";
import { words } from "../../words/words";
import { Setting } from "./Setting";

interface Props {
  label: string;
  /** Of the field, for what wants to bring it to hand. */
  name: string;
  value: string;
  placeholder: string;
  help: string;
  onSave(value: string): Promise<void>;
  /** What is to be said of the value as it is. */
  children?: ReactNode;
}

/** A setting that is a line of text, saved by Enter or its button. What is typed stays until it is saved, also when that fails. */
export function TextSetting({ label, name, value, placeholder, help, onSave, children }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const isChanged = typed !== null && typed.trim() !== value;

  const save = async (): Promise<void> => {
    if (!isChanged || isSaving) return;
    setSaving(true);
    setProblem(null);
    try {
      await onSave(typed.trim());
      setTyped(null);
    } catch (error) {
      setProblem(sentenceOf(error));
    } finally {
      setSaving(false);
    }
  };
  return (
    <Setting label={label} help={help}>
      <div className="setting-inline">
        <div className={`field grow ${problem ? "bad" : ""}`}>
          <input
            type="text"
            name={name}
            aria-label={label}
            aria-invalid={problem !== null}
            placeholder={placeholder}
            autoComplete="off"
            spellCheck={false}
            value={typed ?? value}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter") void save();
              else if (event.key === "Escape" && typed !== null) {
                event.stopPropagation();
                setTyped(null);
                setProblem(null);
              }
            }}
          />
        </div>
        {isChanged ? (
          <button type="button" className="button primary" disabled={isSaving} onClick={() => void save()}>
            {isSaving ? words.settings.saving : words.settings.save}
          </button>
        ) : null}
      </div>
      {problem ? (
        <p className="answer-line bad" role="alert">
          <Icon of={CircleAlert} size={14} />
          {problem}
        </p>
      ) : (
        children
      )}
    </Setting>
  );
}
