import { useEffect, useRef } from "react";
import { useApi } from "../api/queries";
import { sendHere, useQuestion, useSentHere } from "../api/sentHere";

/** Goes to the settings, or to the chat with a question from quick add, when the desktop sends the page there. */
export function useSentThere(toSettings: () => void, toChat: () => void): void {
  const api = useApi();
  const { to, times } = useSentHere();
  const go = useRef({ toSettings, toChat });
  go.current = { toSettings, toChat };

  useEffect(() => {
    const { hash, pathname, search } = window.location;
    sendHere(hash);
    if (/#(?:settings|ask)$/.test(hash)) window.history.replaceState(window.history.state, "", pathname + search);
  }, []);

  useEffect(() => {
    if (times === 0) return;
    if (to === "settings") return go.current.toSettings();
    go.current.toChat();
    // Whoever takes it asks it: another page of this window, or this one after a reload, gets none.
    api.takeQuestion().then(
      (text) => text && useQuestion.setState({ text }),
      () => undefined,
    );
  }, [api, to, times]);
}
