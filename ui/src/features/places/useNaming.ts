import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { speak } from "../../components/notices";
import { words } from "../../words/words";
import { type Named, rowKey } from "./named";
import type { PlaceActions } from "./usePlaceActions";

/** What has no row yet is named in this one. */
const NEW = "new";

/** A name that is being written: how it is sent, and what follows when that is over. */
export interface Name {
  save(name: string): Promise<string | null>;
  end(by: "key" | "focus", isSaved: boolean): void;
}

export interface Naming {
  isNew: boolean;
  isOf(what: Named): boolean;
  beginNew(): void;
  begin(what: Named): void;
  /** The name of a list or label that is not there yet. */
  ofNew(): Name;
  of(what: Named): Name;
  focusSoon(key: string): void;
}

/** Which row of a section is being named, and where the focus goes after it. `onRenamed`: it has another name now. */
export function useNaming(
  kind: Named["kind"],
  named: readonly Named[],
  section: RefObject<HTMLElement | null>,
  actions: PlaceActions,
  onRenamed: (before: Named, after: Named) => void,
): Naming {
  const [row, setRow] = useState<string | null>(null);
  const saved = useRef<Named | null>(null);
  const focusSoon = useFocusSoon(section, named, row);

  const keep = (answer: Awaited<ReturnType<PlaceActions["add"]>>): string | null => {
    if ("refused" in answer) return answer.refused;
    saved.current = answer.named;
    return null;
  };
  // Whoever left the field for somewhere else stays there.
  const end = (by: "key" | "focus", key: string | null): void => {
    setRow(null);
    if (by === "key" && key) focusSoon(key);
  };
  return {
    isNew: row === NEW,
    isOf: (what) => row === rowKey(what),
    beginNew: () => setRow(NEW),
    begin: (what) => setRow(rowKey(what)),
    focusSoon,
    ofNew: () => ({
      save: async (name) => keep(await actions.add(kind, name)),
      end(by, isSaved) {
        end(by, isSaved && saved.current ? rowKey(saved.current) : null);
        if (isSaved || by === "focus") return;
        speak(words.sidebar.notAdded);
        section.current?.querySelector<HTMLElement>(".section-add")?.focus();
      },
    }),
    of: (what) => ({
      async save(name) {
        const refused = keep(await actions.rename(what, name));
        if (refused === null && saved.current) onRenamed(what, saved.current);
        return refused;
      },
      end: (by, isSaved) => end(by, rowKey(isSaved && saved.current ? saved.current : what)),
    }),
  };
}

/** Gives the focus to a row once it is there: it may be drawn only after the lists have been read again. */
function useFocusSoon(section: RefObject<HTMLElement | null>, named: readonly Named[], row: string | null) {
  const wanted = useRef<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: tried again whenever the rows may be others
  useEffect(() => {
    if (!wanted.current) return;
    const place = section.current?.querySelector<HTMLElement>(`[data-place="${CSS.escape(wanted.current)}"]`);
    if (!place) return;
    wanted.current = null;
    place.focus();
  }, [named, row]);
  return useCallback((key: string) => {
    wanted.current = key;
  }, []);
}
