import { useId, useState } from "react";
import { type Reading, useReading } from "./useReading";

interface Props<T> {
  label: string;
  placeholder: string;
  take(reading: Reading): T | null;
  /** What was understood, in words. */
  say(value: T): string;
  notUnderstood(text: string): string;
  onTake(value: T): void;
}

/** A field for a date, a repeat or a moment in words: it says as one types what it understands, and Enter takes that. */
export function WordsField<T>({ label, placeholder, take, say, notUnderstood, onTake }: Props<T>) {
  const [text, setText] = useState("");
  const { value, isNot, problem, now } = useReading(text, take);
  const noteId = useId();
  const note = value !== null ? say(value) : isNot ? notUnderstood(text.trim()) : problem;
  const commit = async (): Promise<void> => {
    if (!text.trim()) return;
    const taken = await now();
    if (taken === null) return;
    setText("");
    onTake(taken);
  };
  return (
    <div className="words-field">
      <div className="field">
        <input
          type="text"
          aria-label={label}
          aria-describedby={noteId}
          aria-invalid={isNot || undefined}
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
            event.preventDefault();
            void commit();
          }}
        />
      </div>
      <p id={noteId} className="words-note" data-tone={value !== null ? "good" : "mind"} aria-live="polite">
        {note}
      </p>
    </div>
  );
}
