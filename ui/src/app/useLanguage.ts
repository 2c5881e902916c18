import { useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { useUiState } from "../api/uiState";
import { languageOf, speak, words } from "../words/words";

/**
 * The language that is spoken, for the `key` of everything drawn: where it changes, everything is drawn anew. Nothing typed is lost by
 * that: unsent texts live in the state of the window, and a group of controls marked with `data-group` gets the focus back.
 */
export function useLanguage(): string {
  const choice = useUiState((state) => state.language);
  const [spoken, setSpoken] = useState(words.language);
  useEffect(() => {
    const wanted = languageOf(choice);
    if (wanted === words.language) {
      setSpoken(wanted);
      return;
    }
    const group = document.activeElement?.closest("[data-group]")?.getAttribute("data-group");
    void speak(wanted).then(() => {
      // What is drawn goes, as the page would: whoever still has something to keep is told.
      window.dispatchEvent(new Event("pagehide"));
      flushSync(() => setSpoken(words.language));
      window.dispatchEvent(new Event("pageshow"));
      if (group) document.querySelector<HTMLElement>(`[data-group="${group}"] [data-checked]`)?.focus();
    });
  }, [choice]);
  return spoken;
}
