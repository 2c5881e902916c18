import { ArrowLeft, Menu, PanelLeft, PanelRight, Search, X } from "lucide-react";
import { type ReactNode, type RefObject, useEffect, useState } from "react";
import type { Clock } from "../../api/clock";
import { keyOf, type Place } from "../../api/place";
import { useCounts, useLabels, useLists } from "../../api/queries";
import type { LabelInfo, ListInfo, ViewCounts } from "../../api/types";
import { Icon } from "../../components/Icon";
import { IconButton } from "../../components/IconButton";
import { longDay } from "../../words/dates";
import { words } from "../../words/words";
import { TaskList } from "./TaskList";

interface Props {
  place: Place;
  clock: Clock;
  /** Set while the places are not beside the column; shows them. */
  onShowPlaces?: (() => void) | undefined;
  /** Below 600 px the places are a drawer. */
  isNarrow: boolean;
  /** The chat's button, or the tabs where the chat has no column. */
  chat: { kind: "button"; isShown: boolean; onToggle(): void } | { kind: "tabs"; tabs: ReactNode };
  search: { field: RefObject<HTMLInputElement | null>; isOpen: boolean; onOpen(): void; onWords(words: string): void; onClose(): void };
  /** The add line. */
  children: ReactNode;
}

/** The middle column: what a place is called, the add line, the rows. */
export function TasksColumn({ place, clock, onShowPlaces, isNarrow, chat, search, children }: Props) {
  const lists = useLists();
  const labels = useLabels();
  const counts = useCounts();
  const title = titleOf(place, lists);
  const subtitle = subtitleOf(place, clock, counts, lists, labels);

  useEffect(() => {
    document.title = `${title} · ${words.app}`;
  }, [title]);

  return (
    <>
      <header className="bar tasks-bar">
        {onShowPlaces ? (
          <IconButton
            className="-ml-2"
            label={isNarrow ? words.places.open : words.places.show}
            icon={isNarrow ? Menu : PanelLeft}
            onClick={onShowPlaces}
          />
        ) : null}
        {search.isOpen ? (
          <SearchField search={search} initial={place.kind === "search" ? place.words : ""} />
        ) : (
          <div className="heading">
            <h1 className="heading-title">{title}</h1>
            {subtitle ? <span className="heading-subtitle">{subtitle}</span> : null}
          </div>
        )}
        <span className="grow" />
        {search.isOpen ? null : <IconButton label={words.header.search} icon={Search} onClick={search.onOpen} aria-keyshortcuts="/" />}
        {chat.kind === "tabs" ? (
          chat.tabs
        ) : (
          <IconButton
            label={chat.isShown ? words.chat.hide : words.chat.show}
            icon={PanelRight}
            aria-pressed={chat.isShown}
            aria-keyshortcuts="Control+J Meta+J"
            onClick={chat.onToggle}
          />
        )}
      </header>
      {children}
      <TaskList key={keyOf(place)} place={place} title={title} clock={clock} />
    </>
  );
}

/** Waits for a pause in typing, so that a word costs one search and not one a letter. */
const SEARCH_PAUSE_MS = 120;

function SearchField({ search, initial }: { search: Props["search"]; initial: string }) {
  const [text, setText] = useState(initial);
  const { onWords } = search;
  useEffect(() => {
    const timer = setTimeout(() => onWords(text.trim()), SEARCH_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, onWords]);
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
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") search.onClose();
          }}
        />
        {text ? <IconButton label={words.header.closeSearch} icon={X} size={14} onClick={search.onClose} /> : null}
      </div>
    </search>
  );
}

function titleOf(place: Place, lists: readonly ListInfo[]): string {
  switch (place.kind) {
    case "list":
      return lists.find(({ id }) => id === place.id)?.name ?? "";
    case "label":
      return `@${place.name}`;
    case "search":
      return words.places.search;
    default:
      return words.places[place.kind];
  }
}

/** The date in Today, and how many tasks there are, where it is known and not nothing. */
function subtitleOf(
  place: Place,
  clock: Clock,
  counts: ViewCounts | undefined,
  lists: readonly ListInfo[],
  labels: readonly LabelInfo[],
): string {
  const open = openCount(place, counts, lists, labels);
  const parts = place.kind === "today" ? [longDay(clock.today)] : [];
  if (open) parts.push(words.header.count(open));
  return parts.join(" · ");
}

function openCount(
  place: Place,
  counts: ViewCounts | undefined,
  lists: readonly ListInfo[],
  labels: readonly LabelInfo[],
): number | undefined {
  switch (place.kind) {
    case "today":
    case "inbox":
    case "upcoming":
    case "all":
      return counts?.[place.kind];
    case "list":
      return lists.find(({ id }) => id === place.id)?.open_count;
    case "label":
      return labels.find(({ name }) => name === place.name)?.open_count;
    default:
      return undefined;
  }
}
