import { useEffect } from "react";
import { useLive } from "../../api/live";
import { useUnsaved } from "./outbox";
import { useOutbox } from "./useSheet";

/** Sends what could not be saved as soon as the server is back, and what is being typed when the page goes. Lives as long as the page. */
export function useUnsavedKept(): void {
  const outbox = useOutbox();
  const liveness = useLive((state) => state.liveness);
  useEffect(() => {
    if (liveness === "open") outbox.retry();
  }, [liveness, outbox]);
  useEffect(() => {
    const flush = (): void => outbox.flush();
    // A tab that is about to close with something that could not be saved asks first.
    const ask = (event: BeforeUnloadEvent): void => {
      const fields = [...useUnsaved.getState().tasks.values()].flatMap((unsaved) => [...unsaved.values()]);
      if (fields.some(({ state }) => state === "failed" || state === "contested")) event.preventDefault();
    };
    window.addEventListener("pagehide", flush);
    window.addEventListener("beforeunload", ask);
    return () => {
      window.removeEventListener("pagehide", flush);
      window.removeEventListener("beforeunload", ask);
    };
  }, [outbox]);
}
