import { type ReactNode, useEffect, useId, useRef, useState } from "react";

interface Props {
  /** What the field is called for a reader. */
  label: string;
  name: string;
  mark: ReactNode;
  /** Sends the name. Answers why it was refused, null when it was taken. */
  onSave(name: string): Promise<string | null>;
  /** The naming is over: by a key, which gives the focus to the row, or because the focus went elsewhere. */
  onEnd(by: "key" | "focus", isSaved: boolean): void;
}

/**
 * The name of a list or label while it is written, in its row. Enter and leaving the field save, Escape does not.
 *
 * A refused name stays where it was typed, with the reason below it.
 */
export function NameField({ label, name, mark, onSave, onEnd }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const isOver = useRef(false);
  const [isSaving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const reason = useId();
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
    field.current?.scrollIntoView({ block: "nearest" });
  }, []);

  const end = (by: "key" | "focus", isSaved: boolean): void => {
    if (isOver.current) return;
    isOver.current = true;
    onEnd(by, isSaved);
  };
  const save = async (by: "key" | "focus", text: string): Promise<void> => {
    if (isOver.current || isSaving) return;
    // A name that nobody touched is no change, and an empty field that one leaves is no wish.
    if (text.trim() === name.trim() && (name || by === "focus")) return end(by, false);
    setSaving(true);
    const why = await onSave(text);
    setSaving(false);
    setRefusal(why);
    if (why === null) end(by, true);
    else if (by === "key") field.current?.select();
  };
  return (
    <li>
      <div className="place naming" data-bad={refusal !== null || undefined}>
        {mark}
        <input
          ref={field}
          type="text"
          aria-label={label}
          aria-invalid={refusal !== null}
          aria-describedby={refusal === null ? undefined : reason}
          placeholder={label}
          defaultValue={name}
          autoComplete="off"
          spellCheck={false}
          readOnly={isSaving}
          onChange={() => setRefusal(null)}
          onBlur={(event) => void save("focus", event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            event.stopPropagation();
            if (event.key === "Enter") void save("key", event.currentTarget.value);
            else if (event.key === "Escape") end("key", false);
          }}
        />
      </div>
      <p className="place-refusal" id={reason} role="alert" hidden={refusal === null}>
        {refusal}
      </p>
    </li>
  );
}
