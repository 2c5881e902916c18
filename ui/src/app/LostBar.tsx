import { Unplug } from "lucide-react";
import { useLive } from "../api/live";
import { Icon } from "../components/Icon";
import { words } from "../words/words";

/** Says that the connection is gone, over whatever one looks at. It goes by itself when the connection is back. */
export function LostBar({ onRetry }: { onRetry(): void }) {
  const isLost = useLive((state) => state.liveness === "lost");
  return (
    <div role="alert" className="contents">
      {isLost ? (
        <div className="lost-bar">
          <Icon of={Unplug} />
          <span>{words.lost.line}</span>
          <button type="button" className="button plain small" onClick={onRetry}>
            {words.lost.retry}
          </button>
        </div>
      ) : null}
    </div>
  );
}
