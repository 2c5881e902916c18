import { monitorForElements } from "@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter";
import { preventUnhandled } from "@atlaskit/pragmatic-drag-and-drop/utils/prevent-unhandled";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { words } from "../words/words";
import { Dot } from "./Dot";
import { type Dragged, draggedOf, targetOf } from "./drag";
import "./drag.css";

/** How far from the pointer the chip hangs, in pixels. */
const BESIDE = 12;

interface Shown {
  dragged: Dragged;
  hint: string;
}

/**
 * What is dragged, beside the pointer, with what a drop would do. Drawn by us: the browser's own picture is taken once and cannot change
 * its words on the way. For the eye only: the keys that do the same are announced.
 */
export function DragChip() {
  const [shown, setShown] = useState<Shown | null>(null);
  const chip = useRef<HTMLDivElement>(null);
  const at = useRef({ x: 0, y: 0 });
  const place = (): void => {
    if (chip.current) chip.current.style.transform = `translate(${at.current.x + BESIDE}px, ${at.current.y + BESIDE}px)`;
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: refs and setters only
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => draggedOf(source) !== null,
        onDragStart({ source, location }) {
          // Let go of over nothing, it must not seem to fly back before it is over.
          preventUnhandled.start();
          const { clientX: x, clientY: y } = location.current.input;
          at.current = { x, y };
          const dragged = draggedOf(source);
          setShown(dragged && { dragged, hint: "" });
        },
        onDrag({ location }) {
          const { clientX: x, clientY: y } = location.current.input;
          at.current = { x, y };
          place();
          const hint = targetOf(location)?.hint ?? "";
          setShown((now) => (now && now.hint !== hint ? { ...now, hint } : now));
        },
        onDrop: () => setShown(null),
      }),
    [],
  );
  useLayoutEffect(place);

  if (!shown) return null;
  const { dragged, hint } = shown;
  return createPortal(
    <div ref={chip} className="drag-chip" aria-hidden="true">
      {dragged.kind === "list" ? <Dot color={dragged.color} /> : <span className="drag-ring" data-priority={dragged.tasks[0]?.priority} />}
      <span className="truncate">{dragged.kind === "list" ? dragged.name : dragged.tasks[0]?.title}</span>
      {dragged.kind === "tasks" && dragged.tasks.length > 1 ? (
        <span className="drag-others">{words.drag.others(dragged.tasks.length - 1)}</span>
      ) : null}
      {hint ? <b className="drag-hint">{hint}</b> : null}
    </div>,
    document.body,
  );
}
