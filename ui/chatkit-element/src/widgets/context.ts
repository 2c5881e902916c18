import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { ActionConfig } from "../wire/protocol";
import type { FormScope } from "./form";
import type { KeptValues } from "./kept";
import type { Names } from "./names";

/** What the nodes of one widget share. */
export interface WidgetScope {
  /** Runs an action; resolves when the server has answered it, with whether it worked. */
  run: (action: ActionConfig) => Promise<boolean>;
  /** An action that fades the whole widget is running. */
  busy: boolean;
  /** The answer that is running blocks actions that would start another. */
  blocked: boolean;
  /** The same, at this moment: what is drawn may be a moment old. */
  isAnswering: () => boolean;
  /** Says that what was pressed has to wait for the running answer. */
  sayBlocked: () => void;
  /** Tells the page of a mistake in the widget. */
  report: (error: Error) => void;
  /** What people have put into its fields. */
  kept: KeptValues;
  /** Fields whose values outlive a replacement of the widget. */
  recognizable: ReadonlySet<string>;
  names: Names;
}

export const WidgetContext = createContext<WidgetScope | null>(null);

/** The form around a node, if there is one. */
export const FormContext = createContext<FormScope | null>(null);

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

/** An action that opens a stream, which at most one can do at a time. */
export function isStreaming(action: ActionConfig): boolean {
  return action.handler !== "client" && action.streaming !== false;
}

/** Actions that open a stream must wait while another one runs. */
export function isBlocked(action: ActionConfig | null, scope: WidgetScope): boolean {
  return scope.busy || (scope.blocked && action !== null && isStreaming(action));
}
