import type { Chat } from "../chat";
import { childrenOf } from "../store/widget-tree";
import type { WidgetNode } from "../wire/protocol";

/** What a person put into a field. */
export interface Kept {
  identity: string;
  /** What the server had given when the person began. */
  base: unknown;
  node: WidgetNode;
  value: unknown;
}

export type KeptValues = Map<string, Kept>;

const kept = new WeakMap<Chat, Map<string, KeptValues>>();

/** Values typed into a widget, by field. They outlive its view: another thread may be looked at in between. */
export function keptValues(chat: Chat, itemId: string): KeptValues {
  const items = kept.get(chat) ?? new Map<string, KeptValues>();
  kept.set(chat, items);
  const values = items.get(itemId) ?? new Map<string, Kept>();
  items.set(itemId, values);
  return values;
}

/** Which field it is, whatever the server replaces around it: by its form and its key, else its name. */
export function fieldIdentity(formKey: string, node: WidgetNode, name: string): string {
  return `${formKey}/${node.key ?? name}`;
}

/** Tells the forms of one widget apart. */
export function formKey(node: WidgetNode): string {
  return node.key ?? node.id ?? "form";
}

const FIELDS = new Set(["Input", "Textarea", "Select", "DatePicker", "Checkbox", "RadioGroup"]);

/** The fields that can be known again in another version of the widget: those whose identity no other field has. */
export function recognizableFields(root: WidgetNode): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const visit = (node: WidgetNode, form: string): void => {
    const name = fieldName(node);
    if (name !== "") {
      const identity = fieldIdentity(form, node, name);
      seen.set(identity, (seen.get(identity) ?? 0) + 1);
    }
    const isForm = node.type === "Form" || (node.type === "Card" && node["asForm"] === true);
    for (const child of childrenOf(node)) visit(child, isForm ? formKey(node) : form);
  };
  visit(root, "");
  return new Set([...seen].filter(([, count]) => count === 1).map(([identity]) => identity));
}

function fieldName(node: WidgetNode): string {
  if (FIELDS.has(node.type)) return typeof node["name"] === "string" ? node["name"] : "";
  const editable = node.type === "Text" ? node["editable"] : null;
  if (typeof editable !== "object" || editable === null) return "";
  const { name } = editable as { name?: unknown };
  return typeof name === "string" ? name : "";
}
