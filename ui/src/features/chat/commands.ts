import type { ChatKitOptions } from "@openai/chatkit-react";
import type { ListInfo } from "../../api/types";
import { words } from "../../words/words";

type CommandsOption = NonNullable<ChatKitOptions["commands"]>;
type Command = Awaited<ReturnType<NonNullable<CommandsOption["onSearch"]>>>[number];
type Selected = Awaited<ReturnType<NonNullable<CommandsOption["onSelect"]>>>;

/** What a command does with the chat. */
export interface CommandTarget {
  /** Sends a sentence to the assistant. */
  say(sentence: string): void;
  /** Puts the beginning of a sentence into the composer, to be finished. */
  begin(text: string): void;
  newChat(): void;
}

const ICONS = {
  add: "lucide:circle-plus",
  today: "calendar",
  overdue: "clock",
  week: "lucide:calendar-days",
  plan: "lucide:list-ordered",
  now: "lucide:zap",
  list: "notebook",
  done: "check-circle",
  undo: "lucide:undo-2",
  help: "lifesaver",
} as const;

type Name = keyof typeof ICONS;

const NAMES = Object.keys(ICONS) as Name[];
const LIST = "list:";

/** The commands that a query means: each word of it begins a word of the label, or is part of the name. */
export function findCommands(query: string): Command[] {
  const { commands } = words.chat;
  const all: Command[] = NAMES.map((name) => {
    const { label, description } = commands[name];
    return { id: name, label, ...(description ? { description } : {}), icon: ICONS[name], group: commands.group };
  });
  all.push({ id: "newChat", label: commands.newChat.label, icon: "lucide:square-pen", group: commands.chats });
  const asked = query.toLowerCase().split(/\s+/).filter(Boolean);
  return all.filter(({ id, label }) => {
    const known = `${label} ${id}`.toLowerCase().split(/[\s’']+/);
    return asked.every((word) => known.some((part) => part.startsWith(word)));
  });
}

/** Does what a command says; answers a further choice where there is one. */
export function runCommand(id: string, lists: readonly ListInfo[], target: CommandTarget): Selected {
  const { commands } = words.chat;
  if (id === "newChat") return target.newChat();
  if (id === "add") return target.begin(commands.add.begin);
  if (id === "list")
    return { type: "menu", commands: lists.map(({ name }) => ({ id: `${LIST}${name}`, label: name, icon: "notebook" as const })) };
  if (id.startsWith(LIST)) return target.say(commands.showList(id.slice(LIST.length)));
  const name = NAMES.find((known) => known === id);
  if (!name || name === "add" || name === "list") return;
  target.say(commands[name].said);
}
