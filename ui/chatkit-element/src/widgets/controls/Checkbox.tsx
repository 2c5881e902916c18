/** @jsxImportSource preact */
import type { RefObject } from "preact";
import { Icon } from "../../icons/Icon";
import { useScheme } from "../../parts/scheme";
import type { WidgetNode } from "../../wire/protocol";
import { colorOf } from "../style";
import { FieldFrame } from "./FieldFrame";
import { text } from "./look";
import { useChoice } from "./useField";

/**
 * A box to tick. It changes under the hand; what the server then sends is what counts.
 * Superset: `pill` makes it round, `color` gives the ring, `ariaLabel` names a box without a label.
 */
export function Checkbox({ node }: { node: WidgetNode }) {
  const scheme = useScheme();
  const required = node["required"] === true;
  const { field, choose, locked, loading } = useChoice<boolean>({
    node,
    name: text(node["name"]),
    initial: node["defaultChecked"] === true,
    check: (checked) => (required && !checked ? "problem.tick" : null),
    auto: "none",
  });
  const label = text(node["label"]);
  const ring = colorOf(node["color"], scheme);
  const box = (
    <label class={`w-checkbox ${node["pill"] === true ? "round" : ""}`} style={ring ? { "--ring": ring } : {}}>
      <input
        ref={field.ref as RefObject<HTMLInputElement>}
        id={field.id}
        type="checkbox"
        checked={field.value}
        disabled={node["disabled"] === true}
        aria-disabled={locked}
        aria-busy={loading}
        required={required}
        aria-label={label === "" ? field.spoken : undefined}
        {...field.described}
        onClick={(event) => {
          // Not `disabled` while an answer runs: that would take the focus away.
          if (!locked) return;
          event.preventDefault();
          choose(!field.value);
        }}
        onChange={(event) => choose(event.currentTarget.checked)}
      />
      <span class="box">{loading ? <Icon name="loader" size={12} class="turning" /> : <Icon name="check" size={12} />}</span>
      {label && <span dir="auto">{label}</span>}
    </label>
  );
  // Only what can be wrong needs room to say so: rows of a list are laid out around the box itself.
  return required ? (
    <FieldFrame id={field.id} problem={field.problem}>
      {box}
    </FieldFrame>
  ) : (
    box
  );
}
