import { useQuery } from "@tanstack/react-query";
import { Calendar, CalendarX2 } from "lucide-react";
import { useState } from "react";
import { useApi } from "../../../api/queries";
import { useUiState } from "../../../api/uiState";
import { Icon } from "../../../components/Icon";
import { type Choice, PickList } from "../../../components/PickList";
import { addDays, type Day, dayOf, longDay, nextWeekStart, shortDay } from "../../../words/dates";
import { words } from "../../../words/words";
import { matching, type Picking } from "./picking";

/** Moves tasks to a day that is chosen or written in the words of quick add: `friday`, `3 dec`, `in two weeks`. */
export function DayPicker({ tasks, anchor, bulk, actions, today, returnTo, onClose }: Picking) {
  const [text, setText] = useState("");
  const written = useWrittenDay(text.trim());
  const move = (day: Day | null): void => {
    onClose();
    const [task] = tasks;
    if (tasks.length === 1 && task) actions.setDay(task, day);
    else bulk.setDay(tasks, day);
  };
  const mark = <Icon of={Calendar} size={14} />;
  const days: { name: string; day: Day }[] = [
    { name: words.groups.today, day: today },
    { name: words.groups.tomorrow, day: addDays(today, 1) },
    { name: words.row.nextWeek, day: nextWeekStart(today, useUiState.getState().week_start) },
  ];
  const choices: Choice[] = matching(days, text).map(({ name, day }) => ({
    key: name,
    label: name,
    mark,
    end: shortDay(day, today),
    choose: () => move(day),
  }));
  if (written && !choices.some(({ key }) => days.some(({ name, day }) => key === name && day === written))) {
    choices.unshift({ key: "written", label: longDay(written), mark, end: shortDay(written, today), choose: () => move(written) });
  }
  choices.push(
    ...matching([{ name: words.row.noDate }], text).map(({ name }) => ({
      key: "none",
      label: name,
      mark: <Icon of={CalendarX2} size={14} />,
      choose: () => move(null),
    })),
  );
  return (
    <PickList
      label={words.picker.due}
      placeholder={words.picker.findDay}
      icon={Calendar}
      anchor={anchor}
      text={text}
      onText={setText}
      choices={choices}
      none={words.picker.noDay}
      returnTo={returnTo}
      onClose={onClose}
    />
  );
}

/** The day that a text means, by the grammar of quick add; null where it means none, or none alone. */
function useWrittenDay(text: string): Day | null {
  const api = useApi();
  const { data } = useQuery({
    queryKey: ["day", text],
    // The grammar wants something to do beside the day.
    queryFn: ({ signal }) => api.preview(`x ${text}`, [], signal),
    enabled: text.length > 0,
    gcTime: 60_000,
  });
  if (!text || data?.draft.title !== "x" || !data.draft.due) return null;
  return dayOf(data.draft.due);
}
