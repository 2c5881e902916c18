import { Pencil } from "lucide-react";
import { type ComponentType, type MouseEvent, type RefObject, useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { sentenceOf } from "../../api/error";
import { useApi, useAppInfo } from "../../api/queries";
import { IconButton } from "../../components/IconButton";
import { notify } from "../../components/notices";
import { words } from "../../words/words";
import { GrowingText } from "./GrowingText";
import { isContested } from "./outbox";
import { TextNotes } from "./TextNotes";
import { useSheet } from "./useSheet";

/** The notes: as they read, and as Markdown while they are edited. */
export function Notes() {
  const { task, server, unsaved, outbox, isReadOnly } = useSheet();
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
  const mine = unsaved.get("notes");
  // While there is something to decide about the text it stays as it was typed, with the ways beside it.
  const isStuck = mine !== undefined && (mine.state === "contested" || mine.state === "refused" || isContested(mine, server.notes));
  useEffect(() => {
    if (!isStuck && document.activeElement !== field.current) setEditing(false);
  }, [isStuck]);

  const end = (): void => {
    outbox.leave(server.id, "notes");
    flushSync(() => setEditing(false));
    edit.current?.focus();
  };
  const isOpen = isEditing && !isReadOnly;
  return (
    <section className="sheet-part notes" aria-label={words.sheet.notes.name} data-editing={isOpen || undefined}>
      {isOpen ? (
        <>
          <GrowingText
            ref={field}
            aria-label={words.sheet.notes.name}
            aria-describedby="notes-hint"
            value={task.notes}
            spellCheck
            onChange={(event) => outbox.type(server.id, "notes", event.target.value, server.notes)}
            onBlur={() => {
              outbox.leave(server.id, "notes");
              if (!isStuck) setEditing(false);
            }}
            onKeyDown={(event) => {
              // With something left to decide Escape closes the sheet; the text is kept.
              if (event.key !== "Escape" || event.nativeEvent.isComposing || isStuck) return;
              event.stopPropagation();
              end();
            }}
          />
          <p id="notes-hint" className="notes-hint">
            {words.sheet.notes.hint}
          </p>
        </>
      ) : (
        <NotesRead edit={edit} onEdit={begin} />
      )}
      <TextNotes field="notes" />
    </section>
  );
}

/** The notes as they read, with the way to edit them; a press on them does the same. */
function NotesRead({ edit, onEdit }: { edit: RefObject<HTMLButtonElement | null>; onEdit(): void }) {
  const { task, isReadOnly } = useSheet();
  if (!task.notes) {
    return (
      <button ref={edit} type="button" className="notes-add" disabled={isReadOnly} onClick={onEdit}>
        {words.sheet.notes.add}
      </button>
    );
  }
  const onPress = (event: MouseEvent): void => {
    // A link is followed, and a selection stays one.
    if (event.target instanceof Element && event.target.closest("a, button")) return;
    if (window.getSelection()?.isCollapsed !== false) onEdit();
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button beside it does the same for keys and readers */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
      <div onClick={onPress}>
        <NotesText text={task.notes} />
      </div>
      {isReadOnly ? null : (
        <IconButton ref={edit} className="notes-edit" label={words.sheet.notes.edit} icon={Pencil} size={14} onClick={onEdit} />
      )}
    </>
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
