import { marksIn } from "./marks";
import "./marked.css";

/** A text with the words that a search found in it marked. */
export function Marked({ text, words }: { text: string; words: string }) {
  if (!words) return text;
  const marks = marksIn(text, words);
  if (marks.length === 0) return text;
  const parts = [];
  let at = 0;
  for (const [start, end] of marks) {
    if (start > at) parts.push(text.slice(at, start));
    parts.push(<mark key={start}>{text.slice(start, end)}</mark>);
    at = end;
  }
  parts.push(text.slice(at));
  return <>{parts}</>;
}
