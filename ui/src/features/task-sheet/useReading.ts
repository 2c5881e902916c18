import { useCallback, useEffect, useState } from "react";
import type { Api } from "../../api/client";
import { sentenceOf } from "../../api/error";
import { useApi } from "../../api/queries";
import type { Draft, SpanKind } from "../../api/types";

/** Stands where a title would: the grammar never takes all words of a line, so that a task keeps a title. */
const TITLE = "Task";
const PAUSE_MS = 120;

export interface Reading {
  draft: Draft;
  kinds: readonly SpanKind[];
  /** Every word was understood. */
  isWhole: boolean;
}

/** Words read by the server's one parser, without a title. */
async function read(api: Api, text: string, signal: AbortSignal): Promise<Reading> {
  const { draft, spans } = await api.preview(`${TITLE} ${text}`, [], signal);
  return { draft, kinds: spans.map(({ kind }) => kind), isWhole: draft.title === TITLE };
}

interface Understood<T> {
  /** What the text means; null where it means nothing here, or nothing is known yet. */
  value: T | null;
  /** The text has been read, and means nothing here. */
  isNot: boolean;
  /** Why it could not be read. */
  problem: string | null;
  /** Reads at once what may not have been read yet. */
  now(): Promise<T | null>;
}

/** What a text in words means, as it is typed. `take`: of what was understood, that which is wanted here. */
export function useReading<T>(text: string, take: (reading: Reading) => T | null): Understood<T> {
  const api = useApi();
  const [found, setFound] = useState<{ text: string; reading: Reading | null; problem: string | null } | null>(null);
  useEffect(() => {
    if (!text.trim()) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      read(api, text, stop.signal).then(
        (reading) => setFound({ text, reading, problem: null }),
        (error: unknown) => {
          if (!stop.signal.aborted) setFound({ text, reading: null, problem: sentenceOf(error) });
        },
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [api, text]);

  const now = useCallback(async () => {
    try {
      const reading = found?.text === text && found.reading ? found.reading : await read(api, text, new AbortController().signal);
      setFound({ text, reading, problem: null });
      return take(reading);
    } catch (error) {
      setFound({ text, reading: null, problem: sentenceOf(error) });
      return null;
    }
  }, [api, found, text, take]);

  const isRead = found !== null && found.text === text && text.trim() !== "";
  const value = isRead && found.reading ? take(found.reading) : null;
  return { value, isNot: isRead && found.reading !== null && value === null, problem: isRead ? found.problem : null, now };
}
