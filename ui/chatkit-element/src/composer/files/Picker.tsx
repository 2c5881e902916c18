/** @jsxImportSource preact */
import type { RefObject } from "preact";
import { useChat, useOptions } from "../../parts/context";

interface PickerProps {
  /** Gets the input that opens the system's picker. */
  picker: RefObject<HTMLInputElement>;
  onPicked: () => void;
}

/** The input behind the button: it is there from the start, so that the button is never without effect. */
export function Picker({ picker, onPicked }: PickerProps) {
  const chat = useChat();
  const { accept, maxCount } = useOptions().composer?.attachments ?? { accept: undefined, maxCount: undefined };
  return (
    <input
      ref={picker}
      class="unseen"
      type="file"
      tabIndex={-1}
      aria-hidden="true"
      multiple={maxCount !== 1}
      accept={acceptText(accept)}
      onChange={(event) => {
        const input = event.currentTarget;
        // What goes wrong is said in the composer.
        chat.writing.attach([...(input.files ?? [])]).catch(() => undefined);
        // The same file may be picked again after it was removed.
        input.value = "";
        onPicked();
      }}
    />
  );
}

/** The option as a file input wants it. */
export function acceptText(accept: Record<string, string[]> = {}): string {
  return Object.entries(accept)
    .flatMap(([pattern, endings]) => [pattern, ...endings])
    .join(",");
}
