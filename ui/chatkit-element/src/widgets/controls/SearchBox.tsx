/** @jsxImportSource preact */
import * as combobox from "@zag-js/combobox";
import { normalizeProps, useMachine } from "@zag-js/preact";
import type { RefObject } from "preact";
import { useContext, useMemo, useRef, useState } from "preact/hooks";
import { useT } from "../../parts/context";
import { useRoot } from "../../parts/root";
import { FormContext } from "../context";
import { isComposing } from "./Input";
import { controlClass, text } from "./look";
import { OptionRow } from "./OptionRow";
import type { Option } from "./options";
import { ClearButton, Opener } from "./Picker";
import { directionIn, Popup } from "./Popup";
import type { SelectProps } from "./Select";

/** A field that narrows its list down to what is typed. */
export function SearchBox({ node, options, choice }: SelectProps) {
  const { field, choose, locked, loading } = choice;
  const form = useContext(FormContext);
  const root = useRoot();
  const t = useT();
  const frame = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState("");
  const disabled = node["disabled"] === true;
  const at = options.findIndex((option) => option.value === field.value);
  const chosen = options[at];
  const collection = useMemo(
    () =>
      combobox.collection({
        items: options.map((option, place) => ({ ...option, at: String(place) })).filter((option) => fits(option, query)),
        itemToValue: (item) => item.at,
        itemToString: (item) => item.label,
        isItemDisabled: (item) => item.disabled,
      }),
    [options, query],
  );
  const service = useMachine(combobox.machine, {
    id: field.id,
    ids: { input: field.id, label: field.labelId ?? `${field.id}-name`, item: (place) => `${field.id}-option-${place}` },
    getRootNode: () => root,
    dir: directionIn(root),
    collection,
    value: at < 0 ? [] : [String(at)],
    defaultInputValue: chosen?.label ?? "",
    inputBehavior: "autohighlight",
    openOnClick: true,
    disabled,
    readOnly: locked,
    placeholder: text(node["placeholder"]),
    onInputValueChange: ({ inputValue, reason }) => setQuery(reason === "input-change" ? inputValue : ""),
    onOpenChange: ({ open, reason }) => {
      if (open) return;
      setQuery("");
      // A search that is given up leaves what was chosen.
      if (reason === "escape-key") api.setInputValue(chosen?.label ?? "");
    },
    onValueChange: ({ value: [place] }) => choose(place === undefined ? null : (options[Number(place)]?.value ?? null)),
    positioning: { placement: "bottom-start", gutter: 4, sameWidth: true, overflowPadding: 8, getAnchorElement: () => frame.current },
  });
  const api = combobox.connect(service, normalizeProps);
  const { onKeyDown: listKey, ...input } = api.getInputProps() as { onKeyDown?: (event: KeyboardEvent) => void };
  const name = { "aria-labelledby": field.labelId, "aria-label": field.spoken };
  return (
    <div ref={frame} class={`${controlClass(node)} picker`} data-open={api.open || undefined}>
      <input
        {...input}
        {...name}
        {...field.described}
        ref={field.ref as RefObject<HTMLInputElement>}
        class="pick"
        aria-disabled={locked}
        aria-busy={loading}
        onClickCapture={() => {
          // Says why nothing happens.
          if (locked && !disabled) choose(field.value);
        }}
        onKeyDown={(event) => {
          // In an open list Enter chooses and Esc closes it. Otherwise they are not the list's.
          if (api.open || !["Enter", "Escape"].includes(event.key)) return listKey?.(event);
          if (event.key !== "Enter" || !form || isComposing(event)) return;
          event.preventDefault();
          form.send();
        }}
      />
      {node["clearable"] === true && chosen && !disabled && (
        <ClearButton label={t("field.clear", { name: chosen.label })} onClick={() => choose(null)} next={field.ref} />
      )}
      <button
        {...(api.getTriggerProps() as object)}
        class="open"
        aria-label={t("field.showOptions")}
        // The field opens the list from the keyboard.
        tabIndex={-1}
      >
        <Opener loading={loading} icon="chevrons-up-down" />
      </button>
      {api.open && (
        <Popup>
          <div {...(api.getPositionerProps() as object)}>
            <div {...(api.getContentProps() as object)} {...name} class="popup options">
              {collection.items.map((item) => (
                <OptionRow key={item.at} option={item} attributes={api.getItemProps({ item })} chosen={item.at === String(at)} />
              ))}
            </div>
            {collection.size === 0 && <p class="none">{t("field.noMatch", { query })}</p>}
          </div>
        </Popup>
      )}
    </div>
  );
}

/** Whether what is typed stands in the label or the description, whatever its case and accents. */
function fits(option: Option, query: string): boolean {
  return plain(`${option.label} ${option.description}`).includes(plain(query.trim()));
}

function plain(words: string): string {
  return words
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();
}
