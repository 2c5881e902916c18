/** @jsxImportSource preact */
import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { Icon } from "../../icons/Icon";
import { controlClass, text } from "./look";
import type { SelectProps } from "./Select";

/** The browser's own list: there while the other one is loaded, and all there is should that fail. */
export function NativeSelect({ node, options, choice, takesFocus = false }: SelectProps & { takesFocus?: boolean }) {
  const { field, choose, locked } = choice;
  useLayoutEffect(() => {
    if (takesFocus) field.ref.current?.focus({ preventScroll: true });
  }, [takesFocus, field.ref]);
  return (
    <div class={`${controlClass(node)} picker`}>
      <select
        ref={field.ref as unknown as RefObject<HTMLSelectElement>}
        id={field.id}
        class="pick"
        aria-label={field.spoken}
        aria-disabled={locked}
        disabled={node["disabled"] === true}
        value={field.value ?? ""}
        onMouseDown={(event) => {
          if (!locked) return;
          event.preventDefault();
          choose(field.value);
        }}
        onChange={(event) => {
          const at = event.currentTarget.selectedIndex - 1;
          choose(options[at]?.value ?? null);
        }}
      >
        <option value="" disabled={node["clearable"] !== true} selected={field.value === null}>
          {text(node["placeholder"])}
        </option>
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled} selected={option.value === field.value}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="chevrons-up-down" size={12} class="opens" />
    </div>
  );
}
