import { useEffect, useRef } from "react";
import { useQuestion } from "../../api/sentHere";

/** Asks what quick add was asked, in a conversation of its own, as soon as the chat can. */
export function useAsked(isReady: boolean, ask: (text: string) => void): void {
  const text = useQuestion((question) => question.text);
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    if (!isReady || !text) return;
    useQuestion.setState({ text: null });
    latest.current(text);
  }, [isReady, text]);
}
