import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter";
import { combine } from "@atlaskit/pragmatic-drag-and-drop/utils/combine";
import { disableNativeDragPreview } from "@atlaskit/pragmatic-drag-and-drop/utils/disable-native-drag-preview";
import { type RefObject, useEffect, useRef, useState } from "react";
import { asDragged, asTarget, type Dragged, draggedOf } from "../../components/drag";
import type { Named } from "./named";

interface ListOrder {
  isDragged: boolean;
  /** Where a list that is held over this one would land. */
  edge: "above" | "below" | null;
}

/** What another list does at an edge of this one. */
export interface ListPlacing {
  /** Whether it would come to stand elsewhere than it does. */
  moves(id: string, edge: "above" | "below"): boolean;
  put(id: string, edge: "above" | "below"): void;
}

/** Makes a list's row one that can be dragged among the others; null for a row without an order. */
export function useListOrder(element: RefObject<HTMLElement | null>, named: Named, placing: ListPlacing | null): ListOrder {
  const [state, setState] = useState<ListOrder>({ isDragged: false, edge: null });
  const latest = useRef({ named, placing });
  latest.current = { named, placing };
  const isOn = placing !== null;
  useEffect(() => {
    if (!element.current || !isOn) return;
    const over = (edge: ListOrder["edge"]): void => setState((now) => (now.edge === edge ? now : { ...now, edge }));
    const isOther = (dragged: Dragged | null): boolean => dragged?.kind === "list" && dragged.id !== latest.current.named.id;
    return combine(
      draggable({
        element: element.current,
        getInitialData() {
          const { id, name, color } = latest.current.named;
          return asDragged({ kind: "list", id, name, color });
        },
        onGenerateDragPreview: disableNativeDragPreview,
        onDragStart: () => setState({ isDragged: true, edge: null }),
        onDrop: () => setState({ isDragged: false, edge: null }),
      }),
      dropTargetForElements({
        element: element.current,
        canDrop: ({ source }) => isOther(draggedOf(source)),
        getData: ({ element: row, input }) =>
          asTarget({ kind: "list", id: latest.current.named.id, edge: edgeAt(row, input.clientY), hint: "" }),
        onDrag({ source, self }) {
          const dragged = draggedOf(source);
          const edge = self.data.edge === "above" ? "above" : "below";
          over(dragged?.kind === "list" && latest.current.placing?.moves(dragged.id, edge) ? edge : null);
        },
        onDragLeave: () => over(null),
        onDrop({ source, self }) {
          over(null);
          const dragged = draggedOf(source);
          if (dragged?.kind === "list") latest.current.placing?.put(dragged.id, self.data.edge === "above" ? "above" : "below");
        },
      }),
    );
  }, [element, isOn]);
  return state;
}

function edgeAt(row: Element, y: number): "above" | "below" {
  const { top, height } = row.getBoundingClientRect();
  return y < top + height / 2 ? "above" : "below";
}

/** What dropping a list at an edge of `target` does to the order. */
export function placingAt(named: readonly Named[], target: Named, move: (id: string, index: number) => void): ListPlacing {
  const indexAt = (id: string, edge: "above" | "below"): number => {
    const at = named.filter((other) => other.id !== id).findIndex((other) => other.id === target.id);
    return edge === "above" ? at : at + 1;
  };
  const moves = (id: string, edge: "above" | "below"): boolean => named[indexAt(id, edge)]?.id !== id;
  return {
    moves,
    put: (id, edge) => {
      if (moves(id, edge)) move(id, indexAt(id, edge));
    },
  };
}
