import { useEffect, useRef } from "react";
import { words } from "../../words/words";

interface Props {
  title: string;
  onSave(title: string): void;
  onCancel(): void;
}

/** A task's title while it is edited in its row. Enter and leaving the field save, Escape does not. */
export function TitleField({ title, onSave, onCancel }: Props) {
  const field = useRef<HTMLInputElement>(null);
  const isOver = useRef(false);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const end = (finish: () => void): void => {
    // Leaving the field after Enter or Escape must not end the editing twice.
    if (isOver.current) return;
    isOver.current = true;
    finish();
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
        end(() => onSave(value));
      }}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        event.stopPropagation();
        const { value } = event.currentTarget;
        if (event.key === "Enter") end(() => onSave(value));
        else if (event.key === "Escape") end(onCancel);
      }}
    />
  );
}
