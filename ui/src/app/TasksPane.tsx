import { type ComponentProps, type RefObject, useMemo } from "react";
import { offsetOf, useClock } from "../api/clock";
import { useOpenTask } from "../api/openTask";
import { defaultsOf } from "../api/place";
import { useAppInfo, useLists } from "../api/queries";
import type { AppInfo } from "../api/types";
import { useMedia } from "../components/useMedia";
import { AddLine } from "../features/quick-add/AddLine";
import { TaskSheet } from "../features/task-sheet/TaskSheet";
import { TasksColumn } from "../features/tasks/TasksColumn";
import { useAdded } from "./useAdded";
import type { Navigation } from "./useNavigation";

interface Props {
  started: AppInfo;
  nav: Navigation;
  addField: RefObject<HTMLInputElement | null>;
  searchField: RefObject<HTMLInputElement | null>;
  chat: ComponentProps<typeof TasksColumn>["chat"];
  isNarrow: boolean;
  onShowPlaces: (() => void) | undefined;
}

/** A place's tasks, with the add line that fills it. */
export function TasksPane({ started, nav, addField, searchField, chat, isNarrow, onShowPlaces }: Props) {
  const app = useAppInfo() ?? started;
  // How far the clocks differ is measured when the answer comes, not at each drawing.
  const offsetMs = useMemo(() => offsetOf(app), [app]);
  const clock = useClock(offsetMs, app.time_zone);
  const lists = useLists();
  const fills = useMedia("(max-width: 899.9px)");
  const { place } = nav;
  const defaults = useMemo(() => defaultsOf(place, clock.today, lists), [place, clock.today, lists]);
  const onAdded = useAdded(place, clock);
  // Where the sheet fills the column, nothing behind it can be reached.
  const isCovered = useOpenTask(({ id }) => id !== null) && fills;
  return (
    <>
      <div className="contents" inert={isCovered}>
        <TasksColumn
          place={place}
          clock={clock}
          isNarrow={isNarrow}
          onShowPlaces={onShowPlaces}
          chat={chat}
          search={{
            field: searchField,
            isOpen: nav.isSearching,
            onOpen: nav.openSearch,
            onWords: nav.search,
            onScope: nav.searchIn,
            onClose: nav.closeSearch,
          }}
          isHistory={nav.isHistory}
        >
          {place.kind === "done" || place.kind === "trash" || nav.isSearching ? null : (
            <AddLine
              today={clock.today}
              defaults={defaults}
              inputRef={addField}
              onAdded={onAdded}
              onLeave={() => addField.current?.blur()}
            />
          )}
        </TasksColumn>
      </div>
      <TaskSheet clock={clock} />
    </>
  );
}
