import { useState } from "react";
import { useApi, useAppInfo } from "../../api/queries";
import { words } from "../../words/words";
import { AnswerLine, Problem } from "./AnswerLine";
import { Setting } from "./Setting";
import { useAction } from "./useAction";

/** The list as a file: where the person says in the desktop app, among the downloads in a browser. */
export function ExportSetting() {
  const api = useApi();
  const app = useAppInfo();
  const { isBusy, problem, run } = useAction();
  const [name, setName] = useState<string | null>(null);

  const save = async (): Promise<void> => {
    setName(null);
    if (app?.host === "desktop") {
      const saved = await api.saveExport();
      if ("path" in saved) setName(saved.path);
      return;
    }
    const file = `docket-${app?.now.slice(0, 10)}.json`;
    download(await api.exportFile(), file);
    setName(file);
  };
  return (
    <Setting label={words.upkeep.export} help={words.upkeep.exportHelp}>
      <button type="button" className="button" disabled={isBusy} onClick={() => run(save)}>
        {isBusy ? words.upkeep.exporting : words.upkeep.exportNow}
      </button>
      {name && !isBusy ? <AnswerLine tone="good">{words.upkeep.exported(name)}</AnswerLine> : null}
      <Problem of={problem} />
    </Setting>
  );
}

/** Gives a file to the browser, which keeps it where it keeps downloads. */
function download(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun with the click; what it reads stays until the page goes if this were sooner.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
