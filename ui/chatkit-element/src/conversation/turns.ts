import type { Entry, ThreadState, Timing } from "../store/thread";
import type { AssistantMessageItem, UserMessageItem } from "../wire/protocol";

/** An entry as it stands. */
export interface Shown {
  entry: Entry;
  /** It may still change. */
  open: boolean;
  timing: Timing | undefined;
}

/** What a person said and what came of it. The first turn of a page may lack the message. */
export interface Turn {
  key: string;
  message: UserMessageItem | null;
  answer: readonly Shown[];
}

/** Turns that are drawn, or left out, together. */
export interface Group {
  key: string;
  turns: readonly Turn[];
}

/** Turns in a group: few enough to be drawn within a frame or two. */
const GROUP = 8;

/**
 * The turns of a thread in groups. What has not changed since the last reading is the same object, so that a growing answer costs the
 * drawing of one turn, however long the thread. Earlier turns that come in front leave the groups behind them as they are.
 */
export class Turns {
  #entries: readonly Entry[] | null = null;
  #open: ReadonlySet<string> | null = null;
  #groups: readonly Group[] = [];
  #turns = new Map<string, Turn>();
  #starts = new Set<string>();

  read({ entries, open, timings }: ThreadState): readonly Group[] {
    if (entries === this.#entries && open === this.#open) return this.#groups;
    this.#entries = entries;
    this.#open = open;
    const turns = turnsOf(entries.map((entry) => ({ entry, open: open.has(entry.id), timing: timings[entry.id] })));
    const same = turns.map((turn) => reused(this.#turns.get(turn.key), turn));
    this.#turns = new Map(same.map((turn) => [turn.key, turn]));
    this.#groups = this.#grouped(same);
    return this.#groups;
  }

  #grouped(turns: readonly Turn[]): Group[] {
    const groups: { key: string; turns: Turn[] }[] = [];
    for (const turn of turns) {
      const last = groups.at(-1);
      if (last && last.turns.length < GROUP && !this.#starts.has(turn.key)) last.turns.push(turn);
      else groups.push({ key: turn.key, turns: [turn] });
    }
    this.#starts = new Set(groups.map((group) => group.key));
    const before = new Map(this.#groups.map((group) => [group.key, group]));
    return groups.map((group) => {
      const old = before.get(group.key);
      return old && alike(old.turns, group.turns) ? old : group;
    });
  }
}

export function turnsOf(shown: readonly Shown[]): Turn[] {
  const turns: { key: string; message: UserMessageItem | null; answer: Shown[] }[] = [];
  for (const one of shown) {
    const { entry } = one;
    const last = turns.at(-1);
    if (entry.type === "user_message") turns.push({ key: entry.id, message: entry, answer: [] });
    else if (last) last.answer.push(one);
    else turns.push({ key: entry.id, message: null, answer: [one] });
  }
  return turns;
}

function reused(before: Turn | undefined, turn: Turn): Turn {
  if (!before || before.message !== turn.message) return turn;
  const answer = turn.answer.map((shown, i) => {
    const old = before.answer[i];
    return old && old.entry === shown.entry && old.open === shown.open && old.timing === shown.timing ? old : shown;
  });
  return alike(before.answer, answer) ? before : { ...turn, answer };
}

function alike(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i]);
}

/** What "copy" puts on the clipboard: the texts of the answer, and those of its widgets that have one. */
export function copyText(answer: readonly Shown[]): string {
  return answer
    .flatMap(({ entry }) => {
      if (entry.type === "assistant_message") return messageText(entry);
      return entry.type === "widget" && entry.copy_text ? entry.copy_text : [];
    })
    .filter((text) => text.trim() !== "")
    .join("\n\n");
}

export function messageText(message: AssistantMessageItem): string {
  return message.content.map((part) => part.text).join("\n\n");
}
