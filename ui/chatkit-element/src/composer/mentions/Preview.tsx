/** @jsxImportSource preact */
import type { Entity } from "@openai/chatkit";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useChat, useT } from "../../parts/context";
import { useRoot, useSheet } from "../../parts/root";
import { asError } from "../../store/failure";
import type { PreviewRequest } from "../../store/state";
import { WidgetView } from "../../widgets/WidgetView";
import type { WidgetNode } from "../../wire/protocol";
import css from "./mentions.css?inline";

type Loaded = { state: "loading" | "failed" | "none" } | { state: "there"; widget: WidgetNode };

/**
 * What the page shows of an entity, beside what stands for it. Nothing when the page has nothing to show. Drawn apart from the thread,
 * whose turns may clip what stands out of them.
 */
export function Preview({ preview: { entity, anchor, id, onEnter, onLeave } }: { preview: PreviewRequest }) {
  useSheet(css);
  const t = useT();
  const root = useRoot();
  const box = useRef<HTMLDivElement>(null);
  const loaded = usePreview(entity);
  useLayoutEffect(() => {
    if (box.current) place(box.current, anchor, root.host.getBoundingClientRect());
  });
  if (loaded.state === "none") return null;
  return (
    <div
      class="preview"
      ref={box}
      id={id}
      role="group"
      aria-label={t("mention.preview", { name: entity.title })}
      onPointerEnter={() => onEnter?.()}
      onPointerLeave={() => onLeave?.()}
      onMouseDown={(event) => event.preventDefault()}
    >
      {loaded.state === "loading" && <p class="says">{t("mention.loading")}</p>}
      {loaded.state === "failed" && <p class="says red">{t("mention.failed")}</p>}
      {loaded.state === "there" && (
        <WidgetView item={{ type: "widget", id: entity.id, thread_id: "", created_at: "", widget: loaded.widget }} />
      )}
    </div>
  );
}

function usePreview(entity: Entity): Loaded {
  const chat = useChat();
  const [loaded, setLoaded] = useState<Loaded>({ state: "loading" });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another object for the same entity is the same preview
  useEffect(() => {
    let gone = false;
    const show = (next: Loaded) => {
      if (!gone) setLoaded(next);
    };
    Promise.resolve(chat.options.entities?.onRequestPreview?.(entity)).then(
      (answer) => {
        const widget = answer?.preview as WidgetNode | null | undefined;
        show(typeof widget?.type === "string" ? { state: "there", widget } : { state: "none" });
      },
      (error: unknown) => {
        show({ state: "failed" });
        chat.emit("chatkit.error", { error: asError(error) });
      },
    );
    return () => {
      gone = true;
    };
  }, [chat, entity.id]);
  return loaded;
}

const GAP = 6;

/** Above what it belongs to where there is room, else below; inside the chat. Rectangles are physical, so are these sides. */
function place(box: HTMLElement, anchor: DOMRect, host: DOMRect): void {
  const { width, height } = box.getBoundingClientRect();
  const above = anchor.top - host.top - height - GAP;
  const top = above >= GAP ? above : anchor.bottom - host.top + GAP;
  const left = Math.min(Math.max(GAP, anchor.left - host.left), Math.max(GAP, host.width - width - GAP));
  box.style.left = `${left}px`;
  box.style.top = `${Math.max(GAP, Math.min(top, host.height - height - GAP))}px`;
}
