import { Trash2 } from "lucide-react";
import { IconButton } from "../../components/IconButton";
import { momentInZone } from "../../words/dates";
import { words } from "../../words/words";
import type { Unsaved } from "./outbox";
import { savedInWords } from "./say";
import { useSheet } from "./useSheet";

/** When the task was saved, or why it was not, with a way to try again; and the way to the trash. */
export function SheetFoot() {
  const { server, unsaved, outbox, clock, actions, isReadOnly } = useSheet();
  const states = [...unsaved.values()].filter(({ state }) => state !== "saved");
  const failed = states.find(({ state }) => state === "failed");
  return (
    <footer className="sheet-foot" data-tone={failed || states.some(isStuck) ? "mind" : undefined}>
      <span className="sheet-saved" role="status">
        {savingText(states, failed) ?? savedInWords(momentInZone(server.updated_at, clock.zone), clock)}
      </span>
      {failed ? (
        <button type="button" className="button plain small" onClick={() => outbox.retry(server.id)}>
          {words.sheet.retry}
        </button>
      ) : null}
      <span className="grow" />
      {isReadOnly ? (
        <button type="button" className="button small" onClick={() => actions.restore(server)}>
          {words.sheet.restore}
        </button>
      ) : (
        <IconButton label={words.sheet.remove} icon={Trash2} onClick={() => actions.remove(server)} />
      )}
    </footer>
  );
}

function isStuck({ state }: Unsaved): boolean {
  return state === "refused" || state === "contested";
}

function savingText(states: readonly Unsaved[], failed: Unsaved | undefined): string | null {
  if (failed) return words.sheet.notSaved(failed.problem ?? "");
  if (states.some(isStuck)) return words.sheet.notSavedYet;
  return states.length > 0 ? words.sheet.saving : null;
}
