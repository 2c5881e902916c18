import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { ConnectionTest } from "../../api/connection";
import { sentenceOf } from "../../api/error";
import { useApi } from "../../api/queries";

const SECOND_MS = 1_000;

export type TestState =
  | { kind: "idle" | "stopped" }
  | { kind: "asking"; seconds: number }
  | { kind: "done"; test: ConnectionTest }
  /** The test itself did not come to be. */
  | { kind: "failed"; sentence: string };

/** One test of the connection at a time, which can be stopped. */
export function useConnectionTest(): { state: TestState; start(): void; stop(): void } {
  const api = useApi();
  const client = useQueryClient();
  const [state, setState] = useState<TestState>({ kind: "idle" });
  const running = useRef<AbortController | null>(null);
  const isAsking = state.kind === "asking";

  useEffect(() => () => running.current?.abort(), []);
  useEffect(() => {
    if (!isAsking) return;
    const tick = setInterval(() => {
      setState((now) => (now.kind === "asking" ? { kind: "asking", seconds: now.seconds + 1 } : now));
    }, SECOND_MS);
    return () => clearInterval(tick);
  }, [isAsking]);

  return {
    state,
    start() {
      const asked = new AbortController();
      running.current = asked;
      setState({ kind: "asking", seconds: 0 });
      api.testConnection(asked.signal).then(
        (test) => {
          if (asked.signal.aborted) return;
          setState({ kind: "done", test });
          // Whoever answers a test is there.
          void client.invalidateQueries({ queryKey: ["assistant"] });
        },
        (error: unknown) => {
          if (!asked.signal.aborted) setState({ kind: "failed", sentence: sentenceOf(error) });
        },
      );
    },
    stop() {
      running.current?.abort();
      setState({ kind: "stopped" });
    },
  };
}
