import { AtSign, Plus } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { keyOf, type Place } from "../../api/place";
import { Dot } from "../../components/Dot";
import { Icon } from "../../components/Icon";
import { IconButton } from "../../components/IconButton";
import { speak } from "../../components/notices";
import { words } from "../../words/words";
import { NameField } from "./NameField";
import { type Named, placeOfNamed, rowKey } from "./named";
import type { PlaceCommands } from "./PlaceMenu";
import { NamedPlace } from "./PlaceRow";
import type { ListPlacing } from "./useListOrder";
import { type PlaceActions, usePlaceActions } from "./usePlaceActions";

interface Props {
  kind: Named["kind"];
  named: readonly Named[];
  /** `keyOf` the place that is shown. */
  current: string;
  onGo(place: Place): void;
}

/** What has no row yet is named in this one. */
const NEW = "new";

/** The lists, or the labels: each a place, with a ＋ that makes another. */
export function NamedSection({ kind, named, current, onGo }: Props) {
  const self = useRef<HTMLElement>(null);
  const actions = usePlaceActions();
  const [naming, setNaming] = useState<string | null>(null);
  const focusSoon = useFocusSoon(self, named, naming);
  const remove = useRemoving(actions, named, current, onGo, focusSoon);
  const isList = kind === "list";
  const title = isList ? words.places.lists : words.places.labels;

  const saveNew = async (name: string): Promise<string | null> => {
    const answer = await actions.add(kind, name);
    if ("refused" in answer) return answer.refused;
    focusSoon(rowKey(answer.named));
    return null;
  };
  const saveName = async (what: Named, name: string): Promise<string | null> => {
    const answer = await actions.rename(what, name);
    if ("refused" in answer) return answer.refused;
    // A label's place goes by its name.
    if (keyOf(placeOfNamed(what)) === current) onGo(placeOfNamed(answer.named));
    focusSoon(rowKey(answer.named));
    return null;
  };
  const commandsOf = (what: Named, index: number): PlaceCommands => ({
    rename: () => setNaming(rowKey(what)),
    setColor: (color) => actions.setColor(what, color),
    move: isList
      ? { by: (step) => actions.moveList(what.id, index + step), isFirst: index === 0, isLast: index === named.length - 1 }
      : undefined,
    remove: () => void remove(what),
  });
  const placingOf = (target: Named): ListPlacing => {
    const indexAt = (id: string, edge: "above" | "below"): number => {
      const at = named.filter((other) => other.id !== id).findIndex((other) => other.id === target.id);
      return edge === "above" ? at : at + 1;
    };
    return {
      moves: (id, edge) => named[indexAt(id, edge)]?.id !== id,
      put: (id, edge) => {
        const index = indexAt(id, edge);
        if (named[index]?.id !== id) actions.moveList(id, index);
      },
    };
  };

  return (
    <section ref={self} aria-label={title}>
      <div className="section">
        <h2>{title}</h2>
        <IconButton
          className="section-add"
          label={isList ? words.sidebar.newList : words.sidebar.newLabel}
          icon={Plus}
          size={14}
          onClick={() => setNaming(NEW)}
        />
      </div>
      {named.length === 0 && naming !== NEW ? <None sentence={isList ? words.places.noLists : words.places.noLabels} /> : null}
      <ul>
        {named.map((what, index) =>
          naming === rowKey(what) ? (
            <NameField
              key={rowKey(what)}
              label={isList ? words.sidebar.listName : words.sidebar.labelName}
              name={what.name}
              mark={<Mark named={what} />}
              onSave={(name) => saveName(what, name)}
              onEnd={(by, isSaved) => {
                setNaming(null);
                if (by === "key" && !isSaved) focusSoon(rowKey(what));
              }}
            />
          ) : (
            <NamedPlace
              key={rowKey(what)}
              named={what}
              place={placeOfNamed(what)}
              name={what.name}
              mark={<Mark named={what} />}
              open={what.open}
              isCurrent={keyOf(placeOfNamed(what)) === current}
              commands={commandsOf(what, index)}
              onGo={() => onGo(placeOfNamed(what))}
              placing={isList ? placingOf(what) : null}
            />
          ),
        )}
        {naming === NEW ? (
          <NameField
            label={isList ? words.sidebar.listName : words.sidebar.labelName}
            name=""
            mark={isList ? <Dot color={undefined} /> : <At color="grey" />}
            onSave={saveNew}
            onEnd={(by, isSaved) => {
              setNaming(null);
              if (isSaved) return;
              if (by === "key") {
                speak(words.sidebar.notAdded);
                self.current?.querySelector<HTMLElement>(".section-add")?.focus();
              }
            }}
          />
        ) : null}
      </ul>
    </section>
  );
}

/** Gives the focus to a row once it is there: it may be drawn only after the lists have been read again. */
function useFocusSoon(section: React.RefObject<HTMLElement | null>, named: readonly Named[], naming: string | null) {
  const wanted = useRef<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: tried again whenever the rows may be others
  useEffect(() => {
    if (!wanted.current) return;
    const row = section.current?.querySelector<HTMLElement>(`[data-place="${CSS.escape(wanted.current)}"]`);
    if (!row) return;
    wanted.current = null;
    row.focus();
  }, [named, naming]);
  return useCallback((key: string) => {
    wanted.current = key;
  }, []);
}

/** Deletes a list or label. One that is shown is left first, and come back to when it is taken back meanwhile. */
function useRemoving(
  actions: PlaceActions,
  named: readonly Named[],
  current: string,
  onGo: (place: Place) => void,
  focusSoon: (key: string) => void,
): (what: Named) => Promise<void> {
  const shown = useRef(current);
  shown.current = current;
  return async (what) => {
    const place = placeOfNamed(what);
    const isShown = keyOf(place) === current;
    const at = named.findIndex((other) => other.id === what.id);
    const neighbor = named[at + 1] ?? named[at - 1];
    const hadFocus = document.activeElement?.closest(".place-row, .menu") !== null;
    if (isShown) onGo({ kind: "inbox" });
    const isGone = await actions.remove(what, () => {
      if (isShown && shown.current === "inbox") onGo(place);
    });
    if (isGone && neighbor && hadFocus) focusSoon(rowKey(neighbor));
    if (!isGone && isShown) onGo(place);
  };
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

function Mark({ named }: { named: Named }): ReactNode {
  return named.kind === "list" ? <Dot color={named.color} /> : <At color={named.color} />;
}

function At({ color }: { color: string }) {
  return (
    <span className="at" data-color={color}>
      <Icon of={AtSign} size={14} />
    </span>
  );
}
