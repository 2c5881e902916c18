/** @jsxImportSource preact */
import type { JSX, RefObject } from "preact";
import { useContext } from "preact/hooks";
import type { WidgetNode } from "../../wire/protocol";
import { FormContext } from "../context";
import { FieldFrame } from "./FieldFrame";
import { initialText, isComposing, NO_AUTOFILL } from "./Input";
import { text } from "./look";
import { textProblem } from "./problems";
import { useField } from "./useField";
import { useFirstFocus } from "./useFirstFocus";
import { useGrow } from "./useGrow";

/** What `Text.editable` says, or null for a text that only stands there. */
export function readEditable(node: WidgetNode): Record<string, unknown> | null {
  const { editable } = node;
  return typeof editable === "object" && editable !== null ? (editable as Record<string, unknown>) : null;
}

interface EditableTextProps {
  node: WidgetNode;
  /** The looks of the text, which stay those of the text around it. */
  class: string;
  style: JSX.CSSProperties;
}

/** A text that can be written over. It has as many lines as it needs, but no line breaks of its own: Enter sends the form. */
export function EditableText({ node, class: className, style }: EditableTextProps) {
  const form = useContext(FormContext);
  const options = readEditable(node) ?? {};
  const rules = { required: options["required"] === true, pattern: text(options["pattern"]) || null, inputType: "text" };
  const field = useField<string>({
    node,
    name: text(options["name"]),
    initial: initialText(node["value"]),
    check: (value) => textProblem(value, rules),
  });
  useFirstFocus(field.ref, node, options["autoFocus"] === true, options["autoSelect"] === true);
  useGrow(field.ref, Number.POSITIVE_INFINITY);
  const autofill = options["allowAutofillExtensions"] === true ? {} : NO_AUTOFILL;
  const autocomplete = text(options["autoComplete"]);
  return (
    <FieldFrame id={field.id} problem={field.problem} block>
      <textarea
        ref={field.ref as RefObject<HTMLTextAreaElement>}
        id={field.id}
        class={`w-editable ${className}`}
        style={style}
        name={field.name}
        rows={1}
        dir="auto"
        value={field.value}
        placeholder={text(options["placeholder"])}
        required={rules.required}
        aria-label={field.labelId === undefined ? text(options["placeholder"]) || field.spoken : undefined}
        {...field.described}
        {...autofill}
        {...(autocomplete ? { autocomplete } : {})}
        onInput={(event) => field.set(event.currentTarget.value.replace(/\r?\n/g, " "))}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || isComposing(event)) return;
          event.preventDefault();
          form?.send();
        }}
      />
    </FieldFrame>
  );
}
