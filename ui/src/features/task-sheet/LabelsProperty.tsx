import { Combobox } from "@base-ui/react/combobox";
import { Check, Plus, Tag } from "lucide-react";
import { useState } from "react";
import { useLabels } from "../../api/queries";
import { Icon } from "../../components/Icon";
import { words } from "../../words/words";
import { PropertyFace, propertyProps } from "./Property";
import { usePut, useSheet } from "./useSheet";

interface Item {
  name: string;
  /** It does not exist yet. */
  isNew: boolean;
}

/** The labels, on a button that opens a list to choose from; a name that is none yet can be added. */
export function LabelsProperty() {
  const { task, isReadOnly } = useSheet();
  const put = usePut();
  const labels = useLabels();
  const [text, setText] = useState("");
  const shown = { name: words.sheet.labels, icon: Tag, value: task.labels.length > 0 ? task.labels.join(", ") : null };
  const items = itemsFor(text, labels.map(({ name }) => name).concat(task.labels));
  return (
    <Combobox.Root
      multiple
      autoHighlight
      items={items}
      value={task.labels.map((name) => ({ name, isNew: false }))}
      inputValue={text}
      itemToStringLabel={({ name }: Item) => name}
      isItemEqualToValue={(one: Item, other: Item) => isSameName(one.name, other.name)}
      onInputValueChange={(to) => setText(to)}
      onOpenChange={(open) => {
        if (!open) setText("");
      }}
      onValueChange={(chosen: Item[]) => {
        setText("");
        put("labels", { labels: chosen.map(({ name }) => name) });
      }}
    >
      <Combobox.Trigger {...propertyProps(shown)} disabled={isReadOnly}>
        <PropertyFace {...shown} />
      </Combobox.Trigger>
      <Combobox.Portal container={document.querySelector("main") ?? undefined}>
        <Combobox.Positioner className="z-30" side="bottom" align="start" sideOffset={4} collisionPadding={8}>
          <Combobox.Popup className="property-popover labels-popover" aria-label={words.sheet.labels}>
            <div className="field">
              <Combobox.Input aria-label={words.sheet.label_.find} placeholder={words.sheet.label_.find} spellCheck={false} />
            </div>
            <Combobox.Empty className="words-note">{words.sheet.label_.none}</Combobox.Empty>
            <Combobox.List className="labels-list" aria-label={words.sheet.label_.chosen}>
              {(item: Item) => (
                <Combobox.Item key={item.isNew ? `new ${item.name}` : item.name} value={item} className="menu-item">
                  <Icon of={item.isNew ? Plus : Tag} size={14} />
                  <span className="truncate">{item.isNew ? words.sheet.label_.add(item.name) : item.name}</span>
                  <Combobox.ItemIndicator className="end">
                    <Icon of={Check} size={14} />
                  </Combobox.ItemIndicator>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}

/** The labels there are, each once, and the one that is being typed where there is none of that name. */
export function itemsFor(text: string, names: readonly string[]): Item[] {
  const typed = text.trim().replace(/^@/, "");
  const known = names.filter((name, index) => names.findIndex((other) => isSameName(other, name)) === index);
  const items = known.map((name) => ({ name, isNew: false }));
  return typed && !known.some((name) => isSameName(name, typed)) ? [...items, { name: typed, isNew: true }] : items;
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
