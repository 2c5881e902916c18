import { AtSign, Plus } from "lucide-react";
import { useRef } from "react";
import { keyOf, type Place } from "../../api/place";
import { Dot } from "../../components/Dot";
import { Icon } from "../../components/Icon";
import { IconButton } from "../../components/IconButton";
import { words } from "../../words/words";
import { NameField } from "./NameField";
import { type Named, placeOfNamed, rowKey } from "./named";
import type { PlaceCommands } from "./PlaceMenu";
import { NamedPlace } from "./PlaceRow";
import { placingAt } from "./useListOrder";
import { type Name, useNaming } from "./useNaming";
import { usePlaceActions } from "./usePlaceActions";
import { useRemoving } from "./useRemoving";

interface Props {
  kind: Named["kind"];
  named: readonly Named[];
  /** `keyOf` the place that is shown. */
  current: string;
  onGo(place: Place): void;
}

/** The lists, or the labels: each a place, with a ＋ that makes another. */
export function NamedSection({ kind, named, current, onGo }: Props) {
  const self = useRef<HTMLElement>(null);
  const actions = usePlaceActions();
  const naming = useNaming(kind, named, self, actions, (before, after) => {
    // A label's place goes by its name.
    if (keyOf(placeOfNamed(before)) === current) onGo(placeOfNamed(after));
  });
  const remove = useRemoving(actions, named, current, onGo, naming.focusSoon);
  const isList = kind === "list";
  const title = isList ? words.places.lists : words.places.labels;

  const commandsOf = (what: Named, index: number): PlaceCommands => ({
    rename: () => naming.begin(what),
    setColor: (color) => actions.setColor(what, color),
    move: isList
      ? { by: (step) => actions.moveList(what.id, index + step), isFirst: index === 0, isLast: index === named.length - 1 }
      : undefined,
    remove: () => void remove(what),
  });
  const row = (what: Named, index: number) => (
    <NamedPlace
      key={rowKey(what)}
      named={what}
      place={placeOfNamed(what)}
      name={what.name}
      mark={<Mark kind={kind} color={what.color} />}
      open={what.open}
      isCurrent={keyOf(placeOfNamed(what)) === current}
      commands={commandsOf(what, index)}
      onGo={() => onGo(placeOfNamed(what))}
      placing={isList ? placingAt(named, what, actions.moveList) : null}
    />
  );

  return (
    <section ref={self} aria-label={title}>
      <div className="section">
        <h2>{title}</h2>
        <IconButton
          className="section-add"
          label={isList ? words.sidebar.newList : words.sidebar.newLabel}
          icon={Plus}
          size={14}
          onClick={naming.beginNew}
        />
      </div>
      {named.length === 0 && !naming.isNew ? <None sentence={isList ? words.places.noLists : words.places.noLabels} /> : null}
      <ul>
        {named.map((what, index) =>
          naming.isOf(what) ? <NameRow key={rowKey(what)} kind={kind} of={what} name={naming.of(what)} /> : row(what, index),
        )}
        {naming.isNew ? <NameRow kind={kind} of={null} name={naming.ofNew()} /> : null}
      </ul>
    </section>
  );
}

/** A row while its name is written; `of`: what has the name so far. */
function NameRow({ kind, of, name }: { kind: Named["kind"]; of: Named | null; name: Name }) {
  return (
    <NameField
      label={kind === "list" ? words.sidebar.listName : words.sidebar.labelName}
      name={of?.name ?? ""}
      mark={<Mark kind={kind} color={of?.color ?? "grey"} />}
      onSave={name.save}
      onEnd={name.end}
    />
  );
}

function None({ sentence: [before, example, after] }: { sentence: readonly [string, string, string] }) {
  return (
    <p className="section-none">
      {before}
      <b>{example}</b>
      {after}
    </p>
  );
}

function Mark({ kind, color }: { kind: Named["kind"]; color: string }) {
  if (kind === "list") return <Dot color={color} />;
  return (
    <span className="at" data-color={color}>
      <Icon of={AtSign} size={14} />
    </span>
  );
}
