import { Tag } from "lucide-react";
import { useState } from "react";
import { useLabels } from "../../../api/queries";
import type { Task } from "../../../api/types";
import { type Choice, PickList } from "../../../components/PickList";
import { words } from "../../../words/words";
import { withLabel } from "../useBulk";
import { folded, matching, type Picking } from "./picking";

/** Puts labels on tasks and takes them off, one after another. */
export function LabelPicker({ tasks: shown, anchor, bulk, actions, returnTo, onClose }: Picking) {
  const labels = useLabels();
  const { tasks, note } = useNoted(shown);
  const [text, setText] = useState("");
  const holding = (name: string): number =>
    tasks.filter((task) => task.labels.some((label) => label.toLowerCase() === name.toLowerCase())).length;
  const set = (label: string, isOn: boolean): void => {
    setText("");
    note(label, isOn);
    const [task] = tasks;
    if (tasks.length === 1 && task) actions.setLabel(task, label, isOn);
    else bulk.setLabel(tasks, label, isOn);
  };
  const typed = text.trim().replace(/^@/, "");
  const choices: Choice[] = matching(labels, typed).map(({ id, name }) => {
    const n = holding(name);
    return {
      key: id,
      label: name,
      mark: <At />,
      ...(n === 0 ? {} : { state: n === tasks.length ? ("on" as const) : ("partly" as const) }),
      choose: () => set(name, n < tasks.length),
    };
  });
  const isKnown = labels.some(({ name }) => folded(name) === folded(typed));
  if (typed && !isKnown) choices.push({ key: "new", label: words.picker.newLabel(typed), isNew: true, choose: () => set(typed, true) });
  return (
    <PickList
      label={words.picker.label}
      placeholder={words.picker.findLabel}
      icon={Tag}
      anchor={anchor}
      text={text}
      onText={setText}
      choices={choices}
      {...(labels.length === 0 ? { none: words.picker.noLabels } : {})}
      returnTo={returnTo}
      onClose={onClose}
    />
  );
}

/** The tasks with what was chosen here, until the server has said what became of it: the next choice is made on top of it. */
function useNoted(shown: readonly Task[]) {
  const [noted, setNoted] = useState<ReadonlyMap<string, Pick<Task, "labels" | "revision">>>(new Map());
  const tasks = shown.map((task) => {
    const own = noted.get(task.id);
    return own && own.revision === task.revision ? { ...task, labels: own.labels } : task;
  });
  const note = (label: string, isOn: boolean): void =>
    setNoted(new Map(tasks.map((task) => [task.id, { labels: withLabel(task, label, isOn), revision: task.revision }])));
  return { tasks, note };
}

function At() {
  return (
    <span className="at" aria-hidden="true">
      @
    </span>
  );
}
