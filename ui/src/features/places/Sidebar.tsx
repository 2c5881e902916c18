import { CalendarDays, CircleCheck, Inbox, Layers, type LucideIcon, PanelLeft, Settings, Sun, Trash2, X } from "lucide-react";
import type { ReactNode } from "react";
import { keyOf, type Place } from "../../api/place";
import { useCounts, useLabels, useLists } from "../../api/queries";
import { Dot } from "../../components/Dot";
import { Icon } from "../../components/Icon";
import { IconButton } from "../../components/IconButton";
import { Kbd } from "../../components/Kbd";
import { commandKey, words } from "../../words/words";
import "./sidebar.css";

interface Props {
  place: Place;
  /** `column` can be hidden; a `drawer` is closed. */
  as: "column" | "drawer";
  onGo(place: Place): void;
  onSettings(): void;
  onHide(): void;
}

/** All places: the fixed ones, lists, labels. */
export function Sidebar({ place, as, onGo, onSettings, onHide }: Props) {
  const counts = useCounts();
  const lists = useLists();
  const labels = useLabels();
  const current = keyOf(place);
  const link = (to: Place, name: string, mark: ReactNode, open?: number, overdue = 0) => (
    <PlaceLink
      key={keyOf(to)}
      name={name}
      mark={mark}
      open={open}
      overdue={overdue}
      isCurrent={keyOf(to) === current}
      onGo={() => onGo(to)}
    />
  );
  const fixed = (kind: "inbox" | "today" | "upcoming" | "all" | "done" | "trash", icon: LucideIcon, open?: number, overdue?: number) =>
    link({ kind }, words.places[kind], <Icon of={icon} />, open, overdue);
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
      <div className="sidebar-scroll">
        <ul className="mt-0.5">
          {fixed("inbox", Inbox, counts?.inbox)}
          {fixed("today", Sun, counts && counts.today - counts.overdue, counts?.overdue)}
          {fixed("upcoming", CalendarDays)}
          {fixed("all", Layers, counts?.all)}
          {fixed("done", CircleCheck)}
          {fixed("trash", Trash2)}
        </ul>
        <Section title={words.places.lists} none={words.places.noLists} isEmpty={lists.length === 0}>
          {lists.map((list) => link({ kind: "list", id: list.id }, list.name, <Dot color={list.color} />, list.open_count))}
        </Section>
        <Section title={words.places.labels} none={words.places.noLabels} isEmpty={labels.length === 0}>
          {labels.map(({ name, open_count }) => link({ kind: "label", name }, name, <At />, open_count))}
        </Section>
      </div>
      <footer className="sidebar-foot">
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

function Section({
  title,
  none,
  isEmpty,
  children,
}: {
  title: string;
  none: readonly [string, string, string];
  isEmpty: boolean;
  children: ReactNode;
}) {
  return (
    <section aria-label={title}>
      <h2 className="section">{title}</h2>
      {isEmpty ? (
        <p className="section-none">
          {none[0]}
          <b>{none[1]}</b>
          {none[2]}
        </p>
      ) : (
        <ul>{children}</ul>
      )}
    </section>
  );
}

function At() {
  return (
    <span className="at" aria-hidden="true">
      @
    </span>
  );
}

interface LinkProps {
  name: string;
  mark: ReactNode;
  open: number | undefined;
  overdue: number;
  isCurrent: boolean;
  onGo(): void;
}

function PlaceLink({ name, mark, open, overdue, isCurrent, onGo }: LinkProps) {
  return (
    <li>
      <button type="button" className="place" aria-current={isCurrent ? "page" : undefined} onClick={onGo}>
        {mark}
        <span className="truncate">{name}</span>
        <span className="sr-only">{words.places.count(open, overdue)}</span>
        <span className="place-count" aria-hidden="true">
          {overdue ? <b title={words.places.overdue}>{overdue}</b> : null}
          {open ? open.toLocaleString(words.language) : null}
        </span>
      </button>
    </li>
  );
}
