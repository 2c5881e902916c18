import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { QuickAddDefaults } from "../../api/client";
import { sentenceOf } from "../../api/error";
import { ownChange } from "../../api/live";
import { useApi } from "../../api/queries";
import type { Draft, Span, TaskAdded } from "../../api/types";
import { type Chip, chipsOf, type Refused, shiftRanges } from "./spans";

/** Short enough to feel immediate, long enough that a fast typist costs one request and not five. */
const PREVIEW_PAUSE_MS = 60;

interface Understood {
  text: string;
  draft: Draft;
  spans: Span[];
}

export interface QuickAdd {
  text: string;
  /** What is understood of the text, in its offsets. */
  spans: readonly Span[];
  chips: readonly Chip[];
  refused: readonly Refused[];
  draft: Draft | null;
  /** Why the last try to add failed, as a sentence. */
  problem: string | null;
  isAdding: boolean;
  setText(text: string): void;
  /** Leaves parts as plain text, without touching the text. */
  refuse(parts: readonly Span[]): void;
  /** Takes a refused part back. */
  take(part: Refused): void;
  /** Adds the task and empties the field; null where there was nothing to add, or it failed. */
  add(): Promise<TaskAdded | null>;
}

/** A line of text on its way to becoming a task: read by the server's one parser as it is typed. */
export function useQuickAdd(initial: string, defaults: QuickAddDefaults, onText: (text: string) => void): QuickAdd {
  const api = useApi();
  const [text, setTextOnly] = useState(initial);
  const [understood, setUnderstood] = useState<Understood | null>(null);
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const [isAdding, setAdding] = useState(false);
  const adding = useRef(false);

  const setText = useCallback(
    (to: string) => {
      setTextOnly(to);
      setRefused((parts) => shiftRanges(text, to, parts));
      setProblem(null);
      onText(to);
    },
    [text, onText],
  );

  useEffect(() => {
    if (!text.trim()) {
      setUnderstood(null);
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const { draft, spans } = await api.preview(text, refused.map(rangeOf), stop.signal);
        setUnderstood({ text, draft, spans });
      } catch {
        // Typing goes on without tints; adding says what is wrong.
      }
    }, PREVIEW_PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [api, text, refused]);

  const spans = useMemo(() => (understood ? shiftRanges(understood.text, text, understood.spans) : []), [understood, text]);
  const shownSpans = useMemo(() => spans.filter((span) => !refused.some((part) => part.start === span.start)), [spans, refused]);
  const chips = useMemo(() => (understood ? chipsOf(understood.draft, shownSpans) : []), [understood, shownSpans]);

  const add = useCallback(async () => {
    if (adding.current || !text.trim()) return null;
    adding.current = true;
    setAdding(true);
    try {
      const added = await ownChange(api.quickAdd(text, refused.map(rangeOf), defaults));
      setText("");
      setRefused([]);
      setUnderstood(null);
      return added;
    } catch (error) {
      setProblem(sentenceOf(error));
      return null;
    } finally {
      adding.current = false;
      setAdding(false);
    }
  }, [api, text, refused, defaults, setText]);

  return {
    text,
    spans: shownSpans,
    chips,
    refused,
    draft: understood?.draft ?? null,
    problem,
    isAdding,
    setText,
    refuse: (parts) => setRefused((before) => [...before, ...parts]),
    take: (part) => setRefused((before) => before.filter((other) => other !== part)),
    add,
  };
}

function rangeOf({ start, end }: Refused): { start: number; end: number } {
  return { start, end };
}
