import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useApi } from "../../api/queries";
import { adoptUiState, flushUiState } from "../../api/uiState";
import type { BackupInfo } from "../../api/upkeep";
import { notify } from "../../components/notices";
import { fileSize } from "../../words/dates";
import { words } from "../../words/words";
import { AnswerLine, Problem } from "./AnswerLine";
import { Setting } from "./Setting";
import { type Action, useAction } from "./useAction";
import { useMoment } from "./useMoment";

/** As many as one looks through; the others are a button away. */
const FIRST = 5;

/** The backups, newest first, with the way to make one and to go back to one. */
export function BackupsSetting() {
  const api = useApi();
  const { data: backups, error, refetch } = useQuery({ queryKey: ["backups"], queryFn: () => api.backups() });
  const action = useAction();
  const [isWhole, setWhole] = useState(false);
  const [isDone, setDone] = useState(false);
  const backUp = async (): Promise<void> => {
    setDone(false);
    await api.backUp();
    await refetch();
    setDone(true);
  };
  const shown = isWhole ? backups : backups?.slice(0, FIRST);
  const older = (backups?.length ?? 0) - (shown?.length ?? 0);
  return (
    <Setting label={words.upkeep.backups}>
      <button type="button" className="button" disabled={action.isBusy} onClick={() => action.run(backUp)}>
        {action.isBusy ? words.upkeep.backingUp : words.upkeep.backUp}
      </button>
      <p className="setting-help">{words.upkeep.backupsHelp}</p>
      {isDone && !action.isBusy ? <AnswerLine tone="good">{words.upkeep.backedUp}</AnswerLine> : null}
      <Problem of={action.problem ?? (error ? words.list.failed : null)} />
      {backups?.length === 0 ? <p className="setting-help">{words.upkeep.noBackups}</p> : null}
      {shown && shown.length > 0 ? (
        <ul className="setting-list">
          {shown.map((backup) => (
            <BackupLine key={backup.id} backup={backup} />
          ))}
        </ul>
      ) : null}
      {older > 0 ? (
        <button type="button" className="button plain small" onClick={() => setWhole(true)}>
          {words.upkeep.more(older)}
        </button>
      ) : null}
    </Setting>
  );
}

function BackupLine({ backup }: { backup: BackupInfo }) {
  const moment = useMoment();
  const restore = useRestore();
  const [isAsking, setAsking] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const when = moment(backup.made_at);
  const close = (): void => {
    setAsking(false);
    // The button comes back with the next drawing.
    requestAnimationFrame(() => opener.current?.focus());
  };
  return (
    <li className="setting-item">
      <span className="grow first-letter:uppercase">{when}</span>
      <span className="setting-size">{fileSize(backup.bytes)}</span>
      {isAsking ? null : (
        <button
          ref={opener}
          type="button"
          className="button small"
          aria-label={words.upkeep.restoreNamed(when)}
          onClick={() => setAsking(true)}
        >
          {words.upkeep.restore}
        </button>
      )}
      {isAsking ? (
        <Question when={when} action={restore.action} onRestore={() => restore.run(backup, when, close)} onCancel={close} />
      ) : null}
      <Problem of={restore.action.problem} />
    </li>
  );
}

interface QuestionProps {
  when: string;
  action: Action;
  onRestore(): void;
  onCancel(): void;
}

/** Asked beside the backup, not over everything: it can be taken back, but one wants to know what it does before. */
function Question({ when, action, onRestore, onCancel }: QuestionProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: two buttons with a question are no set of fields
    <div
      role="group"
      aria-label={words.upkeep.restoreQuestion(when)}
      className="setting-question"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        event.preventDefault();
        onCancel();
      }}
    >
      <p>
        <b className="font-semibold">{words.upkeep.restoreQuestion(when)}</b> {words.upkeep.restoreHelp}
      </p>
      <div className="setting-inline">
        {/* biome-ignore lint/a11y/noAutofocus: it stands where the button was that asked for it */}
        <button type="button" className="button" autoFocus disabled={action.isBusy} onClick={onRestore}>
          {action.isBusy ? words.upkeep.restoring : words.upkeep.restoreNow}
        </button>
        <button type="button" className="button plain" disabled={action.isBusy} onClick={onCancel}>
          {words.upkeep.cancel}
        </button>
      </div>
    </div>
  );
}

/** Goes back to a backup after making one of now, to which *Undo* goes back. */
function useRestore(): { action: Action; run(backup: BackupInfo, when: string, onDone: () => void): void } {
  const api = useApi();
  const client = useQueryClient();
  const action = useAction();
  const goTo = async (id: string): Promise<void> => {
    await api.restoreBackup(id);
    const { ui_state } = await api.settings();
    adoptUiState(ui_state, ["theme", "density", "week_start"]);
    await client.invalidateQueries();
  };
  const undo = (id: string): void => {
    const failed = (): void => notify({ tone: "mind", text: words.toast.notDone(words.upkeep.restore) });
    goTo(id).then(() => notify({ tone: "good", text: words.upkeep.undone }), failed);
  };
  return {
    action,
    run(backup, when, onDone) {
      action.run(async () => {
        await flushUiState();
        const before = await api.backUp();
        await goTo(backup.id);
        notify({
          tone: "good",
          text: words.upkeep.restored(when),
          action: { label: words.upkeep.undo, run: () => undo(before.id) },
        });
        onDone();
      });
    },
  };
}
