import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Plus, Search } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import type { Clock } from "../../api/clock";
import { sentenceOf } from "../../api/error";
import { ownChange } from "../../api/live";
import { openTask } from "../../api/openTask";
import type { Place } from "../../api/place";
import { useApi, useLabels, useLists, useRefreshTasks } from "../../api/queries";
import type { ListInfo, Task } from "../../api/types";
import { Icon } from "../../components/Icon";
import { Kbd } from "../../components/Kbd";
import { notify } from "../../components/notices";
import { commandKey, words } from "../../words/words";
import { type Command, type Entry, type EntryGroup, entriesOf, MOST_TASKS, placesOf } from "./entries";
import { PaletteLine } from "./PaletteLine";
import "./palette.css";

interface Props {
  isOpen: boolean;
  clock: Clock;
  commands: readonly Command[];
  onGo(place: Place): void;
  /** Answers whether it was added; what was not stays where it was written. */
  onAdd(text: string): Promise<boolean>;
  onSearch(words: string): void;
  onClose(): void;
}

/** Finds tasks, places and commands by a few letters, and opens, goes to, does them. */
export function Palette({ isOpen, onClose, ...rest }: Props) {
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        {/* Its content is made anew each time, so that it begins empty. */}
        <Content onClose={onClose} {...rest} />
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Content({ clock, commands, onGo, onAdd, onSearch, onClose }: Omit<Props, "isOpen">) {
  const [text, setText] = useState("");
  const [currentKey, setCurrentKey] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  /** What was chosen takes the focus where it wants it. */
  const hasChosen = useRef(false);
  const found = useFound(text);
  const lists = useLists();
  const labels = useLabels();
  const complete = useComplete();
  const wanted = text.trim();
  const add = async (): Promise<void> => {
    if (await onAdd(wanted)) onClose();
  };
  const made: Command[] = [
    { id: "add", name: words.palette.add(wanted), icon: Plus, keys: [commandKey, "↵"], run: () => void add() },
    { id: "search-for", name: words.palette.searchFor(wanted), icon: Search, keys: [], run: () => onSearch(wanted) },
  ];
  const groups = entriesOf(text, found.tasks, placesOf(lists, labels), commands, made);
  const current = groups.flatMap(({ items }) => items).find(({ key }) => key === currentKey);
  const count = groups.reduce((sum, { items }) => sum + items.length, 0);

  const choose = (entry: Entry): void => {
    if (entry.key === "add") {
      void add();
      return;
    }
    hasChosen.current = true;
    onClose();
    if (entry.kind === "task") openTask(entry.task.id);
    else if (entry.kind === "place") onGo(entry.place);
    else entry.command.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const isCommand = event.ctrlKey || event.metaKey;
    const task = current?.kind === "task" ? current.task : null;
    if (isCommand && event.key === "Enter" && wanted) {
      void add();
    } else if (isCommand && event.key.toLowerCase() === "e" && task) complete(task);
    else if (isCommand && event.key.toLowerCase() === "k") onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <Dialog.Popup
      className="sheet palette"
      aria-label={words.palette.title}
      initialFocus={field}
      finalFocus={() => !hasChosen.current}
      onKeyDown={onKeyDown}
    >
      <Autocomplete.Root
        inline
        open
        mode="none"
        items={groups}
        value={text}
        onValueChange={(value, { reason }) => reason !== "item-press" && setText(value)}
        onItemHighlighted={(entry) => setCurrentKey((entry as Entry | undefined)?.key ?? null)}
        autoHighlight="always"
        keepHighlight
        itemToStringValue={(entry: Entry) => entry.name}
      >
        <div className="palette-field">
          <Icon of={Search} />
          <Autocomplete.Input
            ref={field}
            aria-label={words.palette.field}
            placeholder={words.palette.field}
            maxLength={500}
            spellCheck={false}
          />
          <span aria-hidden="true">
            <Kbd>esc</Kbd>
          </span>
        </div>
        {count === 0 && !found.isReading ? <p className="palette-none">{words.palette.none(wanted)}</p> : null}
        {found.error ? <p className="palette-none">{`${words.palette.failed} ${sentenceOf(found.error)}`}</p> : null}
        <p className="sr-only" role="status">
          {found.isReading ? "" : words.palette.results(count)}
        </p>
        <Entries text={text} lists={lists} clock={clock} onChoose={choose} />
      </Autocomplete.Root>
      <Foot canComplete={current?.kind === "task" && current.task.status === "open" && current.task.deleted_at === null} />
    </Dialog.Popup>
  );
}

interface EntriesProps {
  /** What was typed: marked in what it found. */
  text: string;
  lists: readonly ListInfo[];
  clock: Clock;
  onChoose(entry: Entry): void;
}

/** What was found, by groups. */
function Entries({ text, lists, clock, onChoose }: EntriesProps) {
  return (
    <Autocomplete.List className="palette-list" aria-label={words.palette.title}>
      {(group: EntryGroup) => (
        <Autocomplete.Group key={group.title} items={group.items}>
          <Autocomplete.GroupLabel className="palette-head">{group.title}</Autocomplete.GroupLabel>
          <Autocomplete.Collection>
            {(entry: Entry) => (
              <Autocomplete.Item
                key={entry.key}
                value={entry}
                className="palette-item"
                data-done={(entry.kind === "task" && entry.task.status === "done") || undefined}
                onClick={() => onChoose(entry)}
              >
                <PaletteLine entry={entry} found={text} lists={lists} clock={clock} />
              </Autocomplete.Item>
            )}
          </Autocomplete.Collection>
        </Autocomplete.Group>
      )}
    </Autocomplete.List>
  );
}

function Foot({ canComplete }: { canComplete: boolean }) {
  return (
    <footer className="palette-foot" aria-hidden="true">
      <span>
        <Kbd>↑</Kbd>
        <Kbd>↓</Kbd>
        {words.palette.move}
      </span>
      <span>
        <Kbd>↵</Kbd>
        {words.palette.open}
      </span>
      {canComplete ? (
        <span>
          <Kbd>{commandKey}</Kbd>
          <Kbd>E</Kbd>
          {words.palette.complete}
        </span>
      ) : null}
      <span>
        <Kbd>{">"}</Kbd>
        {words.palette.only}
      </span>
    </footer>
  );
}

interface Found {
  tasks: readonly Task[];
  isReading: boolean;
  error: unknown;
}

/** Tasks that hold the words, open ones first, as the server finds them with each letter. */
function useFound(text: string): Found {
  const api = useApi();
  const wanted = text.startsWith(">") ? "" : text.trim();
  const { data, isPlaceholderData, isFetching, error } = useQuery({
    queryKey: ["palette", wanted],
    queryFn: async ({ signal }) => {
      const [open, done] = await Promise.all(
        (["all", "done"] as const).map((view) => api.tasks({ view, q: wanted }, { limit: MOST_TASKS }, signal)),
      );
      return [...(open?.tasks ?? []), ...(done?.tasks ?? [])].slice(0, MOST_TASKS);
    },
    enabled: wanted !== "",
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 30_000,
  });
  if (!wanted) return { tasks: [], isReading: false, error: null };
  return { tasks: data ?? [], isReading: isFetching || isPlaceholderData, error };
}

function useComplete(): (task: Task) => void {
  const api = useApi();
  const refresh = useRefreshTasks();
  return (task) => {
    if (task.status !== "open" || task.deleted_at !== null) return;
    ownChange(api.complete(task.id)).then(({ change_set: set }) => {
      const undo = (): void => void ownChange(api.undo(set ?? undefined)).then(refresh, failed);
      const action = set ? { action: { label: words.toast.undo, run: undo } } : {};
      notify({ tone: "good", text: words.toast.completed(task.title), ...action });
      void refresh();
    }, failed);
  };
}

function failed(error: unknown): void {
  notify({ tone: "mind", text: sentenceOf(error) });
}
