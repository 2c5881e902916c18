import { Menu, PanelLeft, PanelRight, Search } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import type { Clock } from "../../api/clock";
import { keyOf, type Place } from "../../api/place";
import { useCounts, useLabels, useLists } from "../../api/queries";
import type { LabelInfo, ListInfo, ViewCounts } from "../../api/types";
import { IconButton } from "../../components/IconButton";
import { longDay } from "../../words/dates";
import { words } from "../../words/words";
import { History } from "./history/History";
import { type SearchControl, SearchField, SearchScopes } from "./SearchBar";
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
  search: SearchControl;
  /** What was changed is shown in place of tasks. */
  isHistory: boolean;
  /** The add line. */
  children: ReactNode;
}

/** The middle column: what a place is called, the add line, the rows. */
export function TasksColumn({ place, clock, onShowPlaces, isNarrow, chat, search, isHistory, children }: Props) {
  const lists = useLists();
  const labels = useLabels();
  const counts = useCounts();
  const title = isHistory ? words.history.title : titleOf(place, lists);
  const subtitle = isHistory ? "" : subtitleOf(place, clock, counts, lists, labels);

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
          <>
            <h1 className="sr-only">{words.places.search}</h1>
            <SearchField search={search} initial={place.kind === "search" ? place.words : ""} />
          </>
        ) : (
          <div className="heading">
            <h1 className="heading-title">{title}</h1>
            {subtitle ? <span className="heading-subtitle">{subtitle}</span> : null}
          </div>
        )}
        {search.isOpen && !isHistory ? null : <span className="grow" />}
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
      {isHistory ? (
        <History clock={clock} />
      ) : (
        <>
          {place.kind === "search" ? <SearchScopes place={place} onScope={search.onScope} /> : null}
          {search.isOpen && place.kind !== "search" ? <p className="search-start">{words.search.start}</p> : null}
          {children}
          {/* One list for all that is typed into a search, so that it does not begin anew at each letter. */}
          <TaskList
            key={place.kind === "search" ? "search" : keyOf(place)}
            place={place}
            title={title}
            clock={clock}
            onWiden={place.kind === "search" && (place.list || place.openOnly) ? () => search.onScope({}) : undefined}
          />
        </>
      )}
    </>
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
