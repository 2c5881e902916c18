import { draggable } from "@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter";
import { disableNativeDragPreview } from "@atlaskit/pragmatic-drag-and-drop/utils/disable-native-drag-preview";
import { GripVertical } from "lucide-react";
import { type RefObject, useEffect, useRef } from "react";
import type { Task } from "../../api/types";
import { asDragged } from "../../components/drag";
import { Icon } from "../../components/Icon";

interface Props {
  row: RefObject<HTMLElement | null>;
  /** What is dragged by it: the row's task, or all that are selected with it. */
  tasksOf(): readonly Task[];
}

/** What a row is dragged by. Hidden from readers: ⌥↑ ⌥↓ and the row's menu do the same without a pointer. */
export function Grip({ row, tasksOf }: Props) {
  const self = useRef<HTMLSpanElement>(null);
  const latest = useRef(tasksOf);
  latest.current = tasksOf;
  useEffect(() => {
    if (!row.current || !self.current) return;
    return draggable({
      element: row.current,
      dragHandle: self.current,
      getInitialData: () => asDragged({ kind: "tasks", tasks: latest.current() }),
      onGenerateDragPreview: disableNativeDragPreview,
    });
  }, [row]);
  return (
    <span ref={self} className="row-grip" aria-hidden="true">
      <Icon of={GripVertical} size={14} />
    </span>
  );
}
