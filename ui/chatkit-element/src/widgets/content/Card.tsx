/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { Icon } from "../../icons/Icon";
import { useScheme } from "../../parts/scheme";
import type { ActionConfig, WidgetNode } from "../../wire/protocol";
import { Children } from "../Children";
import { readAction, useWidget, WidgetContext, type WidgetScope } from "../context";
import { ActionButton } from "../controls";
import { FormBox } from "../controls/FormBox";
import type { NodeProps } from "../node";
import { borderStyle, colorOf, paddingStyle } from "../style";
import { isRecord, oneOf, words } from "../values";
import { insets } from "./Box";
import { hasStatus, Status } from "./Status";
import { said } from "./said";
import { type ThemeAttributes, Themed } from "./Themed";

const SIZES: Readonly<Record<string, string>> = { sm: "size-sm", md: "size-md", lg: "size-lg", full: "size-full" };

/** A frame with an optional head (status), a body and one row of decisions. */
export function Card({ node }: NodeProps) {
  return <Themed scheme={node["theme"]}>{(themed) => <Framed node={node} themed={themed} />}</Themed>;
}

function Framed({ node, themed }: { node: WidgetNode; themed: ThemeAttributes }) {
  const scheme = useScheme();
  const confirm = decision(node["confirm"]);
  const cancel = decision(node["cancel"]);
  const { scope, foldable, folded, head, fold } = useFold(node, confirm?.action ?? null);
  const background = colorOf(node["background"], scheme);
  const style = { ...themed.style, ...borderStyle(node["border"], scheme), ...(background ? { backgroundColor: background } : {}) };
  const about = hasStatus(node["status"]) ? <Status status={node["status"]} /> : null;
  return (
    <WidgetContext.Provider value={scope}>
      <section {...themed} class={`w-card ${oneOf(node["size"], SIZES) ?? "size-md"} ${themed.class ?? ""}`} style={style}>
        {foldable && (
          <button type="button" class="head fold" ref={head} aria-expanded={!folded} onClick={fold}>
            {about ?? <span class="clip">{said(node)}</span>}
            <Icon name="chevron-down" size={14} />
          </button>
        )}
        {!foldable && about && <div class="head">{about}</div>}
        <AsForm node={node} action={confirm?.action ?? null}>
          <div class="body" hidden={folded} style={{ ...paddingStyle(node["padding"]), ...insets(node["padding"]) }}>
            <Children node={node} />
          </div>
          {(confirm || cancel) && !folded && (
            <div class="foot">
              {confirm && <ActionButton {...confirm} look="primary" container submit={node["asForm"] === true} />}
              {cancel && <ActionButton {...cancel} look="outline" container />}
            </div>
          )}
        </AsForm>
      </section>
    </WidgetContext.Provider>
  );
}

/** With `asForm`, the fields of the card go with its actions. */
function AsForm({ node, action, children }: { node: WidgetNode; action: ActionConfig | null; children: ComponentChildren }) {
  if (node["asForm"] !== true) return <>{children}</>;
  return (
    <FormBox node={node} action={action} class="w-cardform">
      {children}
    </FormBox>
  );
}

/**
 * A card that says `collapsed` folds once its main action has worked, and from the start where there is none to wait for. It can be opened
 * again, and nothing in it is lost.
 */
function useFold(node: WidgetNode, main: ActionConfig | null) {
  const outer = useWidget();
  const head = useRef<HTMLButtonElement>(null);
  const [isDone, setDone] = useState(false);
  const [opened, setOpened] = useState(false);
  const type = main?.type;
  const scope = useMemo<WidgetScope>(() => {
    const run = async (action: ActionConfig) => {
      const worked = await outer.run(action);
      if (worked && action.type === type) setDone(true);
      return worked;
    };
    return { ...outer, run };
  }, [outer, type]);
  const foldable = node["collapsed"] === true && (isDone || (main === null && node["asForm"] !== true));
  const folded = foldable && !opened;
  // The pressed button goes with what is folded; whoever pressed it is not sent back to the start of the page.
  useLayoutEffect(() => {
    if (isDone && folded && isFocusLost()) head.current?.focus();
  }, [isDone, folded]);
  return { scope: type === undefined ? outer : scope, foldable, folded, head, fold: () => setOpened((was) => !was) };
}

function isFocusLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}

interface Decision {
  label: string;
  action: ActionConfig;
}

function decision(value: unknown): Decision | null {
  if (!isRecord(value)) return null;
  const label = words(value["label"]);
  const action = readAction(value["action"]);
  return action && label !== "" ? { label, action } : null;
}
