/** @jsxImportSource preact */
import type { RefObject } from "preact";
import { useContext } from "preact/hooks";
import type { WidgetNode } from "../../wire/protocol";
import { FormContext } from "../context";
import { FieldFrame } from "./FieldFrame";
import { controlClass, oneOf, text } from "./look";
import { textProblem } from "./problems";
import { useField } from "./useField";
import { useFirstFocus } from "./useFirstFocus";

const KINDS = new Set(["number", "email", "text", "password", "tel", "url"]);

/** Keeps password managers away from a field that is none of their business. */
export const NO_AUTOFILL = {
  autocomplete: "off",
  "data-1p-ignore": "",
  "data-bwignore": "",
  "data-lpignore": "true",
  "data-form-type": "other",
} as const;

export function Input({ node }: { node: WidgetNode }) {
  const form = useContext(FormContext);
  const inputType = oneOf(node["inputType"], KINDS, "text");
  const rules = { required: node["required"] === true, pattern: text(node["pattern"]) || null, inputType };
  const field = useField<string>({
    node,
    name: text(node["name"]),
    initial: initialText(node["defaultValue"]),
    check: (value, element) => textProblem(value, rules, (element as HTMLInputElement | null)?.validity),
  });
  useFirstFocus(field.ref, node, node["autoFocus"] === true, node["autoSelect"] === true);
  return (
    <FieldFrame id={field.id} problem={field.problem} block>
      <input
        ref={field.ref as RefObject<HTMLInputElement>}
        id={field.id}
        class={controlClass(node)}
        type={inputType}
        name={field.name}
        // A number may have places after the point.
        {...(inputType === "number" ? { step: "any" } : {})}
        dir="auto"
        value={field.value}
        placeholder={text(node["placeholder"])}
        required={rules.required}
        disabled={node["disabled"] === true}
        aria-label={field.spoken}
        {...field.described}
        {...(node["allowAutofillExtensions"] === true ? {} : NO_AUTOFILL)}
        // Browsers fill in a password in spite of `off`.
        {...(node["allowAutofillExtensions"] !== true && inputType === "password" ? { autocomplete: "new-password" } : {})}
        onInput={(event) => field.set(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (!form || event.key !== "Enter" || isComposing(event)) return;
          event.preventDefault();
          form.send();
        }}
      />
    </FieldFrame>
  );
}

/** A default as text; servers send numbers for numbers. */
export function initialText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** While an input method composes, its keys are its own; 229 is what Safari reports just after. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}
