import type { QueryClient } from "@tanstack/react-query";
import type { Place } from "../../api/place";
import type { LabelInfo, ListInfo, ListsPage } from "../../api/types";

/** A place that people name: a list or a label. */
export interface Named {
  kind: "list" | "label";
  id: string;
  name: string;
  color: string;
  /** How many open tasks it has. */
  open: number;
}

/** The colours there are, in the order in which new lists take them. */
export const COLORS = ["blue", "teal", "plum", "orange", "green", "yellow", "red", "grey"] as const;

export function namedList({ id, name, color, open_count: open }: ListInfo): Named {
  return { kind: "list", id, name, color, open };
}

export function namedLabel({ id, name, color, open_count: open }: LabelInfo): Named {
  return { kind: "label", id, name, color, open };
}

export function placeOfNamed({ kind, id, name }: Named): Place {
  return kind === "list" ? { kind, id } : { kind, name };
}

/** Tells the lists' and labels' rows apart. */
export function rowKey({ kind, id }: Named): string {
  return `${kind}:${id}`;
}

/** Changes the lists that were read last, until they are read again. */
export function changeLists(client: QueryClient, change: (lists: ListInfo[]) => ListInfo[]): void {
  client.setQueryData<ListsPage>(["lists"], (page) => page && { ...page, lists: change(page.lists) });
}

function changeLabels(client: QueryClient, change: (labels: LabelInfo[]) => LabelInfo[]): void {
  client.setQueryData<LabelInfo[]>(["labels"], (labels) => labels && change(labels));
}

/** Shows what the server has answered: a list or label that is new, or in place of what it was `before`. */
export function showNamed(client: QueryClient, answer: ListInfo | LabelInfo, before: Named | null): void {
  const id = before?.id ?? answer.id;
  if ("position" in answer) {
    changeLists(client, (lists) => (has(lists, id) ? replaced(lists, id, answer) : [...lists, answer]));
    return;
  }
  changeLabels(client, (labels) =>
    (has(labels, id) ? replaced(labels, id, answer) : [...labels, answer]).sort((one, other) => (one.id < other.id ? -1 : 1)),
  );
}

/** It is gone. */
export function hideNamed(client: QueryClient, { kind, id }: Named): void {
  if (kind === "list") changeLists(client, (lists) => lists.filter((list) => list.id !== id));
  else changeLabels(client, (labels) => labels.filter((label) => label.id !== id));
}

function has(records: readonly { id: string }[], id: string): boolean {
  return records.some((record) => record.id === id);
}

function replaced<T extends { id: string }>(records: readonly T[], id: string, by: T): T[] {
  return records.map((record) => (record.id === id ? by : record));
}
