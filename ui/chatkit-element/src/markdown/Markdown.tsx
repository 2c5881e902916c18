/** @jsxImportSource preact */
import type { FootnoteDefinition } from "mdast";
import { useEffect, useMemo, useState } from "preact/hooks";
import { useT } from "../parts/context";
import { memo } from "../parts/memo";
import type { Block } from "./blocks";
import { Shared } from "./context";
import { type Mark, marksOf, withMarks } from "./marks";
import { Node } from "./Node";
import { Reader } from "./reader";

export { type MarkdownSurroundings, Surroundings } from "./context";

const NO_MARKS: readonly Mark[] = [];

interface MarkdownProps {
  text: string;
  /** More of it may come. */
  growing?: boolean;
  class?: string;
  /** Sources the text names, at their places. */
  marks?: readonly Mark[];
  /** A mark was pressed. */
  onMark?: (number: number) => void;
}

/**
 * Markdown as elements, one by one; HTML in the text stays text. `growing` while more of it may come: then
 * only the last block is parsed and drawn again.
 */
export function Markdown({ text, growing = false, class: className = "", marks = NO_MARKS, onMark = doNothing }: MarkdownProps) {
  const { blocks, definitions, footnotes } = useDocument(text, growing);
  const shared = useMemo(() => {
    const notes = new Map(footnotes.map((note, i) => [note.identifier, i + 1]));
    return { definitions, notes, onMark };
  }, [definitions, footnotes, onMark]);
  const ownMarks = useMemo(() => blocks.map((_, i) => marksOf(blocks, marks, i)), [blocks, marks]);
  return (
    <Shared.Provider value={shared}>
      <div class={`md ${growing ? "growing" : ""} ${className}`} dir="auto">
        {blocks.map((block, i) => {
          const own = ownMarks[i] ?? NO_MARKS;
          return <BlockView key={i} block={block} marks={own.length === 0 ? NO_MARKS : own} />;
        })}
        {footnotes.length > 0 && <Footnotes notes={footnotes} />}
      </div>
    </Shared.Provider>
  );
}

function doNothing(): void {}

/** The document for a text, as far as it has been read. */
function useDocument(text: string, growing: boolean) {
  const reader = useMemo(() => new Reader(), []);
  const [, readOn] = useState({});
  const document = reader.read(text, growing);
  useEffect(() => {
    if (reader.waitMs === null) return;
    const timer = setTimeout(() => readOn({}), reader.waitMs);
    return () => clearTimeout(timer);
  });
  return document;
}

const BlockView = memo(function BlockView({ block, marks }: { block: Block; marks: readonly Mark[] }) {
  const nodes = useMemo(() => (marks.length === 0 ? [block.node] : withMarks(block.node, marks)), [block, marks]);
  return (
    <>
      {nodes.map((node, i) => (
        <Node key={i} node={node} settled={block.settled} />
      ))}
    </>
  );
});

function Footnotes({ notes }: { notes: readonly FootnoteDefinition[] }) {
  const t = useT();
  return (
    <section class="footnotes" aria-label={t("footnotes")}>
      <ol>
        {notes.map((note, i) => (
          <li key={note.identifier} tabIndex={-1} data-note={i + 1}>
            {note.children.map((child, j) => (
              <Node key={j} node={child} settled />
            ))}
            <button
              type="button"
              class="link back"
              aria-label={t("footnotes.back")}
              onClick={(event) => showReference(event.currentTarget, i + 1)}
            >
              ↩
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

function showReference(from: Element, number: number): void {
  from.closest(".md")?.querySelector<HTMLElement>(`[data-reference="${number}"]`)?.focus();
}
