import type { WidgetNode } from "../../wire/protocol";
import { text } from "./look";

/** One thing that can be chosen. */
export interface Option {
  value: string;
  label: string;
  description: string;
  disabled: boolean;
}

/** The options of a node; what is none is passed over, and of two with the same value the first one counts. */
export function readOptions(node: WidgetNode): Option[] {
  const given = Array.isArray(node["options"]) ? (node["options"] as unknown[]) : [];
  const options = new Map<string, Option>();
  for (const one of given) {
    const { value, label, description, disabled } = (one ?? {}) as Record<string, unknown>;
    if (typeof value !== "string" || options.has(value)) continue;
    options.set(value, { value, label: text(label) || value, description: text(description), disabled: disabled === true });
  }
  return [...options.values()];
}

/** The default of a node, if it is one of its options. */
export function givenOption(node: WidgetNode, options: readonly Option[]): string | null {
  return options.find((option) => option.value === node["defaultValue"])?.value ?? null;
}
