import { useCallback, useMemo, useRef, useState } from "react";
import { exists, keyOf, type Place, placeOf, START, viewOf } from "../api/place";
import { useLabels, useLists } from "../api/queries";
import { setUiState, useUiState } from "../api/uiState";
import type { SettingsSection } from "../features/settings/SettingsPane";
import { openSettings, useOpenSettings } from "./openSettings";

export interface Navigation {
  place: Place;
  /** Open section of the settings, null while tasks are shown. */
  settings: SettingsSection | null;
  isSearching: boolean;
  go(place: Place): void;
  openSettings(section: SettingsSection): void;
  closeSettings(): void;
  openSearch(): void;
  search(words: string): void;
  closeSearch(): void;
  /** Escape: one step back, out of the settings or the search. */
  back(): void;
}

/** Where one is. The place survives a restart; a search and the settings do not. */
export function useNavigation(): Navigation {
  const [place, setPlace] = useState<Place>(() => placeOf(useUiState.getState().view));
  const settings = useOpenSettings((state) => state.section);
  const [isSearching, setSearching] = useState(false);
  const beforeSearch = useRef<Place>(START);
  const lists = useLists();
  const labels = useLabels();

  const go = useCallback((to: Place) => {
    setPlace(to);
    setSearching(to.kind === "search");
    openSettings(null);
    if (to.kind !== "search") setUiState({ view: viewOf(to) });
  }, []);
  const closeSearch = useCallback(() => {
    setSearching(false);
    setPlace((now) => (now.kind === "search" ? beforeSearch.current : now));
  }, []);
  const search = useCallback((words: string) => {
    setPlace((now) => {
      if (now.kind !== "search") beforeSearch.current = now;
      const to: Place = words ? { kind: "search", words } : beforeSearch.current;
      return keyOf(to) === keyOf(now) ? now : to;
    });
  }, []);

  // A list or label that was deleted elsewhere is no place any more. Before lists are read nothing is known about them.
  const isGone = lists.length + labels.length > 0 && !exists(place, lists, labels);
  return useMemo(
    () => ({
      place: isGone ? START : place,
      settings,
      isSearching,
      go,
      openSettings,
      closeSettings: () => openSettings(null),
      openSearch: () => setSearching(true),
      search,
      closeSearch,
      back: () => (settings ? openSettings(null) : closeSearch()),
    }),
    [place, isGone, settings, isSearching, go, search, closeSearch],
  );
}
