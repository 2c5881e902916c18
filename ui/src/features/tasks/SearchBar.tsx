import { ArrowLeft, Search } from "lucide-react";
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import type { Place } from "../../api/place";
import { useLists } from "../../api/queries";
import type { ListInfo, Task } from "../../api/types";
import { Dot } from "../../components/Dot";
import { Icon } from "../../components/Icon";
import { IconButton } from "../../components/IconButton";
import { Kbd } from "../../components/Kbd";
import { words } from "../../words/words";
import { usePlaceTasks } from "./usePlaceTasks";
import "./search.css";

export type SearchPlace = Extract<Place, { kind: "search" }>;

/** Where a search looks. */
export type SearchScope = Pick<SearchPlace, "list" | "openOnly">;

export interface SearchControl {
  field: RefObject<HTMLInputElement | null>;
  isOpen: boolean;
  onOpen(): void;
  onWords(words: string): void;
  onScope(scope: SearchScope): void;
  onClose(): void;
}

/** Waits for a pause in typing, so that a word costs one search and not one a letter. */
const SEARCH_PAUSE_MS = 120;
/** Longer ones are no search. */
const MOST_CHARS = 500;

/** The field in the header. Arrow down and Enter go to what was found. */
export function SearchField({ search, initial }: { search: SearchControl; initial: string }) {
  const [text, setText] = useState(initial);
  const { onWords } = search;
  const said = useRef(initial);
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === said.current) return;
    const timer = setTimeout(() => {
      said.current = wanted;
      onWords(wanted);
    }, SEARCH_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, onWords]);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") search.onClose();
    else if ((event.key !== "ArrowDown" && event.key !== "Enter") || !toRows(event.currentTarget)) return;
    event.preventDefault();
    // The first row's own key is the next one.
    event.stopPropagation();
  };
  return (
    <search className="search-field">
      <IconButton className="-ml-2" label={words.header.closeSearch} icon={ArrowLeft} onClick={search.onClose} />
      <div className="field grow">
        <Icon of={Search} size={14} />
        <input
          ref={search.field}
          // biome-ignore lint/a11y/noAutofocus: opened by a press of `/` or of the search button, which ask for just this
          autoFocus
          type="text"
          aria-label={words.header.searchField}
          placeholder={words.header.searchField}
          maxLength={MOST_CHARS}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <span className="search-esc" aria-hidden="true">
          <Kbd>esc</Kbd>
        </span>
      </div>
    </search>
  );
}

/** Gives the focus to the list's tab stop. Answers whether there is one. */
function toRows(field: HTMLElement): boolean {
  const row = field.closest(".tasks-column")?.querySelector<HTMLElement>(".task-grid [role=row][tabindex='0']");
  row?.focus();
  return row != null;
}

interface ScopeProps {
  place: SearchPlace;
  onScope(scope: SearchScope): void;
}

/** As many lists are offered to narrow a search to. */
const MOST_LISTS = 3;

/** How much was found, and where it is looked for: everywhere or in one list, in open tasks only or in all. */
export function SearchScopes({ place, onScope }: ScopeProps) {
  const { tasks, hasMore, isLoading, isOld } = usePlaceTasks(place);
  const lists = useLists();
  const { list, openOnly = false } = place;
  const offered = offeredLists(tasks, lists, list);
  const isKnown = !isLoading && !isOld;
  return (
    <div className="search-scopes" role="group" aria-label={words.search.scope}>
      <span className="text-muted" aria-live="polite">
        {isKnown ? words.search.found(tasks.length, hasMore) : words.search.searching}
      </span>
      <button type="button" className="scope-chip" aria-pressed={!list} onClick={() => onScope({ openOnly })}>
        {words.search.everywhere}
      </button>
      {offered.map(({ id, name, color }) => (
        <button
          key={id}
          type="button"
          className="scope-chip"
          aria-pressed={list === id}
          onClick={() => onScope(list === id ? { openOnly } : { list: id, openOnly })}
        >
          <Dot color={color} />
          <span className="truncate">{name}</span>
        </button>
      ))}
      <button
        type="button"
        className="scope-chip"
        aria-pressed={openOnly}
        onClick={() => onScope({ ...(list ? { list } : {}), openOnly: !openOnly })}
      >
        {words.search.openOnly}
      </button>
    </div>
  );
}

/** The list that is searched, and those that most of what was found is in. */
function offeredLists(tasks: readonly Task[], lists: readonly ListInfo[], chosen: string | undefined): ListInfo[] {
  const counts = new Map<string, number>();
  for (const { list } of tasks) if (list) counts.set(list, (counts.get(list) ?? 0) + 1);
  const others = lists
    .filter(({ id }) => id !== chosen && counts.has(id))
    .sort((a, b) => (counts.get(b.id) ?? 0) - (counts.get(a.id) ?? 0));
  return [...lists.filter(({ id }) => id === chosen), ...others].slice(0, MOST_LISTS);
}
