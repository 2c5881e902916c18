import { Pencil } from "lucide-react";
import { type ComponentType, type MouseEvent, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { sentenceOf } from "../../api/error";
import { useApi, useAppInfo } from "../../api/queries";
import { IconButton } from "../../components/IconButton";
import { notify } from "../../components/notices";
import { words } from "../../words/words";
import { GrowingText } from "./GrowingText";
import { TextNotes } from "./TextNotes";
import { useSheet } from "./useSheet";

/** The notes: as they read, and as Markdown while they are edited. */
export function Notes() {
  const { task, server, outbox, isReadOnly } = useSheet();
  const [isEditing, setEditing] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const edit = useRef<HTMLButtonElement>(null);

  const begin = (): void => {
    if (isReadOnly) return;
    flushSync(() => setEditing(true));
    field.current?.focus();
    const end = field.current?.value.length ?? 0;
    field.current?.setSelectionRange(end, end);
  };
  const onPress = (event: MouseEvent): void => {
    // A link is followed, and a selection stays one.
    if (event.target instanceof Element && event.target.closest("a, button")) return;
    if (window.getSelection()?.isCollapsed === false) return;
    begin();
  };

  if (isEditing && !isReadOnly) {
    return (
      <section className="sheet-part notes" aria-label={words.sheet.notes.name} data-editing>
        <GrowingText
          ref={field}
          aria-label={words.sheet.notes.name}
          aria-describedby="notes-hint"
          value={task.notes}
          spellCheck
          onChange={(event) => outbox.type(server.id, "notes", event.target.value, server.notes)}
          onBlur={() => {
            outbox.leave(server.id, "notes");
            setEditing(false);
          }}
          onKeyDown={(event) => {
            if (event.key !== "Escape" || event.nativeEvent.isComposing) return;
            event.stopPropagation();
            outbox.leave(server.id, "notes");
            flushSync(() => setEditing(false));
            edit.current?.focus();
          }}
        />
        <p id="notes-hint" className="notes-hint">
          {words.sheet.notes.hint}
        </p>
        <TextNotes field="notes" />
      </section>
    );
  }
  return (
    <section className="sheet-part notes" aria-label={words.sheet.notes.name}>
      {task.notes ? (
        <>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: the button beside it does the same for keys and readers */}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
          <div onClick={onPress}>
            <NotesText text={task.notes} />
          </div>
          {isReadOnly ? null : (
            <IconButton ref={edit} className="notes-edit" label={words.sheet.notes.edit} icon={Pencil} size={14} onClick={begin} />
          )}
        </>
      ) : (
        <button ref={edit} type="button" className="notes-add" disabled={isReadOnly} onClick={begin}>
          {words.sheet.notes.add}
        </button>
      )}
      <TextNotes field="notes" />
    </section>
  );
}

type MarkdownView = ComponentType<{ text: string; onLink?: ((href: string) => void) | undefined }>;

/** What reads Markdown is loaded when the first notes are shown; until then, and should it not come, they stand as they were written. */
function NotesText({ text }: { text: string }) {
  const [Markdown, setMarkdown] = useState<MarkdownView | null>(null);
  const onLink = useLinks();
  useEffect(() => {
    let isCurrent = true;
    import("./Markdown").then(
      (loaded) => {
        if (isCurrent) setMarkdown(() => loaded.default);
      },
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, []);
  return Markdown ? <Markdown text={text} onLink={onLink} /> : <p className="notes-plain">{text}</p>;
}

/** On a desktop the host opens links, in the browser of the system; elsewhere a link is one. */
function useLinks(): ((href: string) => void) | undefined {
  const api = useApi();
  const canOpen = useAppInfo()?.can.open_link ?? false;
  if (!canOpen) return undefined;
  return (href) => {
    api.openLink(href).catch((error: unknown) => notify({ tone: "mind", text: sentenceOf(error) }));
  };
}
