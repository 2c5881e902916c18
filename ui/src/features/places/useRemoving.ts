import { useRef } from "react";
import { keyOf, type Place } from "../../api/place";
import { type Named, placeOfNamed, rowKey } from "./named";
import type { PlaceActions } from "./usePlaceActions";

/** Deletes a list or label. One that is shown is left first, and come back to when it is taken back meanwhile. */
export function useRemoving(
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
