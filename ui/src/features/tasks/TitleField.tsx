import { useEffect, useRef } from "react";
import { words } from "../../words/words";

interface Props {
  title: string;
  onSave(title: string): void;
  /** The editing is over. `by`: a key, which gives the focus back to the row, or the focus having gone elsewhere. */
  onEnd(by: "key" | "focus"): void;
}

/** A task's title while it is edited in its row. Enter and leaving the field save, Escape does not. */
export function TitleField({ title, onSave, onEnd }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const isOver = useRef(false);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const end = (by: "key" | "focus", saved: string | null): void => {
    // Leaving the field after Enter or Escape must not end the editing twice.
    if (isOver.current) return;
    isOver.current = true;
    onEnd(by);
    if (saved !== null) onSave(saved);
  };
  return (
    <input
      ref={field}
      className="title-field"
      aria-label={words.row.title}
      defaultValue={title}
      maxLength={500}
      autoComplete="off"
      onBlur={(event) => {
        const { value } = event.currentTarget;
        end("focus", value);
      }}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        event.stopPropagation();
        const { value } = event.currentTarget;
        if (event.key === "Enter") end("key", value);
        else if (event.key === "Escape") end("key", null);
      }}
    />
  );
}
