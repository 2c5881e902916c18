import { Tag } from "lucide-react";
import { useState } from "react";
import { useLabels } from "../../../api/queries";
import { type Choice, PickList } from "../../../components/PickList";
import { words } from "../../../words/words";
import { folded, matching, type Picking } from "./picking";

/** Puts labels on tasks and takes them off, one after another. */
export function LabelPicker({ tasks, anchor, bulk, actions, returnTo, onClose }: Picking) {
  const labels = useLabels();
  const [text, setText] = useState("");
  const holding = (name: string): number =>
    tasks.filter((task) => task.labels.some((label) => label.toLowerCase() === name.toLowerCase())).length;
  const set = (label: string, isOn: boolean): void => {
    setText("");
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

function At() {
  return (
    <span className="at" aria-hidden="true">
      @
    </span>
  );
}
