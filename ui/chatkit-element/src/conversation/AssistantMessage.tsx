/** @jsxImportSource preact */
import { useCallback, useRef } from "preact/hooks";
import { Markdown } from "../markdown/Markdown";
import type { Mark } from "../markdown/marks";
import type { AssistantContent, AssistantMessageItem } from "../wire/protocol";
import { type Citations, citationsOf } from "./citations";
import { Sources } from "./Sources";

const NO_MARKS: readonly Mark[] = [];
const NO_CITATIONS: Citations = { sources: [], marks: [] };

/** What the assistant said, with what it rests on. `open` while more may come. */
export function AssistantMessage({ message, open }: { message: AssistantMessageItem; open: boolean }) {
  const { content } = message;
  const { sources, marks } = useCitations(content);
  const list = useRef<HTMLDetailsElement>(null);
  const show = useCallback((number: number) => showSource(list.current, number), []);
  return (
    <div class="message">
      {content.map((part, i) => (
        <Markdown key={i} text={part.text} growing={open && i === content.length - 1} marks={marks[i] ?? NO_MARKS} onMark={show} />
      ))}
      {sources.length > 0 && <Sources sources={sources} list={list} />}
    </div>
  );
}

/** Made anew when annotations are others, not with each word of the text: a mark stands in what has come before it. */
function useCitations(content: readonly AssistantContent[]): Citations {
  const before = useRef<{ key: readonly unknown[]; citations: Citations }>({ key: [], citations: NO_CITATIONS });
  const key = content.map((part) => part.annotations);
  const same = key.length === before.current.key.length && key.every((one, i) => one === before.current.key[i]);
  if (!same) {
    const none = key.every((annotations) => annotations.length === 0);
    before.current = { key, citations: none ? NO_CITATIONS : citationsOf(content) };
  }
  return before.current.citations;
}

/** Opens the list of sources, and goes to one of them. */
function showSource(list: HTMLDetailsElement | null, number: number): void {
  if (!list) return;
  list.open = true;
  const line = list.querySelector<HTMLElement>(`[data-source="${number}"]`);
  (line?.querySelector<HTMLElement>("a, button") ?? line)?.focus();
}
