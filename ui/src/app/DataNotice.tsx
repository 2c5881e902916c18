import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ArchiveRestore, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { sentenceOf } from "../api/error";
import { ownChange } from "../api/live";
import { useApi, useAppInfo } from "../api/queries";
import type { SetAside } from "../api/types";
import { setUiState, useUiState } from "../api/uiState";
import { Icon } from "../components/Icon";
import { notify } from "../components/notices";
import { words } from "../words/words";

/** Says what happened to a damaged data file, until it has been read: nobody should find tasks missing and not know why. */
export function DataNotice() {
  const data = useAppInfo()?.data;
  const seen = useUiState((state) => state.seen_set_aside);
  if (data?.health === "damaged") {
    return (
      <div role="alert" className="data-notice" data-tone="broken">
        <Icon of={TriangleAlert} />
        <p>{words.data.damaged}</p>
      </div>
    );
  }
  if (!data?.set_aside || data.set_aside.id === seen) return null;
  return <SetAsideNotice aside={data.set_aside} />;
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
  return (
    <div role="alert" className="data-notice">
      <Icon of={ArchiveRestore} />
      <p>{words.data.setAside(aside.from_backup)}</p>
      <span className="data-notice-ways">
        {found && found.missing_tasks > 0 ? (
          <button type="button" className="button small" disabled={isBusy} onClick={() => void bringBack()}>
            {words.data.bringBack(found.missing_tasks)}
          </button>
        ) : null}
        <button type="button" className="button plain small" onClick={close}>
          {words.data.understood}
        </button>
      </span>
    </div>
  );
}
