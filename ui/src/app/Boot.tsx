import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryClientProvider } from "@tanstack/react-query";
import { Fragment, type ReactNode, useEffect, useState } from "react";
import { ApiError } from "../api/error";
import { ApiContext } from "../api/queries";
import { words } from "../words/words";
import type { Begun } from "./begun";
import { queries, type Started } from "./start";
import { useLanguage } from "./useLanguage";

interface Props {
  begun: Begun;
  children: (started: Started) => ReactNode;
}

/** Draws what has been started; says in words when that cannot be. */
export function Boot({ begun, children }: Props) {
  const [started, setStarted] = useState<Started | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    (attempt === 0 ? begun.started : begun.again()).then(
      (done) => {
        if (isCurrent) setStarted(done);
      },
      (failure: unknown) => {
        if (isCurrent) setError(failure);
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [attempt, begun]);

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
