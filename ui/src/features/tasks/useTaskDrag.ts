import { dropTargetForElements, monitorForElements } from "@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter";
import { combine } from "@atlaskit/pragmatic-drag-and-drop/utils/combine";
import { type RefObject, useEffect, useRef, useState } from "react";
import type { Clock } from "../../api/clock";
import { sentenceOf } from "../../api/error";
import { ownChange } from "../../api/live";
import type { Place } from "../../api/place";
import { useApi, useLists, useRefreshTasks } from "../../api/queries";
import type { Task } from "../../api/types";
import { asTarget, draggedOf, targetOf } from "../../components/drag";
import { notify, speak } from "../../components/notices";
import { useAutoScroll } from "../../components/useAutoScroll";
import { dueText } from "../../words/dates";
import { words } from "../../words/words";
import { dueOn } from "./due";
import { type Landing, landingAt, lineOf, numberOf, type Span, stepsBeside } from "./landing";
import type { Row, TaskRow } from "./rows";
import type { Bulk } from "./useBulk";

interface List {
  place: Place;
  clock: Clock;
  rows: readonly Row[];
  spans: readonly Span[];
  scroll: RefObject<HTMLElement | null>;
  grid: RefObject<HTMLElement | null>;
  bulk: Bulk;
}

interface Held {
  ids: ReadonlySet<string>;
  landing: Landing | null;
}

const NOTHING: Held = { ids: new Set(), landing: null };

export interface TaskDrag {
  /** The tasks that are dragged, or dropped and not answered yet. */
  ids: ReadonlySet<string>;
  /** Where they will land, in pixels from the top of the list; null where nothing shows it. */
  line: number | null;
}

/**
 * Takes what is dropped: among the rows of this list, and on the places of the sidebar, which do not know what a task is.
 *
 * A drop among the rows is shown as held until the server has answered and the rows have been read again; after a refusal they are where
 * they were, and it is said.
 */
export function useTaskDrag(list: List): TaskDrag {
  const [held, setHeld] = useState<Held>(NOTHING);
  const latest = useRef(list);
  latest.current = list;
  const land = useLanding(latest);
  const drop = useDropOnPlace(latest);
  useAutoScroll(list.scroll);

  useEffect(() => {
    const { scroll } = latest.current;
    if (!scroll.current) return;
    const show = (landing: Landing | null): void => setHeld((now) => (isSame(now.landing, landing) ? now : { ...now, landing }));
    const under = (y: number, tasks: readonly Task[]): Landing | null => {
      const { grid, spans, rows, place, clock } = latest.current;
      const top = grid.current?.getBoundingClientRect().top;
      return top === undefined ? null : landingAt(y - top, spans, rows, place, clock.today, tasks);
    };
    return combine(
      dropTargetForElements({
        element: scroll.current,
        canDrop: ({ source, input }) => {
          const dragged = draggedOf(source);
          return dragged?.kind === "tasks" && under(input.clientY, dragged.tasks) !== null;
        },
        getData({ source, input }) {
          const dragged = draggedOf(source);
          const landing = dragged?.kind === "tasks" ? under(input.clientY, dragged.tasks) : null;
          return { ...asTarget({ kind: "rows", hint: hintOf(landing, latest.current.clock) }), landing };
        },
        onDrag: ({ self }) => show((self.data.landing as Landing | null | undefined) ?? null),
        onDragLeave: () => show(null),
      }),
      monitorForElements({
        canMonitor: ({ source }) => draggedOf(source)?.kind === "tasks",
        onDragStart({ source }) {
          const dragged = draggedOf(source);
          if (dragged?.kind === "tasks") setHeld({ ids: new Set(dragged.tasks.map(({ id }) => id)), landing: null });
        },
        onDrop({ source, location }) {
          const dragged = draggedOf(source);
          const target = targetOf(location);
          if (dragged?.kind !== "tasks") return;
          const landing = location.current.dropTargets[0]?.data.landing as Landing | null | undefined;
          if (target?.kind === "rows" && landing?.kind === "beside") {
            setHeld((now) => ({ ...now, landing }));
            void land(landing, dragged.tasks).then(() => setHeld(NOTHING));
            return;
          }
          setHeld(NOTHING);
          if (target?.kind === "rows" && landing?.kind === "day") latest.current.bulk.setDay(landing.tasks, landing.day);
          if (target?.kind === "place") drop(target.place, dragged.tasks);
        },
      }),
    );
  }, [land, drop]);

  return { ids: held.ids, line: held.landing && lineOf(held.landing, list.spans) };
}

function isSame(one: Landing | null, other: Landing | null): boolean {
  return one?.kind === other?.kind && one?.index === other?.index;
}

/** The date that a drop would give, as the row will show it; an order shows itself. */
function hintOf(landing: Landing | null, clock: Clock): string {
  const [first] = landing?.kind === "day" ? landing.tasks : [];
  const due = first && landing?.kind === "day" ? dueOn(first, landing.day).due : null;
  return due ? dueText(due, clock.today) : "";
}

/** Puts tasks beside another: one change set. Resolves when the rows are what the server says, whatever that was. */
function useLanding(latest: RefObject<List>): (landing: Landing & { kind: "beside" }, tasks: readonly Task[]) => Promise<void> {
  const api = useApi();
  const refresh = useRefreshTasks();
  const run = useRef(async (_landing: Landing & { kind: "beside" }, _tasks: readonly Task[]): Promise<void> => undefined);
  run.current = async ({ beside }, tasks) => {
    try {
      await ownChange(api.changeTasks(stepsBeside(beside, tasks)));
      await refresh();
      const rows = latest.current.rows.filter((row): row is TaskRow => row.kind === "task");
      const number = numberOf(tasks, rows);
      const [first] = tasks;
      if (tasks.length > 1) speak(words.drag.placedSeveral(tasks.length, number, rows.length));
      else if (first) speak(words.drag.placed(first.title, number, rows.length));
    } catch (error) {
      notify({ tone: "mind", text: sentenceOf(error) });
      // One of them is not what it was: what is shown is not true any more. Unreachable, it says so itself.
      await refresh().catch(() => undefined);
    }
  };
  return useRef((landing: Landing & { kind: "beside" }, tasks: readonly Task[]) => run.current(landing, tasks)).current;
}

/** Does what dropping on a place of the sidebar means. */
function useDropOnPlace(latest: RefObject<List>): (place: Place, tasks: readonly Task[]) => void {
  const lists = useLists();
  const known = useRef(lists);
  known.current = lists;
  return useRef((place: Place, tasks: readonly Task[]): void => {
    const { bulk, clock } = latest.current;
    if (place.kind === "inbox") bulk.setList(tasks, null);
    else if (place.kind === "today") bulk.setDay(tasks, clock.today);
    else if (place.kind === "label") bulk.setLabel(tasks, place.name, true);
    else if (place.kind === "trash") bulk.remove(tasks);
    else if (place.kind === "list") {
      const list = known.current.find(({ id }) => id === place.id);
      // It was deleted while the tasks were held over it.
      if (list) bulk.setList(tasks, list);
      else notify({ tone: "mind", text: words.errors.LIST_NOT_FOUND });
    }
  }).current;
}
