/** @jsxImportSource preact */
import { normalizeProps, useMachine } from "@zag-js/preact";
import * as select from "@zag-js/select";
import { useMemo, useRef } from "preact/hooks";
import { useT } from "../../parts/context";
import { useRoot } from "../../parts/root";
import { text } from "./look";
import { OptionRow } from "./OptionRow";
import { Picker } from "./Picker";
import { directionIn, Popup } from "./Popup";
import type { SelectProps } from "./Select";
import { type Replay, useReplay } from "./useIntent";

/** A button with the chosen option, and the list of all of them. */
export function Listbox({ node, options, choice, replay }: SelectProps & { replay: Replay }) {
  const { field, choose, locked } = choice;
  const root = useRoot();
  const t = useT();
  const frame = useRef<HTMLDivElement>(null);
  // By their place: a value may be empty, and an id may not hold everything that a value may.
  const collection = useMemo(
    () =>
      select.collection({
        items: options.map((option, at) => ({ ...option, at: String(at) })),
        itemToValue: (item) => item.at,
        itemToString: (item) => item.label,
        isItemDisabled: (item) => item.disabled,
      }),
    [options],
  );
  const at = options.findIndex((option) => option.value === field.value);
  const service = useMachine(select.machine, {
    id: field.id,
    ids: { trigger: field.id, label: field.labelId ?? `${field.id}-name`, item: (place) => `${field.id}-option-${place}` },
    getRootNode: () => root,
    dir: directionIn(root),
    collection,
    value: at < 0 ? [] : [String(at)],
    disabled: node["disabled"] === true,
    readOnly: locked,
    onValueChange: ({ value: [place] }) => choose(place === undefined ? null : (options[Number(place)]?.value ?? null)),
    positioning: { placement: "bottom-start", gutter: 4, sameWidth: true, overflowPadding: 8, getAnchorElement: () => frame.current },
  });
  const api = select.connect(service, normalizeProps);
  useReplay(field.ref, replay);
  const name = { "aria-labelledby": field.labelId, "aria-label": field.spoken };
  return (
    <Picker
      node={node}
      choice={choice}
      words={options[at]?.label ?? text(node["placeholder"])}
      attributes={{ ...api.getTriggerProps(), ...name }}
      opener="chevrons-up-down"
      onClear={() => choose(null)}
      frame={frame}
      isOpen={api.open}
    >
      {api.open && (
        <Popup>
          <div {...(api.getPositionerProps() as object)}>
            <div {...(api.getContentProps() as object)} {...name} class="popup options">
              {collection.items.map((item) => (
                <OptionRow key={item.at} option={item} attributes={api.getItemProps({ item })} chosen={item.at === String(at)} />
              ))}
              {options.length === 0 && <p class="none">{t("field.noOptions")}</p>}
            </div>
          </div>
        </Popup>
      )}
    </Picker>
  );
}
