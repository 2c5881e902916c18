/** @jsxImportSource preact */
import { useAfter } from "../parts/after";
import { later } from "../parts/later";
import { isNode } from "../store/widget-tree";
import type { WidgetItem } from "../wire/protocol";
import { GrowingContext } from "./growing";
import { heightOf } from "./height";

const WidgetView = later(() => import("./WidgetView").then((part) => part.WidgetView));

interface WidgetProps {
  item: WidgetItem;
  /** More of it may come. */
  open?: boolean;
}

/** A widget of the thread. What draws it is loaded with the first one; until then its place is kept. */
export function Widget({ item, open = false }: WidgetProps) {
  return (
    <GrowingContext.Provider value={open}>
      <WidgetView item={item} meanwhile={isNode(item.widget) ? <Soon height={heightOf(item.widget)} /> : null} />
    </GrowingContext.Provider>
  );
}

/** A still shape; for a moment, not even that. */
function Soon({ height }: { height: number }) {
  const shown = useAfter(300, 0);
  return (
    <div class="w-soon" style={{ height: `${height}px` }} aria-busy="true">
      {shown && (
        <>
          <i />
          <i />
          <i />
        </>
      )}
    </div>
  );
}
