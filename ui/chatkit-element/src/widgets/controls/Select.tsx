/** @jsxImportSource preact */
import { useMemo } from "preact/hooks";
import { later } from "../../parts/later";
import type { WidgetNode } from "../../wire/protocol";
import { FieldFrame } from "./FieldFrame";
import { text } from "./look";
import { NativeSelect } from "./NativeSelect";
import { givenOption, type Option, readOptions } from "./options";
import { Picker } from "./Picker";
import { type Choice, useChoice } from "./useField";
import { type Replay, useIntent } from "./useIntent";

/** Beyond so many, one would rather type than look. */
const LOOKED_THROUGH = 15;

export interface SelectProps {
  node: WidgetNode;
  options: readonly Option[];
  choice: Choice<string | null>;
}

const loadListbox = () => import("./Listbox").then((part) => part.Listbox);
const Listbox = later<SelectProps & { replay: Replay }>(loadListbox);
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
  const props = { node, options, choice };
  return (
    <FieldFrame id={choice.field.id} problem={choice.field.problem} block={node["block"] === true}>
      {searchable ? <SearchBox {...props} meanwhile={<NativeSelect {...props} />} /> : <List {...props} />}
    </FieldFrame>
  );
}

/** Closed until it is wanted. */
function List(props: SelectProps) {
  const { node, options, choice } = props;
  const { field, choose, locked } = choice;
  const { replay, attributes } = useIntent(locked, isListKey, () => void loadListbox().catch(() => undefined));
  if (replay) return <Listbox {...props} replay={replay} meanwhile={<NativeSelect {...props} takesFocus />} />;
  return (
    <Picker
      node={node}
      choice={choice}
      words={options.find((option) => option.value === field.value)?.label ?? text(node["placeholder"])}
      attributes={{
        role: "combobox",
        "aria-haspopup": "listbox",
        "aria-labelledby": field.labelId,
        "aria-label": field.spoken,
        ...attributes,
      }}
      opener="chevrons-up-down"
      onClear={() => choose(null)}
    />
  );
}

/** What opens a list, or chooses in it while it is closed: the arrow keys and their like, and the beginning of a word. */
function isListKey({ key, altKey }: KeyboardEvent): boolean {
  return /^(?:Arrow\w+|Home|End|Enter)$/.test(key) || (key.length === 1 && !altKey);
}
