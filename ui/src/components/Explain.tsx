import { Kbd } from "./Kbd";

/** An empty place's sentence: words, a key cap, words. */
export function Explain({ sentence: [before, key, after] }: { sentence: readonly [string, string, string] }) {
  return (
    <p className="text-muted">
      {before}
      {key ? <Kbd>{key}</Kbd> : null}
      {after}
    </p>
  );
}
