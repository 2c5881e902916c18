import { X } from "lucide-react";
import { closeTask } from "../../api/openTask";
import { IconButton } from "../../components/IconButton";
import { words } from "../../words/words";
import type { TextField } from "./outbox";
import { useOutbox, useUnsavedOf } from "./useSheet";

/** The task is no more. What was being typed into it is still there, to be copied. */
export function GoneTask({ id }: { id: string }) {
  const outbox = useOutbox();
  const unsaved = useUnsavedOf(id);
  const texts = (["title", "notes"] as const).flatMap((field: TextField) => unsaved.get(field)?.patch[field] ?? []);
  const close = (): void => {
    for (const field of unsaved.keys()) outbox.drop(id, field);
    closeTask();
  };
  return (
    <>
      <header className="sheet-head">
        <span className="grow" />
        <IconButton label={words.sheet.close} icon={X} onClick={close} />
      </header>
      <div className="sheet-state" role="alert">
        <p>{words.sheet.gone}</p>
        {texts.length > 0 ? (
          <label className="sheet-typed">
            {words.sheet.goneTyped}
            <textarea readOnly rows={8} value={texts.join("\n\n")} onFocus={(event) => event.currentTarget.select()} />
          </label>
        ) : null}
        <button type="button" className="button" onClick={close}>
          {words.sheet.close}
        </button>
      </div>
    </>
  );
}
