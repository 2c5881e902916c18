/** @jsxImportSource preact */
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Chat } from "../chat";
import { useChat, useChatState, useT } from "../parts/context";
import { useRoot, useSheet } from "../parts/root";
import { type ChatState, currentConversation } from "../store/state";
import contentCss from "../styles/widgets.css?inline";
import type { ActionConfig, WidgetItem, WidgetNode } from "../wire/protocol";
import { isStreaming, WidgetContext, type WidgetScope } from "./context";
import { CONTROLS } from "./controls";
import buttonsCss from "./controls/buttons.css?inline";
import controlsCss from "./controls/controls.css?inline";
import { keptValues, recognizableFields } from "./kept";
import { NodeView } from "./NodeView";
import { Names } from "./names";
import { TreeReader } from "./tree";

/** A widget of the thread: its nodes, and what happens when one of them is used. */
export function WidgetView({ item }: { item: WidgetItem }) {
  const chat = useChat();
  const t = useT();
  useSheet(contentCss);
  useSheet(controlsCss);
  useSheet(buttonsCss);
  const blocked = useChatState(isAnswering);
  const [busy, setBusy] = useState(false);
  // Somebody pressed what has to wait: it is said as long as it is so.
  const [waiting, setWaiting] = useState(false);
  const [names] = useState(() => new Names());
  const [reader] = useState(() => new TreeReader((type) => Object.hasOwn(CONTROLS, type)));
  const root = useMemo(() => reader.read(item.widget), [reader, item.widget]);
  const recognizable = useRecognizable(root);
  // A text that grows is another item with every word, and no news for the controls.
  const latest = useRef(item);
  latest.current = item;
  const orAnswered = useAnswered(item);
  const frame = useKeptFocus(busy, item);
  const scope = useMemo<WidgetScope>(() => {
    const run = async (action: ActionConfig) => {
      const wholeWidget = action.loadingBehavior === "container";
      if (wholeWidget) setBusy(true);
      const worked = await orAnswered(runToEnd(chat, action, latest.current));
      if (wholeWidget) setBusy(false);
      return worked;
    };
    const sayBlocked = () => {
      setWaiting(true);
      chat.announce(chat.t("widget.wait"));
    };
    return {
      run,
      busy,
      blocked,
      isAnswering: () => isAnswering(chat.store.state),
      sayBlocked,
      report: (error) => chat.emit("chatkit.error", { error }),
      kept: keptValues(chat, item.id),
      recognizable,
      names,
    };
  }, [chat, item.id, busy, blocked, recognizable, names, orAnswered]);
  useLayoutEffect(() => {
    if (!blocked) setWaiting(false);
  }, [blocked]);
  return (
    <WidgetContext.Provider value={scope}>
      <div ref={frame} class={`widget ${busy ? "busy" : ""}`} aria-busy={busy} {...(busy ? { inert: true } : {})}>
        {root && <NodeView node={root} />}
      </div>
      {waiting && blocked && <p class="w-wait">{t("widget.wait")}</p>}
    </WidgetContext.Provider>
  );
}

function isAnswering(state: ChatState): boolean {
  return currentConversation(state).phase !== "idle";
}

/**
 * Runs an action to its end: a streamed one until its stream is over, since only then is it known whether it
 * worked. An action that a person stopped after the server had begun counts as done.
 */
async function runToEnd(chat: Chat, action: ActionConfig, item: WidgetItem): Promise<boolean> {
  const key = chat.store.state.current;
  const taken = await chat.dispatch(action, { id: item.id, widget: item.widget });
  if (!taken || !isStreaming(action)) return taken;
  await chat.responses.finished(key);
  return !chat.conversation(key)?.failure;
}

/** The fields that can be known again; the same set as long as they are the same fields. */
function useRecognizable(root: WidgetNode | null): ReadonlySet<string> {
  const known = useRef<ReadonlySet<string>>(new Set());
  const found = useMemo(() => (root ? recognizableFields(root) : new Set<string>()), [root]);
  if (found.size !== known.current.size || [...found].some((field) => !known.current.has(field))) known.current = found;
  return known.current;
}

/** Waits for an action, or for the server to send another version of the widget: that answers whatever was pressed in this one. */
function useAnswered(item: WidgetItem): (running: Promise<boolean>) => Promise<boolean> {
  const waiting = useRef(new Set<() => void>());
  const first = useRef(item);
  useLayoutEffect(() => {
    if (first.current === item) return;
    first.current = item;
    for (const answer of waiting.current) answer();
  }, [item]);
  return useCallback(
    (running) =>
      new Promise((resolve) => {
        const answer = () => resolve(true);
        waiting.current.add(answer);
        void running.then((worked) => {
          waiting.current.delete(answer);
          resolve(worked);
        });
      }),
    [],
  );
}

/**
 * Keeps the focus in the widget: what is inert cannot have it, and what the server replaces takes it along. It goes back to its holder, else
 * to the widget; whoever has gone elsewhere meanwhile stays there.
 */
function useKeptFocus(busy: boolean, item: WidgetItem) {
  const root = useRoot();
  const frame = useRef<HTMLDivElement>(null);
  const holder = useRef<Element | null>(null);
  // Before anything is drawn: afterwards it may be too late to ask who has it.
  const { activeElement } = root;
  if (activeElement && frame.current?.contains(activeElement)) holder.current = activeElement;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is drawn for another `item` may have taken the focus along
  useLayoutEffect(() => {
    const { current } = holder;
    if (busy || !current) return;
    holder.current = null;
    if (root.activeElement) return;
    if (current.isConnected) (current as HTMLElement).focus({ preventScroll: true });
    else if (frame.current) focusOnce(frame.current);
  }, [busy, item, root]);
  return frame;
}

/** Gives the focus to what else cannot have it: a press with the mouse must not find it there. */
function focusOnce(element: HTMLElement): void {
  element.tabIndex = -1;
  element.addEventListener("blur", () => element.removeAttribute("tabindex"), { once: true });
  element.focus({ preventScroll: true });
}
