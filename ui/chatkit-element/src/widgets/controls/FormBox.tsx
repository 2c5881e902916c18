/** @jsxImportSource preact */
import type { ComponentChildren, JSX } from "preact";
import { useContext, useMemo, useRef } from "preact/hooks";
import type { ActionConfig, WidgetNode } from "../../wire/protocol";
import { FormContext } from "../context";
import { FormScope } from "../form";
import { formKey } from "../kept";
import { useAction } from "./useAction";

interface FormBoxProps {
  node: WidgetNode;
  /** What sending the form does: `Form.onSubmitAction`, or the action of `Card.confirm`. */
  action: ActionConfig | null;
  class?: string;
  style?: JSX.CSSProperties;
  children: ComponentChildren;
}

/**
 * A form: actions inside carry its values, and it is sent only when all of them may be. Enter in a field presses its first button that
 * sends, or runs its action where it has none.
 */
export function FormBox({ node, action, class: className = "", style = {}, children }: FormBoxProps) {
  const outer = useContext(FormContext);
  const element = useRef<HTMLElement>(null);
  const key = formKey(node);
  const scope = useMemo(() => new FormScope(key), [key]);
  const own = useAction(action, "container", scope);
  scope.action = action;
  scope.send = () => {
    const button = [...(element.current?.querySelectorAll<HTMLButtonElement>("button[type=submit]") ?? [])].find(
      (one) => !one.disabled && one.closest(".w-form") === element.current,
    );
    if (button) button.click();
    else if (action && scope.validate()) void own.run();
  };
  const props = { class: `w-form ${className}`, style };
  return (
    <FormContext.Provider value={scope}>
      {outer ? (
        // HTML has no form in a form.
        <div ref={element as never} {...props}>
          {children}
        </div>
      ) : (
        <form
          ref={element as never}
          {...props}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            scope.send();
          }}
        >
          {children}
        </form>
      )}
    </FormContext.Provider>
  );
}
