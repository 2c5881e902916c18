import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ArchiveRestore, HardDrive, type LucideIcon, TriangleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useDiskFull } from "../api/diskFull";
import { sentenceOf } from "../api/error";
import { ownChange } from "../api/live";
import { useApi, useAppInfo } from "../api/queries";
import type { SetAside } from "../api/types";
import { setUiState, useUiState } from "../api/uiState";
import { Icon } from "../components/Icon";
import { notify } from "../components/notices";
import { words } from "../words/words";

/** Says what is wrong with the data where one looks, until it has been read: nobody should find tasks missing and not know why. */
export function DataNotice() {
  const data = useAppInfo()?.data;
  const seen = useUiState((state) => state.seen_set_aside);
  const isFull = useDiskFull((state) => state.isFull);
  if (data?.health === "damaged") return <Notice icon={TriangleAlert} sentence={words.data.damaged} />;
  if (isFull) return <FullNotice />;
  if (!data?.set_aside || data.set_aside.id === seen) return null;
  return <SetAsideNotice aside={data.set_aside} />;
}

/** What has happened, in bold, and what that means; then the ways out. */
function Notice({
  icon,
  sentence: [what, means],
  children,
}: {
  icon: LucideIcon;
  sentence: readonly [string, string];
  children?: ReactNode;
}) {
  return (
    <div role="alert" className="data-notice">
      <Icon of={icon} />
      <p>
        <b className="font-semibold">{what}</b> {means}
      </p>
      {children ? <span className="data-notice-ways">{children}</span> : null}
    </div>
  );
}

/** Nothing can be written. A change that is taken again, this one or another, takes the notice away. */
function FullNotice() {
  const api = useApi();
  const [isBusy, setBusy] = useState(false);
  const retry = (): void => {
    setBusy(true);
    api
      .patchUiState(useUiState.getState())
      .catch(() => undefined)
      .finally(() => setBusy(false));
  };
  return (
    <Notice icon={HardDrive} sentence={words.data.diskFull}>
      <button type="button" className="button small" disabled={isBusy} onClick={retry}>
        {words.data.retry}
      </button>
    </Notice>
  );
}

function SetAsideNotice({ aside }: { aside: SetAside }) {
  const api = useApi();
  const client = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  // Reading a damaged file may take seconds; the offer comes when it is known what there is to offer.
  const { data: found } = useQuery({
    queryKey: ["set-aside", aside.id],
    queryFn: () => api.setAside(aside.id),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const isDesktop = useAppInfo()?.host === "desktop";
  const showFile = (): void => {
    api.showData().catch((error: unknown) => notify({ tone: "mind", text: sentenceOf(error) }));
  };
  const close = (): void => setUiState({ seen_set_aside: aside.id });

  const bringBack = async (): Promise<void> => {
    setBusy(true);
    try {
      const { added } = await ownChange(api.bringBack(aside.id));
      notify({ tone: "good", text: words.data.broughtBack(added) });
      close();
      void client.invalidateQueries();
    } catch (error) {
      notify({ tone: "mind", text: sentenceOf(error) });
    } finally {
      setBusy(false);
    }
  };
  const missing = found?.missing_tasks ?? 0;
  const [what, means] = words.data.setAside(aside.from_backup);
  return (
    <Notice icon={ArchiveRestore} sentence={[what, missing > 0 ? `${means} ${words.data.missing(missing)}` : means]}>
      {missing > 0 ? (
        <button type="button" className="button small" disabled={isBusy} onClick={() => void bringBack()}>
          {words.data.bringBack(missing)}
        </button>
      ) : null}
      {isDesktop ? (
        <button type="button" className="button plain small" onClick={showFile}>
          {words.data.showFile}
        </button>
      ) : null}
      <button type="button" className="button plain small" onClick={close}>
        {missing > 0 ? words.data.later : words.data.understood}
      </button>
    </Notice>
  );
}
