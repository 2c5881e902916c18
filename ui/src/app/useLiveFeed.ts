import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { EventFeed } from "../api/events";
import { liveQueries, useLive } from "../api/live";
import { useApi } from "../api/queries";

/** Keeps the page at what the server says, for as long as it lives. Answers a function that tries again at once. */
export function useLiveFeed(): () => void {
  const api = useApi();
  const client = useQueryClient();
  const feed = useRef<EventFeed | null>(null);
  useEffect(() => {
    const live = new EventFeed({
      open: (signal) => api.session.fetch("/api/v1/events?window=main", { signal }),
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

  return () => feed.current?.retry();
}
