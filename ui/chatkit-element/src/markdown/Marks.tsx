/** @jsxImportSource preact */
import { useContext } from "preact/hooks";
import { EntityChip } from "../conversation/EntityChip";
import { useT } from "../parts/context";
import { Shared } from "./context";
import type { Mark } from "./marks";

/** The sources named at one place: numbers that lead to the list below the answer, or the name of a thing. */
export function Marks({ marks, word }: { marks: readonly Mark[]; word: string }) {
  // A browser may break a line before any button, whatever character stands there.
  return (
    <span class="together">
      {word}
      {marks.map((mark) => (
        <MarkView key={mark.number} mark={mark} />
      ))}
    </span>
  );
}

function MarkView({ mark: { number, source } }: { mark: Mark }) {
  const t = useT();
  const { onMark } = useContext(Shared);
  const name = source.type === "entity" ? source.inline_label : undefined;
  if (name) return <EntityChip entity={source} text={name} />;
  const title = source.title || source.filename || source.url || "";
  return (
    <sup>
      <button type="button" class="cite" aria-label={t("source.mark", { number, title })} title={title} onClick={() => onMark(number)}>
        {number}
      </button>
    </sup>
  );
}
