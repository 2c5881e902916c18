import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ownChange } from "../../api/live";
import { useApi, useAppInfo } from "../../api/queries";
import type { SetAside } from "../../api/types";
import type { Doctor } from "../../api/upkeep";
import { notify } from "../../components/notices";
import { fileSize } from "../../words/dates";
import { onMac, words } from "../../words/words";
import { AnswerLine, Problem } from "./AnswerLine";
import { BackupsSetting } from "./BackupsSetting";
import { ExportSetting } from "./ExportSetting";
import { ImportSetting } from "./ImportSetting";
import { Setting } from "./Setting";
import { useAction } from "./useAction";
import { useMoment } from "./useMoment";

/** Where the list is, and what can be done with it as a whole. */
export function DataSettings() {
  return (
    <>
      <FileSetting />
      <BackupsSetting />
      <ExportSetting />
      <ImportSetting />
      <CheckSetting />
      <AsidesSetting />
    </>
  );
}

/** The folder of the data where nobody has chosen another. */
export function usualFolder(): string {
  const { mac, windows, other } = words.upkeep.folders;
  if (onMac) return mac;
  return /win/i.test(navigator.platform) ? windows : other;
}

function FileSetting() {
  const api = useApi();
  const { isBusy, problem, run } = useAction();
  const isDesktop = useAppInfo()?.host === "desktop";
  return (
    <Setting label={words.upkeep.file} help={words.upkeep.fileHelp(usualFolder())}>
      {isDesktop ? (
        <button type="button" className="button" disabled={isBusy} onClick={() => run(() => api.showData())}>
          {words.upkeep.show}
        </button>
      ) : null}
      <Problem of={problem} />
    </Setting>
  );
}

function CheckSetting() {
  const api = useApi();
  const { isBusy, problem, run } = useAction();
  const [found, setFound] = useState<Doctor | null>(null);
  return (
    <Setting label={words.upkeep.check} help={words.upkeep.checkHelp}>
      <button type="button" className="button" disabled={isBusy} onClick={() => run(async () => setFound(await api.doctor()))}>
        {isBusy ? words.upkeep.checking : words.upkeep.checkNow}
      </button>
      {found ? (
        <AnswerLine tone={found.ok ? "good" : "bad"}>
          {words.upkeep.health[found.health]}{" "}
          {words.upkeep.sizes(fileSize(found.data.bytes), found.backups.count, fileSize(found.backups.bytes))}
          {found.data.attachments.count > 0
            ? ` ${words.upkeep.attachments(found.data.attachments.count, fileSize(found.data.attachments.bytes))}`
            : null}
        </AnswerLine>
      ) : null}
      <Problem of={problem} />
    </Setting>
  );
}

/** Damaged files that were put aside. Mostly there are none, and then nothing is said of them. */
function AsidesSetting() {
  const api = useApi();
  const asides = useQuery({ queryKey: ["doctor"], queryFn: () => api.doctor() }).data?.set_aside ?? [];
  if (asides.length === 0) return null;
  return (
    <Setting label={words.upkeep.asides} help={words.upkeep.asidesHelp}>
      <ul className="setting-list">
        {asides.map((aside) => (
          <AsideLine key={aside.id} aside={aside} />
        ))}
      </ul>
    </Setting>
  );
}

function AsideLine({ aside }: { aside: SetAside }) {
  const api = useApi();
  const client = useQueryClient();
  const moment = useMoment();
  const { isBusy, problem, run } = useAction();
  const [found, setFound] = useState<{ readable: number; missing: number } | null>(null);
  const look = async (): Promise<void> => {
    const { readable_tasks, missing_tasks } = await api.setAside(aside.id);
    setFound({ readable: readable_tasks, missing: missing_tasks });
  };
  const bringBack = async (): Promise<void> => {
    const { added } = await ownChange(api.bringBack(aside.id));
    notify({ tone: "good", text: words.data.broughtBack(added) });
    await look();
    void client.invalidateQueries();
  };
  return (
    <li className="setting-item">
      <span className="grow">{words.upkeep.aside(moment(aside.at), aside.from_backup)}</span>
      {found === null ? (
        <button type="button" className="button small" disabled={isBusy} onClick={() => run(look)}>
          {isBusy ? words.upkeep.looking : words.upkeep.look}
        </button>
      ) : found.missing > 0 ? (
        <button type="button" className="button small" disabled={isBusy} onClick={() => run(bringBack)}>
          {words.data.bringBack(found.missing)}
        </button>
      ) : null}
      {found?.missing === 0 ? <AnswerLine tone="good">{words.upkeep.readable(found.readable)}</AnswerLine> : null}
      <Problem of={problem} />
    </li>
  );
}
