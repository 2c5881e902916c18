import { useContext, useRef, useState } from "preact/hooks";
import type { ActionConfig } from "../../wire/protocol";
import { FormContext, isBlocked, isStreaming, useWidget } from "../context";
import { type Entry, type FormScope, withValues } from "../form";

/** Where it shows that an action runs, when the action leaves it to the control. */
export type Loading = "self" | "container" | "none";

export interface Action {
  config: ActionConfig | null;
  /** It has to wait for the running answer. */
  blocked: boolean;
  /** It was pressed and has no answer yet: the control is locked. */
  pending: boolean;
  /** The control itself shows that it runs. */
  loading: boolean;
  /** `refused`: it did not run, because it is blocked or locked. */
  run: (own?: readonly Entry[]) => Promise<"done" | "failed" | "refused">;
}

/**
 * An action as a control runs it: once at a time, never during an answer that blocks it, with the values of the form around it, or
 * with the control's own outside of a form. A form itself gives `of`.
 */
export function useAction(config: ActionConfig | null, auto: Loading, of: FormScope | null = null): Action {
  const scope = useWidget();
  const around = useContext(FormContext);
  const form = of ?? around;
  const [pending, setPending] = useState(false);
  const locked = useRef(false);
  const asked = config?.loadingBehavior ?? "auto";
  const loadingBehavior = asked === "auto" ? auto : asked;
  const blocked = isBlocked(config, scope);
  const run = async (own: readonly Entry[] = []) => {
    if (!config || locked.current) return "refused";
    if (blocked || (isStreaming(config) && scope.isAnswering())) {
      scope.sayBlocked();
      return "refused";
    }
    const { action, clashes } = withValues({ ...config, loadingBehavior }, form ? form.entries() : own);
    for (const name of clashes) {
      scope.report(new Error(`the payload of action \`${config.type}\` has no room for the field \`${name}\``));
    }
    locked.current = true;
    setPending(true);
    const worked = await scope.run(action);
    locked.current = false;
    setPending(false);
    return worked ? "done" : "failed";
  };
  return { config, blocked, pending, loading: pending && loadingBehavior === "self", run };
}
