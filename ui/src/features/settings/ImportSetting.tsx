import { useQueryClient } from "@tanstack/react-query";
import { type ChangeEvent, useRef, useState } from "react";
import type { Api } from "../../api/client";
import { sentenceOf } from "../../api/error";
import { ownChange } from "../../api/live";
import { useApi } from "../../api/queries";
import type { Imported } from "../../api/upkeep";
import { notify } from "../../components/notices";
import { words } from "../../words/words";
import { Problem } from "./AnswerLine";
import { Setting } from "./Setting";
import { useAction } from "./useAction";

interface Chosen {
  name: string;
  /** Read once, so that what is imported is what was shown. */
  text: string;
  preview: Imported;
}

/** Brings a file in: first what it would change, then the change, then the way back. */
export function ImportSetting() {
  const api = useApi();
  const client = useQueryClient();
  const { isBusy, problem, run } = useAction();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  const look = (event: ChangeEvent<HTMLInputElement>): void => {
    const file = event.target.files?.[0];
    // Chosen again, the same file is looked at again.
    event.target.value = "";
    if (!file) return;
    setChosen(null);
    run(async () => {
      const text = await file.text();
      setChosen({ name: file.name, text, preview: await api.importFile(text, true) });
    });
  };
  const take = (from: Chosen): void =>
    run(async () => {
      const imported = await ownChange(api.importFile(from.text, false));
      setChosen(null);
      button.current?.focus();
      sayImported(api, imported);
      await client.invalidateQueries();
    });
  return (
    <Setting label={words.upkeep.import} help={words.upkeep.importHelp}>
      <input
        ref={input}
        type="file"
        accept="application/json,.json"
        className="sr-only"
        tabIndex={-1}
        aria-label={words.upkeep.importChoose}
        onChange={look}
      />
      <button ref={button} type="button" className="button" disabled={isBusy && !chosen} onClick={() => input.current?.click()}>
        {isBusy && !chosen ? words.upkeep.reading : words.upkeep.importChoose}
      </button>
      {chosen ? <Preview chosen={chosen} isBusy={isBusy} onTake={() => take(chosen)} onLeave={() => setChosen(null)} /> : null}
      <Problem of={problem} />
    </Setting>
  );
}

function Preview({ chosen, isBusy, onTake, onLeave }: { chosen: Chosen; isBusy: boolean; onTake(): void; onLeave(): void }) {
  const { new_tasks, same_tasks, kept_tasks, new_lists, new_labels } = chosen.preview;
  const changes = new_tasks + new_lists.length + new_labels.length > 0;
  const lines = changes
    ? [
        words.upkeep.wouldAdd(new_tasks),
        ...(new_lists.length ? [words.upkeep.newLists(new_lists)] : []),
        ...(new_labels.length ? [words.upkeep.newLabels(new_labels)] : []),
      ]
    : kept_tasks
      ? []
      : [words.upkeep.nothingNew];
  if (same_tasks && changes) lines.push(words.upkeep.wouldSkip(same_tasks));
  if (kept_tasks) lines.push(words.upkeep.wouldKeep(kept_tasks));
  return (
    <section className="setting-question" aria-label={chosen.name}>
      <p className="font-semibold break-words">{chosen.name}</p>
      <ul role="status">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <div className="setting-inline">
        {changes ? (
          <button type="button" className="button primary" disabled={isBusy} onClick={onTake}>
            {isBusy ? words.upkeep.importing : new_tasks ? words.upkeep.importNow(new_tasks) : words.upkeep.importRest}
          </button>
        ) : null}
        <button type="button" className="button plain" disabled={isBusy} onClick={onLeave}>
          {changes ? words.upkeep.cancel : words.data.understood}
        </button>
      </div>
    </section>
  );
}

function sayImported(api: Api, { change_set, new_tasks }: Imported): void {
  const undo = (id: string): void => {
    ownChange(api.undo(id)).then(
      () => notify({ tone: "good", text: words.upkeep.undone }),
      (error: unknown) => notify({ tone: "mind", text: sentenceOf(error) }),
    );
  };
  notify({
    tone: "good",
    text: words.upkeep.imported(new_tasks),
    ...(change_set ? { action: { label: words.upkeep.undo, run: () => undo(change_set) } } : {}),
  });
}
