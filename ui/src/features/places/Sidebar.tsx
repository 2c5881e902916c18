import { CalendarDays, CircleCheck, History, Inbox, Layers, type LucideIcon, PanelLeft, Settings, Sun, Trash2, X } from "lucide-react";
import { useMemo, useRef } from "react";
import { keyOf, type Place } from "../../api/place";
import { useCounts, useLabels, useLists } from "../../api/queries";
import { Icon } from "../../components/Icon";
import { IconButton } from "../../components/IconButton";
import { Kbd } from "../../components/Kbd";
import { useAutoScroll } from "../../components/useAutoScroll";
import { commandKey, words } from "../../words/words";
import { NamedSection } from "./NamedSection";
import { namedLabel, namedList } from "./named";
import { FixedPlace } from "./PlaceRow";
import "./sidebar.css";

interface Props {
  place: Place;
  /** `column` can be hidden; a `drawer` is closed. */
  as: "column" | "drawer";
  onGo(place: Place): void;
  /** What was changed is shown. */
  isHistory: boolean;
  onHistory(): void;
  onSettings(): void;
  onHide(): void;
}

/** All places: the fixed ones, lists, labels. */
export function Sidebar({ place, as, onGo, isHistory, onHistory, onSettings, onHide }: Props) {
  const counts = useCounts();
  const lists = useLists();
  const labels = useLabels();
  const scroll = useRef<HTMLDivElement>(null);
  // A list far down takes drops, too.
  useAutoScroll(scroll);
  // Where the history is shown one is in no place.
  const current = isHistory ? "" : keyOf(place);
  const namedLists = useMemo(() => lists.map(namedList), [lists]);
  const namedLabels = useMemo(() => labels.map(namedLabel), [labels]);
  const fixed = (kind: "inbox" | "today" | "upcoming" | "all" | "done" | "trash", icon: LucideIcon, open?: number, overdue?: number) => (
    <FixedPlace
      place={{ kind }}
      name={words.places[kind]}
      mark={<Icon of={icon} />}
      open={open}
      overdue={overdue ?? 0}
      isCurrent={kind === current}
      onGo={() => onGo({ kind })}
    />
  );
  return (
    <div className="sidebar">
      <div className="bar sidebar-bar">
        {as === "drawer" ? <span className="font-semibold">{words.app}</span> : null}
        <span className="grow" />
        <IconButton
          label={as === "drawer" ? words.places.close : words.places.hide}
          icon={as === "drawer" ? X : PanelLeft}
          onClick={onHide}
        />
      </div>
      <div className="sidebar-scroll" ref={scroll}>
        <ul className="mt-0.5">
          {fixed("inbox", Inbox, counts?.inbox)}
          {fixed("today", Sun, counts && counts.today - counts.overdue, counts?.overdue)}
          {fixed("upcoming", CalendarDays)}
          {fixed("all", Layers, counts?.all)}
          {fixed("done", CircleCheck)}
          {fixed("trash", Trash2)}
        </ul>
        <NamedSection kind="list" named={namedLists} current={current} onGo={onGo} />
        <NamedSection kind="label" named={namedLabels} current={current} onGo={onGo} />
      </div>
      <footer className="sidebar-foot">
        <button type="button" className="place quiet" aria-current={isHistory ? "page" : undefined} onClick={onHistory}>
          <Icon of={History} />
          {words.history.title}
        </button>
        <button type="button" className="place quiet" onClick={onSettings}>
          <Icon of={Settings} />
          {words.places.settings}
          <span className="place-key" aria-hidden="true">
            <Kbd>{`${commandKey === "⌘" ? "⌘" : `${commandKey} `},`}</Kbd>
          </span>
        </button>
      </footer>
    </div>
  );
}
