import { type ReactNode, useState } from "react";
import { Resizer } from "../components/Resizer";
import { words } from "../words/words";
import { CHAT, type Layout, SIDEBAR, setWidth } from "./layout";

interface Props {
  column: "sidebar" | "chat";
  layout: Layout;
  isShown: boolean;
  /** The column takes the whole room instead of its own width. */
  fills?: boolean;
  children: ReactNode;
}

/** A side column that can be resized and hidden. Hidden, it keeps what is in it: an answer goes on while one looks elsewhere. */
export function Column({ column, layout, isShown, fills = false, children }: Props) {
  const { width } = layout[column];
  const { min, max } = column === "sidebar" ? SIDEBAR : CHAT;
  const resizer =
    isShown && !fills ? (
      <Resizer
        label={column === "sidebar" ? words.places.resize : words.chat.resize}
        side={column === "sidebar" ? "left" : "right"}
        width={width}
        min={min}
        max={max}
        onResize={(to) => setWidth(column, to)}
      />
    ) : null;
  return (
    <div
      className="side-column"
      data-column={column}
      data-fills={fills || undefined}
      hidden={!isShown}
      style={fills ? undefined : { width }}
    >
      {column === "chat" ? resizer : null}
      {children}
      {column === "sidebar" ? resizer : null}
    </div>
  );
}

/** Draws its content from the first time it is shown, and keeps it from then on. */
export function WhenSeen({ isShown, children }: { isShown: boolean; children: ReactNode }) {
  const [wasSeen, setSeen] = useState(isShown);
  if (isShown && !wasSeen) setSeen(true);
  return wasSeen ? children : null;
}
