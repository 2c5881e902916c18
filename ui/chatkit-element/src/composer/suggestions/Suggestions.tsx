/** @jsxImportSource preact */
import type { Command, Entity } from "@openai/chatkit";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Chat } from "../../chat";
import { useAfter } from "../../parts/after";
import { useChat, useOptions, useT } from "../../parts/context";
import { useSheet } from "../../parts/root";
import { asError } from "../../store/failure";
import type { BuiltIn } from "../built-ins";
import { putTag, replaceText } from "../field";
import { builtInChoices, type Choice, contains, readCommands, readEntities } from "./choices";
import { List } from "./List";
import { type Found, Search } from "./search";
import css from "./suggestions.css?inline";
import type { Trigger } from "./trigger";
import { useTrigger } from "./useTrigger";

interface SuggestionsProps {
  area: HTMLTextAreaElement;
  /** What the composer itself can do now. */
  builtIns: () => BuiltIn[];
}

/** A list that a command answered with: it stands in the place of the search while its "/" does. */
interface Submenu {
  at: number;
  name: string;
  commands: readonly Command[];
}

/** The list that opens while one types after an "@" or a "/". */
export function Suggestions({ area, builtIns }: SuggestionsProps) {
  useSheet(css);
  const { entities, commands } = useOptions();
  const { trigger, dismiss } = useTrigger(area, [
    ...(entities?.onTagSearch ? (["@"] as const) : []),
    ...(commands?.enabled ? (["/"] as const) : []),
  ]);
  const [submenu, setSubmenu] = useState<Submenu | null>(null);
  useEffect(() => {
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-haspopup", "listbox");
    return () => {
      area.removeAttribute("aria-autocomplete");
      area.removeAttribute("aria-haspopup");
    };
  }, [area]);
  const open = trigger?.kind === "/" && submenu?.at === trigger.at ? submenu : null;
  // It goes with its "/": another one at the same place is a search again.
  useEffect(() => {
    if (open) return () => setSubmenu((now) => (now === open ? null : now));
    return undefined;
  }, [open]);
  if (!trigger) return null;
  const parts = { area, trigger, dismiss };
  if (trigger.kind === "@") return <Mentions key={`@${trigger.at}`} {...parts} />;
  return <Commands key={`/${trigger.at}-${open?.name ?? ""}`} {...parts} builtIns={builtIns} submenu={open} onSubmenu={setSubmenu} />;
}

interface OpenProps {
  area: HTMLTextAreaElement;
  trigger: Trigger;
  dismiss: () => void;
}

function Mentions({ area, trigger, dismiss }: OpenProps) {
  const chat = useChat();
  const t = useT();
  const [found, retry] = useSearch(trigger.query, async (query) => readEntities(await chat.options.entities?.onTagSearch?.(query)));
  const choices = relevant(found, trigger.query, (entity: Entity) => entity.title).map(
    (entity, i): Choice => ({
      key: `${entity.id}-${i}`,
      label: entity.title,
      icon: entity.icon,
      group: entity.group,
      take: () => putTag(chat, area, trigger.at, trigger.end, entity),
    }),
  );
  return <Popup area={area} label={t("suggest.label")} trigger={trigger} found={found} choices={choices} retry={retry} dismiss={dismiss} />;
}

interface CommandsProps extends OpenProps {
  builtIns: () => BuiltIn[];
  submenu: Submenu | null;
  onSubmenu: (submenu: Submenu | null) => void;
}

function Commands({ area, trigger, dismiss, builtIns, submenu, onSubmenu }: CommandsProps) {
  const chat = useChat();
  const t = useT();
  const [searched, retry] = useSearch(trigger.query, async (query) =>
    submenu ? submenu.commands.filter((one) => contains(one.label, query)) : readCommands(await chat.options.commands?.onSearch?.(query)),
  );
  const own = submenu ? [] : builtIns();
  const clear = () => replaceText(area, trigger.at, trigger.end, "");
  const listed = relevant(searched, trigger.query, (command: Command) => `${command.label} ${command.description ?? ""}`);
  const choices = [
    ...listed.map(
      (command): Choice => ({
        key: command.id,
        label: command.label,
        detail: command.description,
        icon: command.icon,
        group: command.group ?? submenu?.name,
        take: () => {
          clear();
          void runCommand(chat, area, trigger.at, command, onSubmenu);
        },
      }),
    ),
    ...builtInChoices(own, trigger.query, t("suggest.builtIn"), (one) => {
      clear();
      one.run();
    }),
  ];
  return (
    <Popup area={area} label={t("suggest.commands")} trigger={trigger} found={searched} choices={choices} retry={retry} dismiss={dismiss} />
  );
}

