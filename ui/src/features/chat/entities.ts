import type { ChatKitOptions } from "@openai/chatkit-react";
import type { Api } from "../../api/client";
import { openTask } from "../../api/openTask";
import type { ListInfo, Task } from "../../api/types";
import { dueText } from "../../words/dates";
import { words } from "../../words/words";

type EntitiesOption = NonNullable<ChatKitOptions["entities"]>;
type Entity = Parameters<NonNullable<EntitiesOption["onClick"]>>[0];
type Preview = Awaited<ReturnType<NonNullable<EntitiesOption["onRequestPreview"]>>>;

/** Where a mention leads. */
export interface Places {
  api: Api;
  /** Today, `YYYY-MM-DD`. */
  today(): string;
  lists(): readonly ListInfo[];
  openList(id: string): void;
}

/** Tasks and lists to mention with `@`, what a mention opens, and what is shown of it before. */
export function entitiesOf({ api, today, lists, openList }: Places): Required<EntitiesOption> {
  return {
    onTagSearch: (query) => api.entities(query),
    showComposerMenu: true,
    onClick({ data }) {
      const { task_id, list_id } = data ?? {};
      if (task_id) openTask(task_id);
      else if (list_id) openList(list_id);
    },
    async onRequestPreview(entity) {
      return { preview: await previewOf(entity, api, today(), lists()) };
    },
  };
}

async function previewOf(entity: Entity, api: Api, today: string, lists: readonly ListInfo[]): Promise<Preview["preview"]> {
  const { task_id, list_id } = entity.data ?? {};
  const list = lists.find(({ id }) => id === list_id);
  if (list) return basic(list.name, [words.chat.preview.list(list.open_count)]);
  if (!task_id) return null;
  // A task that is gone has no preview; its mention keeps its words.
  const task = await api.task(task_id).catch(() => null);
  if (!task) return null;
  const listName = lists.find(({ id }) => id === task.list)?.name ?? words.places.inbox;
  return basic(task.title, [
    stateOf(task, today),
    [listName, ...task.labels.map((label) => `@${label}`)].join(" · "),
    firstLine(task.notes),
  ]);
}

function stateOf(task: Task, today: string): string {
  if (task.deleted_at) return words.chat.preview.inTrash;
  if (task.status === "done") return words.chat.preview.done;
  return task.due ? words.chat.preview.due(dueText(task.due, today)) : "";
}

function firstLine(notes: string): string {
  return (
    notes
      .split("\n")
      .find((line) => line.trim() !== "")
      ?.trim()
      .slice(0, 140) ?? ""
  );
}

function basic(title: string, lines: readonly string[]): Preview["preview"] {
  return {
    type: "Basic",
    gap: 1,
    children: [
      { type: "Text", value: title, weight: "semibold", size: "sm" },
      ...lines.filter(Boolean).map((value) => ({ type: "Caption" as const, value })),
    ],
  };
}
