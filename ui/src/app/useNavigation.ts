import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { exists, keyOf, type Place, placeOf, START, viewOf } from "../api/place";
import { useLabels, useLists } from "../api/queries";
import type { LabelInfo, ListInfo } from "../api/types";
import { setUiState, useUiState } from "../api/uiState";
import { notify } from "../components/notices";
import type { SettingsSection } from "../features/settings/SettingsPane";
import type { SearchScope } from "../features/tasks/SearchBar";
import { words } from "../words/words";
import { openSettings, useOpenSettings } from "./openSettings";

const INBOX: Place = { kind: "inbox" };

export interface Navigation {
  place: Place;
  /** Open section of the settings, null while tasks are shown. */
  settings: SettingsSection | null;
  isSearching: boolean;
  /** What was changed is shown in place of tasks. */
  isHistory: boolean;
  go(place: Place): void;
  openSettings(section: SettingsSection): void;
  closeSettings(): void;
  openSearch(): void;
  search(words: string): void;
  /** Narrows the search, or widens it. */
  searchIn(scope: SearchScope): void;
  openHistory(): void;
  closeHistory(): void;
  closeSearch(): void;
  /** Escape: one step back, out of the settings, the history or the search. */
  back(): void;
}

/** Where one is. The place survives a restart; a search and the settings do not. */
export function useNavigation(): Navigation {
  const [place, setPlace] = useState<Place>(() => placeOf(useUiState.getState().view));
  const settings = useOpenSettings((state) => state.section);
  const [isSearching, setSearching] = useState(false);
  const [isHistory, setHistory] = useState(false);
  const beforeSearch = useRef<Place>(START);
  const lists = useLists();
  const labels = useLabels();

  const go = useCallback((to: Place) => {
    setPlace(to);
    setSearching(to.kind === "search");
    setHistory(false);
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
      const to: Place = words ? { ...(now.kind === "search" ? now : { kind: "search" }), words } : beforeSearch.current;
      return keyOf(to) === keyOf(now) ? now : to;
    });
  }, []);

  const searchIn = useCallback((scope: SearchScope) => {
    setPlace((now) => (now.kind === "search" ? { kind: "search", words: now.words, ...scope } : now));
  }, []);
  const openHistory = useCallback(() => {
    closeSearch();
    openSettings(null);
    setHistory(true);
  }, [closeSearch]);

  const isGone = useGone(place, lists, labels, go);
  return useMemo(
    () => ({
      place: isGone ? INBOX : place,
      settings,
      isSearching,
      isHistory,
      go,
      openSettings,
      closeSettings: () => openSettings(null),
      openSearch: () => {
        setHistory(false);
        setSearching(true);
      },
      search,
      searchIn,
      openHistory,
      closeHistory: () => setHistory(false),
      closeSearch,
      back: () => (settings ? openSettings(null) : isHistory ? setHistory(false) : closeSearch()),
    }),
    [place, isGone, settings, isSearching, isHistory, go, search, searchIn, openHistory, closeSearch],
  );
}

/**
 * Whether the place is gone: a list or label that was deleted meanwhile, by whomever. Then one is in the Inbox, and is told so, unless it
 * had gone before it was ever shown. Before lists and labels are read nothing is known about them.
 */
function useGone(place: Place, lists: readonly ListInfo[], labels: readonly LabelInfo[], go: (to: Place) => void): boolean {
  const client = useQueryClient();
  const lastName = useRef<string | null>(null);
  const areRead = client.getQueryData(["lists"]) !== undefined && client.getQueryData(["labels"]) !== undefined;
  const isGone = areRead && !exists(place, lists, labels);
  useEffect(() => {
    if (!isGone) {
      lastName.current = nameOf(place, lists, areRead);
      return;
    }
    go(INBOX);
    if (lastName.current) notify({ tone: "mind", subject: lastName.current, text: words.sidebar.gone });
  }, [isGone, areRead, place, lists, go]);
  return isGone;
}

function nameOf(place: Place, lists: readonly ListInfo[], areRead: boolean): string | null {
  if (place.kind === "list") return lists.find(({ id }) => id === place.id)?.name ?? null;
  return place.kind === "label" && areRead ? `@${place.name}` : null;
}
