/** @jsxImportSource preact */
import { useContext } from "preact/hooks";
import { EntityChip } from "../conversation/EntityChip";
import { useT } from "../parts/context";
import { Shared } from "./context";
import type { Mark } from "./marks";

/** The sources named at one place: numbers that lead to the list below the answer, or the name of a thing. */
export function Marks({ marks }: { marks: readonly Mark[] }) {
  return (
    <>
      {marks.map((mark) => (
        <MarkView key={mark.number} mark={mark} />
      ))}
    </>
  );
}

/** A word joiner: the number stays with the word before it. */
export const STAY = "\u2060";

function MarkView({ mark: { number, source } }: { mark: Mark }) {
  const t = useT();
  const { onMark } = useContext(Shared);
  const name = source.type === "entity" ? source.inline_label : undefined;
  if (name) return <EntityChip entity={source} text={name} />;
  const title = source.title || source.filename || source.url || "";
  return (
    <sup>
      {STAY}
      <button type="button" class="cite" aria-label={t("source.mark", { number, title })} title={title} onClick={() => onMark(number)}>
        {number}
      </button>
    </sup>
  );
}
