import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { Clock, instantOf } from "../api/clock";
import { sentenceOf } from "../api/error";
import { useApi, useLists } from "../api/queries";
import type { AppInfo, TaskAdded } from "../api/types";
import { adoptUiState, flushUiState, keepDraft, useUiState } from "../api/uiState";
import { QuickAddWindow } from "../features/quick-add/QuickAddWindow";
import { words } from "../words/words";
import { useTheme } from "./theme";
import { useSavedOnLeaving } from "./useSavedOnLeaving";

const keep = (text: string): void => keepDraft("quick_add_draft", text);

/** The quick-add window's page. Each time it is shown it reads again what may have changed; hidden, it holds no stream and no timer. */
export function QuickAddPage({ started }: { started: AppInfo }) {
  const api = useApi();
  const client = useQueryClient();
  const lists = useLists();
  const [app, setApp] = useState(started);
  const [draft] = useState(() => useUiState.getState().quick_add_draft ?? "");
  // In a plain browser there is no window to show or hide, only this page.
  const hasDesktop = started.host === "desktop";
  useTheme();
  useSavedOnLeaving();

  const onShown = useCallback(() => {
    // Not awaited: typing must not wait for it. A session that has run out meanwhile is renewed by the first of these requests.
    const ignore = (): void => undefined;
    if (hasDesktop) api.quickAddWindow("shown").catch(ignore);
    api.app().then(setApp, ignore);
    api.settings().then(({ ui_state }) => adoptUiState(ui_state, ["theme", "language"]), ignore);
    void client.invalidateQueries({ queryKey: ["lists"] });
  }, [api, client, hasDesktop]);

  const onHide = useCallback(() => {
    void flushUiState();
    if (hasDesktop) api.quickAddWindow("hide").catch(() => undefined);
  }, [api, hasDesktop]);

  const onAdded = useCallback(
    (tasks: readonly TaskAdded[]) => {
      if (hasDesktop) api.sayAdded(saidOf(tasks)).catch(() => undefined);
    },
    [api, hasDesktop],
  );

  const onAsk = useCallback(
    async (question: string) => {
      if (!hasDesktop) return words.quickWindow.noChat;
      return api.askInChat(question).then(() => null, sentenceOf);
    },
    [api, hasDesktop],
  );

  const clock = new Clock(instantOf(app.now), app.time_zone);
  return (
    <QuickAddWindow
      draft={draft}
      lists={lists}
      clock={clock}
      onText={keep}
      onShown={onShown}
      onHide={onHide}
      onAdded={onAdded}
      assistant={app.assistant}
      onAsk={onAsk}
    />
  );
}

/** What a notification says of tasks that were added: one with what was understood, several with how many have a date. */
function saidOf(tasks: readonly TaskAdded[]): { title: string; text: string; change_sets: string[] } {
  const change_sets = tasks.flatMap(({ change_set }) => change_set ?? []);
  const [only, ...others] = tasks;
  if (only && others.length === 0) return { title: only.title, text: only.understood, change_sets };
  const dated = tasks.filter(({ due }) => due !== null).length;
  return { title: words.quickWindow.added(tasks.length), text: words.quickWindow.withDate(dated), change_sets };
}
