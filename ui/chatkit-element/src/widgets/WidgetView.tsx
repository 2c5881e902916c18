/** @jsxImportSource preact */
import { useMemo, useState } from "preact/hooks";
import { useChat, useChatState } from "../parts/context";
import { currentConversation } from "../store/state";
import type { ActionConfig, WidgetItem } from "../wire/protocol";
import { WidgetContext, type WidgetScope } from "./context";
import { NodeView } from "./NodeView";

/** A widget of the thread: its nodes, and what happens when one of them is used. */
export function WidgetView({ item }: { item: WidgetItem }) {
  const chat = useChat();
  const blocked = useChatState((state) => currentConversation(state).phase !== "idle");
  const [busy, setBusy] = useState(false);
  const scope = useMemo<WidgetScope>(() => {
    const run = async (action: ActionConfig) => {
      const wholeWidget = action.loadingBehavior === "container";
      if (wholeWidget) setBusy(true);
      const worked = await chat.dispatch(action, { id: item.id, widget: item.widget });
      if (wholeWidget) setBusy(false);
      return worked;
    };
    return { item, run, busy, blocked };
  }, [chat, item, busy, blocked]);
  return (
    <WidgetContext.Provider value={scope}>
      <div class={`widget ${busy ? "busy" : ""}`} aria-busy={busy} {...(busy ? { inert: true } : {})}>
        <NodeView node={item.widget} />
      </div>
    </WidgetContext.Provider>
  );
}
