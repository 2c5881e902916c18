/** @jsxImportSource preact */
import type { RefObject } from "preact";
import { useContext } from "preact/hooks";
import type { WidgetNode } from "../../wire/protocol";
import { FormContext } from "../context";
import { FieldFrame } from "./FieldFrame";
import { initialText, isComposing, NO_AUTOFILL } from "./Input";
import { controlClass, text } from "./look";
import { textProblem } from "./problems";
import { useField } from "./useField";
import { useFirstFocus } from "./useFirstFocus";
import { useGrow } from "./useGrow";

const ROWS = 3;

/** A text of several lines. Enter breaks the line; with Ctrl or ⌘ it sends the form. */
export function Textarea({ node }: { node: WidgetNode }) {
  const form = useContext(FormContext);
  const rules = { required: node["required"] === true, pattern: text(node["pattern"]) || null, inputType: "text" };
  const field = useField<string>({
    node,
    name: text(node["name"]),
    initial: initialText(node["defaultValue"]),
    check: (value) => textProblem(value, rules),
  });
  const rows = rowsOf(node["rows"]) ?? ROWS;
  const most = node["autoResize"] === true ? Math.max(rows, rowsOf(node["maxRows"]) ?? Number.POSITIVE_INFINITY) : null;
  useFirstFocus(field.ref, node, node["autoFocus"] === true, node["autoSelect"] === true);
  useGrow(field.ref, most);
  return (
    <FieldFrame id={field.id} problem={field.problem} block>
      <textarea
        ref={field.ref as RefObject<HTMLTextAreaElement>}
        id={field.id}
        class={`${controlClass(node)} ${most === null ? "" : "grows"}`}
        name={field.name}
        rows={rows}
        dir="auto"
        value={field.value}
        placeholder={text(node["placeholder"])}
        required={rules.required}
        disabled={node["disabled"] === true}
        aria-label={field.spoken}
        {...field.described}
        {...(node["allowAutofillExtensions"] === true ? {} : NO_AUTOFILL)}
        onInput={(event) => field.set(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (!form || event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || isComposing(event)) return;
          event.preventDefault();
          form.send();
        }}
      />
    </FieldFrame>
  );
}

function rowsOf(value: unknown): number | null {
  return typeof value === "number" && value >= 1 ? Math.floor(value) : null;
}