/** Has the page do a command, and puts what it answers where the command stood. */
async function runCommand(
  chat: Chat,
  area: HTMLTextAreaElement,
  at: number,
  command: Command,
  onSubmenu: (submenu: Submenu) => void,
): Promise<void> {
  const { current } = chat.store.state;
  const text = area.value;
  try {
    const answer = await chat.options.commands?.onSelect?.(command);
    if (!answer || chat.store.state.current !== current) return;
    // If one went on writing meanwhile, the caret says where it goes.
    const place = area.value === text ? at : area.selectionEnd;
    const [entity] = answer.type === "entity" ? readEntities([answer.entity]) : [];
    if (entity) putTag(chat, area, place, place, entity);
    if (answer.type !== "menu") return;
    onSubmenu({ at: place, name: command.label, commands: readCommands(answer.commands) });
    replaceText(area, place, place, "/");
  } catch (error) {
    chat.writing.fail(chat.t("suggest.commandFailed", { name: command.label }), error);
  }
}

/** What was found for a query, kept up with as it changes. */
function useSearch<Item>(query: string, find: (query: string) => Promise<readonly Item[]>): [Found<Item>, () => void] {
  const chat = useChat();
  const [, redraw] = useState({});
  const latest = useRef(find);
  latest.current = find;
  const search = useMemo(
    () =>
      new Search<Item>(
        (text) => latest.current(text),
        () => redraw({}),
        (error) => chat.emit("chatkit.error", { error: asError(error) }),
      ),
    [chat],
  );
  useEffect(() => () => search.stop(), [search]);
  useEffect(() => search.ask(query), [search, query]);
  return [search.found, () => search.retry()];
}

/** Of an older result only what still fits is shown, so that Enter never takes what was typed past. */
function relevant<Item>(found: Found<Item>, query: string, name: (item: Item) => string): readonly Item[] {
  return found.query === query ? found.items : found.items.filter((item) => contains(name(item), query));
}

interface PopupProps<Item> {
  area: HTMLTextAreaElement;
  label: string;
  trigger: Trigger;
  found: Found<Item>;
  choices: readonly Choice[];
  retry: () => void;
  dismiss: () => void;
}

function Popup<Item>({ area, label, trigger, found, choices, retry, dismiss }: PopupProps<Item>) {
  const t = useT();
  const failed = found.state === "failed" || found.state === "late";
  const lines = failed ? [...choices, { key: "retry", label: t("suggest.retry"), icon: "rotate-ccw", take: retry }] : choices;
  const [wished, setWished] = useState({ key: "", query: "" });
  // Whoever types on begins at the top again.
  const wish = wished.query === trigger.query ? wished.key : null;
  const setWish = (key: string) => setWished({ key, query: trigger.query });
  // What failed is tried again only when that is chosen: Enter on the sentence still sends.
  const first = choices[0]?.key ?? null;
  const active = lines.some((line) => line.key === wish) ? wish : first;
  const waited = useAfter(300, trigger.at);
  const searching = found.state === "searching";
  const given = !searching && !failed && lines.length === 0;
  // Two words for which there is nothing are no name: the list goes quietly. A quick search shows nothing but its result.
  const shown = given ? trigger.kind === "@" && !/\s/.test(trigger.query) : lines.length > 0 || waited;
  useListKeys(area, shown ? lines : null, active, setWish, dismiss);
  if (!shown) return null;
  return (
    <List area={area} label={label} choices={lines} active={active} onHover={setWish}>
      {failed && <p class="says red">{t(found.state === "late" ? "suggest.late" : "suggest.failed")}</p>}
      {searching && lines.length === 0 && <p class="says">{t("suggest.searching")}</p>}
      {given && <p class="says">{t("suggest.none", { query: trigger.query })}</p>}
    </List>
  );
}

/** Arrows move, Enter and Tab take, Escape puts away; everything else is the field's. Heard before the field hears it. */
function useListKeys(
  area: HTMLTextAreaElement,
  /** Null while no list is shown. */
  lines: readonly Choice[] | null,
  active: string | null,
  setActive: (key: string) => void,
  dismiss: () => void,
): void {
  // With the list itself, not a moment later: an Enter in between would send.
  useLayoutEffect(() => {
    if (!lines) return;
    const at = lines.findIndex((line) => line.key === active);
    const move = (step: number) => {
      const next = lines[at < 0 ? (step > 0 ? 0 : lines.length - 1) : (at + step + lines.length) % lines.length];
      if (next) setActive(next.key);
      return next !== undefined;
    };
    const act = (event: KeyboardEvent): boolean => {
      if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
      if (event.key === "Escape") {
        dismiss();
        return true;
      }
      if (event.key === "ArrowDown") return move(1);
      if (event.key === "ArrowUp") return move(-1);
      if ((event.key !== "Enter" && event.key !== "Tab") || at < 0) return false;
      lines[at]?.take();
      return true;
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (!act(event)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    area.addEventListener("keydown", onKeyDown, { capture: true });
    return () => area.removeEventListener("keydown", onKeyDown, { capture: true });
  });
}
