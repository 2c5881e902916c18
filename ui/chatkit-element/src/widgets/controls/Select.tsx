/** @jsxImportSource preact */
import { useMemo } from "preact/hooks";
import { Icon } from "../../icons/Icon";
import { later } from "../../parts/later";
import type { WidgetNode } from "../../wire/protocol";
import { FieldFrame } from "./FieldFrame";
import { controlClass, text } from "./look";
import { givenOption, type Option, readOptions } from "./options";
import { type Choice, useChoice } from "./useField";

/** Beyond so many, one would rather type than look. */
const LOOKED_THROUGH = 15;

export interface SelectProps {
  node: WidgetNode;
  options: readonly Option[];
  choice: Choice<string | null>;
}

const Listbox = later<SelectProps>(() => import("./Listbox").then((part) => part.Listbox));
const SearchBox = later<SelectProps>(() => import("./SearchBox").then((part) => part.SearchBox));

/** One of many, in a list that opens. */
export function Select({ node }: { node: WidgetNode }) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the options are all that is read
  const options = useMemo(() => readOptions(node), [node["options"]]);
  const choice = useChoice<string | null>({
    node,
    name: text(node["name"]),
    initial: givenOption(node, options),
    check: () => null,
    auto: "none",
  });
  const searchable = typeof node["searchable"] === "boolean" ? node["searchable"] : options.length > LOOKED_THROUGH;
  const View = searchable ? SearchBox : Listbox;
  const props = { node, options, choice };
  return (
    <FieldFrame id={choice.field.id} problem={choice.field.problem} block={node["block"] === true}>
      <View {...props} meanwhile={<NativeSelect {...props} />} />
    </FieldFrame>
  );
}

/** The browser's own list: there at once, and all there is should the other one fail to load. */
function NativeSelect({ node, options, choice }: SelectProps) {
  const { field, choose, locked } = choice;
  const clearable = node["clearable"] === true;
  return (
    <div class={`${controlClass(node)} picker`}>
      <select
        ref={field.ref as never}
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
        <option value="" disabled={!clearable} selected={field.value === null}>
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
