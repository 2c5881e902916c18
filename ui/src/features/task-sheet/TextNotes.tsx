import { words } from "../../words/words";
import { isContested, type TextField } from "./outbox";
import { FieldProblem } from "./Property";
import { useSheet } from "./useSheet";

/** What there is to say about a text that is being edited: it was refused, or somebody changed it meanwhile. */
export function TextNotes({ field }: { field: TextField }) {
  const { unsaved, outbox, server } = useSheet();
  const found = unsaved.get(field);
  if (!found || !(found.state === "contested" || isContested(found, server[field]))) return <FieldProblem field={field} />;
  return (
    <div className="contested" role="alert">
      <p>{words.sheet.contested}</p>
      <details>
        <summary>{words.sheet.theirs}</summary>
        <pre>{server[field]}</pre>
      </details>
      <div className="contested-ways">
        <button type="button" className="button small" onClick={() => outbox.keepOwn(server.id, field)}>
          {words.sheet.keepOwn}
        </button>
        <button type="button" className="button small" onClick={() => outbox.drop(server.id, field)}>
          {words.sheet.takeTheirs}
        </button>
      </div>
    </div>
  );
}
