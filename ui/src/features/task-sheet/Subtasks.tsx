import { useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import type { Beside } from "../../api/client";
import { sentenceOf } from "../../api/error";
import { ownChange } from "../../api/live";
import { useApi, useRefreshTasks, useSubtasks } from "../../api/queries";
import type { Task } from "../../api/types";
import { Icon } from "../../components/Icon";
import { notify, speak } from "../../components/notices";
import { words } from "../../words/words";
import { SubtaskRow } from "./SubtaskRow";
import { useSheet } from "./useSheet";

/** The parts of the task, in their order, and a line to add one. */
export function Subtasks() {
  const { server, isReadOnly } = useSheet();
  const { subtasks, error } = useSubtasks(server.id);
  const actions = useSubtaskActions(subtasks ?? []);
  const done = subtasks?.filter(({ status }) => status === "done").length ?? 0;
  const all = subtasks?.length ?? 0;
  return (
    <section className="sheet-part" aria-labelledby="subtasks-title">
      <h2 id="subtasks-title" className="sheet-heading">
        {words.sheet.subtasks.title}
        {all > 0 ? (
          <span className="sheet-count">
            <span aria-hidden="true">{words.sheet.subtasks.count(done, all)}</span>
            <span className="sr-only">{words.sheet.subtasks.counted(done, all)}</span>
          </span>
        ) : null}
      </h2>
      {error && !subtasks ? <p className="field-problem">{`${words.sheet.subtasks.failed} ${sentenceOf(error)}`}</p> : null}
      {subtasks && subtasks.length > 0 ? (
        <ul className="subtasks" aria-labelledby="subtasks-title">
          {subtasks.map((subtask, index) => (
            <SubtaskRow key={subtask.id} subtask={subtask} index={index} count={all} actions={actions} />
          ))}
        </ul>
      ) : null}
      {isReadOnly ? null : <AddSubtask parent={server} />}
    </section>
  );
}

/** Where one more is typed. What could not be added stays in the field. */
function AddSubtask({ parent }: { parent: Task }) {
  const api = useApi();
  const refresh = useRefreshTasks();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const adding = useRef(false);
  const add = async (): Promise<void> => {
    const title = text.trim();
    if (!title || adding.current) return;
    adding.current = true;
    try {
      await ownChange(api.addTask({ title, parent: parent.id }));
      setText((now) => (now.trim() === title ? "" : now));
      setProblem(null);
      await refresh();
    } catch (error) {
      setProblem(sentenceOf(error));
    } finally {
      adding.current = false;
    }
  };
  return (
    <>
      <div className="subtask-add">
        <Icon of={Plus} />
        <input
          type="text"
          aria-label={words.sheet.subtasks.add}
          placeholder={words.sheet.subtasks.add}
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === "Enter") void add();
            if (event.key === "Escape" && text) {
              event.stopPropagation();
              setText("");
              setProblem(null);
            }
          }}
        />
      </div>
      {problem ? (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      ) : null}
    </>
  );
}

/**
 * The place one further up or down. Between two parts it is a number: what is beside a task in the order of the whole list leaves out
 * those that are done, which are shown here.
 */
export function placeFor(subtasks: readonly Task[], from: number, by: 1 | -1): Beside | null {
  const [passed, next] = [subtasks[from + by], subtasks[from + 2 * by]];
  if (!passed) return null;
  const between = next && (passed.position + next.position) / 2;
  if (between !== undefined && between !== passed.position && between !== next?.position) return { position: between };
  return by === 1 ? { after: passed.id } : { before: passed.id };
}

export interface SubtaskActions {
  /** Resolves with what was wrong, or null. */
  rename(subtask: Task, title: string): Promise<string | null>;
  move(subtask: Task, by: 1 | -1): void;
}

function useSubtaskActions(subtasks: readonly Task[]): SubtaskActions {
  const api = useApi();
  const client = useQueryClient();
  const refresh = useRefreshTasks();
  return {
    async rename(subtask, title) {
      try {
        const renamed = await ownChange(api.patchTask(subtask.id, { title }));
        client.setQueryData<readonly Task[]>(["subtasks", subtask.parent], (shown) =>
          shown?.map((other) => (other.id === renamed.id ? renamed : other)),
        );
        return null;
      } catch (error) {
        return sentenceOf(error);
      }
    },
    async move(subtask, by) {
      const from = subtasks.findIndex(({ id }) => id === subtask.id);
      const place = placeFor(subtasks, from, by);
      if (!place) return;
      try {
        await ownChange(api.putBeside(subtask.id, place));
        await refresh();
        speak(words.sheet.subtasks.moved(subtask.title, from + by + 1, subtasks.length));
      } catch (error) {
        notify({ tone: "mind", text: sentenceOf(error) });
      }
    },
  };
}
