import { Hash, Inbox } from "lucide-react";
import { useState } from "react";
import { useLists } from "../../../api/queries";
import { Dot } from "../../../components/Dot";
import { Icon } from "../../../components/Icon";
import { type Choice, PickList } from "../../../components/PickList";
import { words } from "../../../words/words";
import type { ListChoice } from "../useBulk";
import { folded, matching, type Picking } from "./picking";

/** Moves tasks to a list, to a new one, or back to the Inbox. */
export function ListPicker({ tasks, anchor, bulk, actions, returnTo, onClose }: Picking) {
  const lists = useLists();
  const [text, setText] = useState("");
  const move = (list: ListChoice): void => {
    onClose();
    const [task] = tasks;
    if (tasks.length === 1 && task) actions.setList(task, list);
    else bulk.setList(tasks, list);
  };
  const held = (id: string | null): Pick<Choice, "state"> => {
    const n = tasks.filter(({ list }) => list === id).length;
    return n === 0 ? {} : { state: n === tasks.length ? "on" : "partly" };
  };
  const name = text.trim();
  const inbox = { name: words.places.inbox };
  const choices: Choice[] = [
    ...matching([inbox], text).map(() => ({
      key: "inbox",
      label: inbox.name,
      mark: <Icon of={Inbox} size={14} />,
      ...held(null),
      choose: () => move(null),
    })),
    ...matching(lists, text).map((list) => ({
      key: list.id,
      label: list.name,
      mark: <Dot color={list.color} />,
      ...held(list.id),
      choose: () => move(list),
    })),
  ];
  // The Inbox is where nothing is typed; with words, a list of these words comes first.
  if (name) choices.sort((a, b) => Number(a.key === "inbox") - Number(b.key === "inbox"));
  const isKnown = [inbox, ...lists].some((list) => folded(list.name) === folded(name));
  if (name && !isKnown) choices.push({ key: "new", label: words.picker.newList(name), isNew: true, choose: () => move({ name }) });
  return (
    <PickList
      label={words.picker.list}
      placeholder={words.picker.findList}
      icon={Hash}
      anchor={anchor}
      text={text}
      onText={setText}
      choices={choices}
      returnTo={returnTo}
      onClose={onClose}
    />
  );
}
