import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { ActionConfig, WidgetItem } from "../wire/protocol";
import type { FormValues } from "./form";

/** What the nodes of one widget share. */
export interface WidgetScope {
  item: WidgetItem;
  /** Runs an action; resolves when it is over, with whether it worked. */
  run: (action: ActionConfig) => Promise<boolean>;
  /** An action that fades the whole widget is running. */
  busy: boolean;
  /** The answer that is running blocks actions that would start another. */
  blocked: boolean;
}

export const WidgetContext = createContext<WidgetScope | null>(null);

/** Fields of the form around a node, if there is one. */
export const FormContext = createContext<FormValues | null>(null);

export function useWidget(): WidgetScope {
  const scope = useContext(WidgetContext);
  if (!scope) throw new Error("widget nodes live below a `WidgetContext`");
  return scope;
}

/** Reads an action from a node's property; null when there is none. */
export function readAction(value: unknown): ActionConfig | null {
  if (typeof value !== "object" || value === null) return null;
  const action = value as ActionConfig;
  return typeof action.type === "string" && action.type !== "" ? action : null;
}

/** Actions that open a stream must wait while another one runs. */
export function isBlocked(action: ActionConfig | null, scope: WidgetScope): boolean {
  return scope.busy || (scope.blocked && action !== null && action.handler !== "client" && action.streaming !== false);
}
