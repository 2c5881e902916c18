import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { Fragment, type ReactNode, useEffect, useState } from "react";
import { ApiError, isUnreachable } from "../api/error";
import { ApiContext } from "../api/queries";
import { words } from "../words/words";
import { type Started, start } from "./start";
import { useLanguage } from "./useLanguage";

/** Everything read once stays until an event says otherwise; nothing is asked for on a schedule. */
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      retry: (failures, error) => isUnreachable(error) && failures < 2,
      retryDelay: (failures) => 1_000 * 2 ** failures,
      networkMode: "always",
    },
    mutations: { networkMode: "always", retry: false },
  },
});

/** Connects, then draws; says in words when that cannot be. */
export function Boot({ children }: { children: (started: Started) => ReactNode }) {
  const [started, setStarted] = useState<Started | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt starts again
  useEffect(() => {
    let isCurrent = true;
    start().then(
      (done) => {
        if (!isCurrent) return;
        queries.setQueryData(["app"], done.app);
        queries.setQueryData(["settings"], done.settings);
        setStarted(done);
      },
      (failure: unknown) => {
        if (isCurrent) setError(failure);
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [attempt]);

  if (error) {
    const isGone = error instanceof ApiError && error.status === 401;
    return (
      <main className="page-state">
        <h1 className="heading-title">{isGone ? words.gone.title : words.gone.failedTitle}</h1>
        <p className="text-muted">{isGone ? words.gone.text : words.gone.failedText}</p>
        <button
          type="button"
          className="button primary"
          onClick={() => {
            setError(null);
            setAttempt((n) => n + 1);
          }}
        >
          {words.gone.retry}
        </button>
      </main>
    );
  }
  if (!started) return null;
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queries}>
        <ApiContext value={started.api}>
          <InLanguage>{children(started)}</InLanguage>
        </ApiContext>
      </QueryClientProvider>
    </CSPProvider>
  );
}

/** What is drawn, drawn anew when the language changes. */
function InLanguage({ children }: { children: ReactNode }) {
  return <Fragment key={useLanguage()}>{children}</Fragment>;
}
