import type { Command, Entity } from "@openai/chatkit";
import type { BuiltIn } from "../built-ins";

/** One line of the list. */
export interface Choice {
  key: string;
  label: string;
  detail?: string | undefined;
  icon?: string | undefined;
  group?: string | undefined;
  take: () => void;
}

export interface Group {
  name: string | null;
  choices: readonly Choice[];
}

/** Choices by group, groups in the order they first come in; those without one are first. */
export function grouped(choices: readonly Choice[]): Group[] {
  const groups = new Map<string | null, Choice[]>([[null, []]]);
  for (const choice of choices) {
    const name = choice.group ?? null;
    groups.set(name, [...(groups.get(name) ?? []), choice]);
  }
  return [...groups].flatMap(([name, list]) => (list.length > 0 ? [{ name, choices: list }] : []));
}

/** Entities that a page answered; what is none is left out. */
export function readEntities(answer: unknown): Entity[] {
  return listOf<Entity>(answer).filter((one) => typeof one?.id === "string" && typeof one.title === "string" && one.title.trim() !== "");
}

export function readCommands(answer: unknown): Command[] {
  return listOf<Command>(answer).filter((one) => typeof one?.id === "string" && typeof one.label === "string" && one.label !== "");
}

function listOf<Kind>(answer: unknown): Kind[] {
  return Array.isArray(answer) ? answer : [];
}

/** Whether a name has the words of a query in it, wherever and however written. */
export function contains(name: string, query: string): boolean {
  const plain = fold(name);
  return fold(query)
    .split(/\s+/)
    .every((word) => plain.includes(word));
}

/** Without accents and case. */
function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

export function builtInChoices(list: readonly BuiltIn[], query: string, group: string, take: (one: BuiltIn) => void): Choice[] {
  return list
    .filter((one) => contains(one.label, query))
    .map((one) => ({ key: `own-${one.id}`, label: one.label, icon: one.icon, group, take: () => take(one) }));
}
