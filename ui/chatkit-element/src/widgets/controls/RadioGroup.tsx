/** @jsxImportSource preact */
import type { RefObject } from "preact";
import type { WidgetNode } from "../../wire/protocol";
import { FieldFrame } from "./FieldFrame";
import { text } from "./look";
import { givenOption, readOptions } from "./options";
import { useChoice } from "./useField";

/** One of a few, all in sight. The arrow keys choose, as in any group of radio buttons. */
export function RadioGroup({ node }: { node: WidgetNode }) {
  const required = node["required"] === true;
  const options = readOptions(node);
  const { field, choose, locked, loading } = useChoice<string | null>({
    node,
    name: text(node["name"]),
    initial: givenOption(node, options),
    check: (value) => (required && value === null ? "problem.choose" : null),
    auto: "none",
  });
  const ariaLabel = text(node["ariaLabel"]);
  return (
    <FieldFrame id={field.id} problem={field.problem}>
      <div
        ref={field.ref as RefObject<HTMLDivElement>}
        id={field.id}
        role="radiogroup"
        class={`w-radios ${node["direction"] === "row" ? "row" : "col"}`}
        aria-label={ariaLabel || field.spoken}
        aria-labelledby={ariaLabel ? undefined : field.labelId}
        aria-required={required}
        aria-disabled={locked}
        aria-busy={loading}
        {...field.described}
      >
        {options.map((option) => (
          <label class="w-radio" key={option.value}>
            <input
              type="radio"
              // Of this group alone, whatever else has that name.
              name={field.id}
              value={option.value}
              checked={option.value === field.value}
              disabled={node["disabled"] === true || option.disabled}
              onClick={(event) => {
                if (!locked) return;
                event.preventDefault();
                choose(option.value);
              }}
              onChange={() => choose(option.value)}
            />
            <span class="dot" />
            <span dir="auto">{option.label}</span>
          </label>
        ))}
      </div>
    </FieldFrame>
  );
}
