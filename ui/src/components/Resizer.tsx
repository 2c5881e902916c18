import { type KeyboardEvent, type PointerEvent, useState } from "react";

const STEP = 16;

interface Props {
  label: string;
  /** Which side of the line the column is on. */
  side: "left" | "right";
  width: number;
  min: number;
  max: number;
  onResize(width: number): void;
}

/** The line between two columns: dragged, or moved with the arrow keys. */
export function Resizer({ label, side, width, min, max, onResize }: Props) {
  const [drag, setDrag] = useState<{ x: number; width: number } | null>(null);
  const grow = side === "left" ? 1 : -1;
  const resize = (to: number): void => onResize(Math.round(Math.min(max, Math.max(min, to))));

  const onKeyDown = (event: KeyboardEvent): void => {
    const to = { ArrowLeft: width - STEP * grow, ArrowRight: width + STEP * grow, Home: min, End: max }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    resize(to);
  };
  const onPointerDown = (event: PointerEvent): void => {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ x: event.clientX, width });
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (drag) resize(drag.width + (event.clientX - drag.x) * grow);
  };

  return (
    <div className="resizer">
      {/* biome-ignore lint/a11y/useSemanticElements: a separator that can be moved is a widget, which `hr` is not */}
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label={label}
        aria-valuenow={width}
        aria-valuemin={min}
        aria-valuemax={max}
        tabIndex={0}
        data-dragging={drag ? "" : undefined}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={() => setDrag(null)}
        onLostPointerCapture={() => setDrag(null)}
      />
    </div>
  );
}
