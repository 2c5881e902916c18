/** @jsxImportSource preact */
import { useAfter } from "../parts/after";
import { useOptions } from "../parts/context";
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
      <WidgetView item={item} meanwhile={<Soon root={item.widget} />} />
    </GrowingContext.Provider>
  );
}

/** A still shape; for a moment, not even that. */
function Soon({ root }: { root: unknown }) {
  const { theme } = useOptions();
  const shown = useAfter(300, 0);
  if (!isNode(root)) return null;
  const density = typeof theme === "object" ? theme.density : undefined;
  return (
    <div class="w-soon" style={{ height: `${heightOf(root, density)}px` }} aria-busy="true">
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
