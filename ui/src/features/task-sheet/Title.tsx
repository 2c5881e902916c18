import { useRef } from "react";
import { Check } from "../../components/Check";
import { words } from "../../words/words";
import { GrowingText } from "./GrowingText";
import { TextNotes } from "./TextNotes";
import { useSheet } from "./useSheet";

/** The check and the title, which is edited where it stands. Enter and leaving the field save, Escape goes back to the saved title. */
export function Title() {
  const { task, server, outbox, actions, isReadOnly } = useSheet();
  const field = useRef<HTMLTextAreaElement>(null);
  const isDone = task.status === "done";
  return (
    <>
      <div className="sheet-top" data-done={isDone || undefined}>
        <Check
          label={isDone ? words.row.reopen(server.title) : words.row.complete(server.title)}
          checked={isDone}
          priority={task.priority}
          isTabStop
          isDisabled={isReadOnly}
          onToggle={() => actions.toggle(server)}
        />
        <GrowingText
          ref={field}
          className="sheet-title"
          aria-label={words.sheet.title}
          value={task.title}
          readOnly={isReadOnly}
          spellCheck
          onChange={(event) => outbox.type(server.id, "title", event.target.value.replace(/\n+/g, " "), server.title)}
          onBlur={() => outbox.leave(server.id, "title")}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === "Enter") {
              event.preventDefault();
              outbox.leave(server.id, "title");
            } else if (event.key === "Escape" && task.title !== server.title) {
              // Only what was typed is given up; the next Escape closes the sheet.
              event.stopPropagation();
              outbox.drop(server.id, "title");
            }
          }}
        />
      </div>
      <TextNotes field="title" />
    </>
  );
}
