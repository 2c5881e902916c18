import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { EventFeed } from "../api/events";
import { liveQueries, useLive } from "../api/live";
import { useApi } from "../api/queries";
import { flushUiState } from "../api/uiState";

/** Keeps the page at what the server says, for as long as it lives. Answers a function that tries again at once. */
export function useLiveFeed(): () => void {
  const api = useApi();
  const client = useQueryClient();
  const feed = useRef<EventFeed | null>(null);
  useEffect(() => {
    const live = new EventFeed({
      open: (signal) => api.session.fetch("/api/v1/events", { signal }),
      ...liveQueries(client),
      onLiveness: (liveness) => useLive.setState({ liveness }),
    });
    feed.current = live;
    live.start();
    const retry = (): void => live.retry();
    window.addEventListener("online", retry);
    return () => {
      window.removeEventListener("online", retry);
      live.stop();
    };
  }, [api, client]);

  useEffect(() => {
    const save = (): void => void flushUiState(true);
    const saveHidden = (): void => {
      if (document.visibilityState === "hidden") save();
    };
    window.addEventListener("pagehide", save);
    document.addEventListener("visibilitychange", saveHidden);
    return () => {
      window.removeEventListener("pagehide", save);
      document.removeEventListener("visibilitychange", saveHidden);
    };
  }, []);
  return () => feed.current?.retry();
}
