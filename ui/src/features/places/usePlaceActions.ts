import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Api } from "../../api/client";
import { ApiError, sentenceOf } from "../../api/error";
import { ownChange } from "../../api/live";
import { useApi, useRefreshTasks } from "../../api/queries";
import type { Changed, LabelInfo, ListInfo, ListsPage } from "../../api/types";
import { notify, speak } from "../../components/notices";
import { words } from "../../words/words";
import { changeLists, hideNamed, type Named, namedLabel, namedList, showNamed } from "./named";
import { positionsFor, withListAt } from "./order";

/** Longest name of a list or label, in characters. The server counts; this is for the sentence. */
const NAME_CHARS = 100;

/** The answer to a name: what has it now, or why not, as a sentence. */
export type NameAnswer = { named: Named } | { refused: string };

export interface PlaceActions {
  add(kind: Named["kind"], name: string): Promise<NameAnswer>;
  rename(what: Named, name: string): Promise<NameAnswer>;
  setColor(what: Named, color: string): void;
  /** Puts a list at `index` among the others. */
  moveList(id: string, index: number): void;
  /** Answers whether it is gone. `onBack`: it was brought back. */
  remove(what: Named, onBack: () => void): Promise<boolean>;
}

/** What can be done to lists and labels, with what is said when it cannot. */
export function usePlaceActions(): PlaceActions {
  const api = useApi();
  const client = useQueryClient();
  const refresh = useRefreshTasks();
  return useMemo(() => {
    const failed = (error: unknown): void => {
      notify({ tone: "mind", text: sentenceOf(error) });
      // What is shown may be what was refused.
      void refresh();
    };
    const { sendName, sendPatch, sendRemoval } = sendersOf(api, client);
    const undo = (changeSet: string, onBack: () => void): void => {
      ownChange(api.undo(changeSet)).then(() => {
        void refresh().then(onBack);
        speak(words.toast.undone);
      }, failed);
    };
    return {
      async add(kind, name) {
        const answer = await answered(kind, name, () => sendName(kind, name));
        if ("named" in answer) speak(words.sidebar.added(answer.named.name));
        return answer;
      },
      async rename(what, name) {
        const answer = await answered(what.kind, name, () => sendPatch(what, { name }));
        if ("named" in answer) speak(words.sidebar.renamed(answer.named.name));
        return answer;
      },
      setColor(what, color) {
        if (color !== what.color) sendPatch(what, { color }).catch(failed);
      },
      moveList(id, index) {
        const lists = client.getQueryData<ListsPage>(["lists"])?.lists ?? [];
        const to = Math.max(0, Math.min(index, lists.length - 1));
        const placed = positionsFor(lists, id, to);
        const name = lists.find((list) => list.id === id)?.name ?? "";
        if (placed.length === 0) return speak(index <= 0 ? words.sidebar.first(name) : words.sidebar.last(name));
        // Shown at once: the answer, or reading again after a refusal, settles it.
        changeLists(client, (before) => withListAt(before, id, to).map((list) => ({ ...list, ...placed.find((at) => at.id === list.id) })));
        const sent = placed.map(({ id: list, position }) => ownChange(api.patchList(list, { position })));
        Promise.all(sent).then(() => speak(words.sidebar.moved(name, to + 1, lists.length)), failed);
      },
      async remove(what, onBack) {
        try {
          const set = await sendRemoval(what);
          notify({
            tone: "good",
            subject: what.name,
            text: what.kind === "list" ? words.sidebar.listRemoved(what.open) : words.sidebar.labelRemoved(what.open),
            ...(set ? { action: { label: words.toast.undo, run: () => undo(set, onBack) } } : {}),
          });
          return true;
        } catch (error) {
          failed(error);
          return false;
        }
      },
    };
  }, [api, client, refresh]);
}

/** The requests; each shows its answer at once. */
function sendersOf(api: Api, client: QueryClient) {
  const shown = (answer: ListInfo | LabelInfo, before: Named | null): Named => {
    showNamed(client, answer, before);
    return "position" in answer ? namedList(answer) : namedLabel(answer);
  };
  return {
    async sendName(kind: Named["kind"], name: string): Promise<Named> {
      const sent = kind === "list" ? api.addList(name) : api.addLabel(name);
      return shown(await ownChange<Changed<ListInfo | LabelInfo>>(sent), null);
    },
    async sendPatch(what: Named, patch: { name?: string; color?: string }): Promise<Named> {
      const sent = what.kind === "list" ? api.patchList(what.id, patch) : api.patchLabel(what.id, patch);
      return shown(await ownChange<Changed<ListInfo | LabelInfo>>(sent), what);
    },
    /** Answers what takes it back. */
    async sendRemoval(what: Named): Promise<string | null> {
      const { change_set: set } = await ownChange(what.kind === "list" ? api.removeList(what.id) : api.removeLabel(what.id));
      hideNamed(client, what);
      return set;
    },
  };
}

/** Sends a name; a refusal that is about the name becomes a sentence for its field, and so does any other: the text is still there. */
async function answered(kind: Named["kind"], name: string, send: () => Promise<Named>): Promise<NameAnswer> {
  try {
    return { named: await send() };
  } catch (error) {
    return { refused: refusalOf(error, kind, name.trim()) };
  }
}

function refusalOf(error: unknown, kind: Named["kind"], name: string): string {
  const code = error instanceof ApiError ? error.code : "";
  if (code === "LIST_EXISTS" || code === "LABEL_EXISTS") {
    return kind === "list" ? words.sidebar.listTaken(name) : words.sidebar.labelTaken(name);
  }
  const length = [...name].length;
  if (code === "INVALID" && length === 0) return words.sidebar.needsName;
  if (code === "INVALID" && length > NAME_CHARS) return words.sidebar.tooLong(length, NAME_CHARS);
  return sentenceOf(error);
}
