import { useEffect, useState } from "react";
import { useMedia } from "../../components/useMedia";
import { words } from "../../words/words";
import { UNDO_MS } from "./leaving";

/** Undo, with a ring that shows how long it is still there. Without motion the ring is a number of seconds. */
export function UndoRing({ isReady, onUndo }: { isReady: boolean; onUndo(): void }) {
  const isStill = useMedia("(prefers-reduced-motion: reduce)");
  const [seconds, setSeconds] = useState(UNDO_MS / 1000);
  useEffect(() => {
    if (!isStill || !isReady) return;
    const timer = setInterval(() => setSeconds((left) => Math.max(0, left - 1)), 1000);
    return () => clearInterval(timer);
  }, [isStill, isReady]);
  return (
    <button type="button" className="undo" tabIndex={-1} disabled={!isReady} onClick={onUndo}>
      {isStill ? null : (
        <svg className="undo-ring" viewBox="0 0 14 14" aria-hidden="true">
          <circle className="track" cx="7" cy="7" r="5.5" />
          <circle className="left" cx="7" cy="7" r="5.5" pathLength="100" />
        </svg>
      )}
      {isStill ? words.row.undoSeconds(seconds) : words.row.undo}
    </button>
  );
}
