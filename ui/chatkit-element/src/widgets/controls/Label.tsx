/** @jsxImportSource preact */
import { useContext } from "preact/hooks";
import { useRoot } from "../../parts/root";
import { useScheme } from "../../parts/scheme";
import type { WidgetNode } from "../../wire/protocol";
import { FormContext, useWidget } from "../context";
import { useCounterpart } from "../names";
import { textStyle } from "../style";
import { focusField } from "./focusField";
import { oneOf, text } from "./look";
import { useFieldId } from "./useField";

const SIZES = new Set(["xs", "sm", "md", "lg", "xl"]);

/** The name of the field `fieldName`: a screen reader says it there, and a press on it goes there. */
export function Label({ node }: { node: WidgetNode }) {
  const scope = useWidget();
  const form = useContext(FormContext);
  const root = useRoot();
  const scheme = useScheme();
  const id = useFieldId();
  const name = text(node["fieldName"]);
  const fieldId = useCounterpart(scope.names, "label", name === "" ? "" : `${form?.key ?? ""}/${name}`, id);
  const props = { id, class: `w-label size-${oneOf(node["size"], SIZES, "sm")}`, style: textStyle(node, scheme), dir: "auto" } as const;
  const value = text(node["value"]);
  // A label of nothing would be a promise.
  if (fieldId === undefined) return <span {...props}>{value}</span>;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: what a press on a label does; the keyboard reaches the field itself
    <label
      {...props}
      for={fieldId}
      onClick={() => {
        // A group cannot be what a label is `for`.
        const field = root.getElementById(fieldId);
        if (field?.getAttribute("role") === "radiogroup") focusField(field);
      }}
    >
      {value}
    </label>
  );
}
