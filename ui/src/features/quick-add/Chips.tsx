import { Bell, Calendar, Flag, Repeat, Tag, Timer, X } from "lucide-react";
import type { ListInfo } from "../../api/types";
import { Dot } from "../../components/Dot";
import { Icon } from "../../components/Icon";
import { type Day, dueText } from "../../words/dates";
import { words } from "../../words/words";
import type { Chip, Refused } from "./spans";
import type { QuickAdd } from "./useQuickAdd";

interface Props {
  quickAdd: QuickAdd;
  today: Day;
  lists: readonly ListInfo[];
  /** Gives the caret back to the field. */
  onDone(): void;
}

/** What was understood, each with a button that leaves it as text; and what was refused, which a press takes back. */
export function Chips({ quickAdd, today, lists, onDone }: Props) {
  const { chips, refused } = quickAdd;
  if (chips.length === 0 && refused.length === 0) return null;
  const shown = [...chips.map((chip) => ({ at: chip.ranges[0]?.start ?? 0, chip })), ...refused.map((part) => ({ at: part.start, part }))];
  return (
    <ul className="chips" aria-label={words.add.understood}>
      {shown
        .sort((a, b) => a.at - b.at)
        .map((item) =>
          "chip" in item ? (
            <UnderstoodChip
              key={`${item.chip.kind} ${item.at}`}
              chip={item.chip}
              text={textOf(item.chip, today)}
              color={lists.find(({ name }) => name === item.chip.value)?.color}
              onLeave={() => {
                quickAdd.refuse(item.chip.ranges);
                onDone();
              }}
            />
          ) : (
            <RefusedChip
              key={`refused ${item.at}`}
              part={item.part}
              onTake={() => {
                quickAdd.take(item.part);
                onDone();
              }}
            />
          ),
        )}
    </ul>
  );
}

/** Kinds that say when, how often or how long: they are drawn as dates are. */
const WHEN: readonly Chip["kind"][] = ["due", "repeat", "duration", "reminder"];

function UnderstoodChip({ chip, text, color, onLeave }: { chip: Chip; text: string; color: string | undefined; onLeave(): void }) {
  const tone = WHEN.includes(chip.kind) ? "date" : chip.kind === "priority" ? `p${chip.value}` : "";
  return (
    <li className={`chip ${tone}`}>
      <ChipIcon kind={chip.kind} color={color} />
      {text}
      <button type="button" className="chip-x" aria-label={words.add.leave(text)} title={words.add.leave(text)} onClick={onLeave}>
        <Icon of={X} size={12} />
      </button>
    </li>
  );
}

function RefusedChip({ part, onTake }: { part: Refused; onTake(): void }) {
  return (
    <li>
      <button type="button" className="chip off" aria-label={words.add.take(part.text)} title={words.add.take(part.text)} onClick={onTake}>
        <ChipIcon kind={part.kind === "time" ? "due" : part.kind} color={undefined} />
        {part.text}
      </button>
    </li>
  );
}

function ChipIcon({ kind, color }: { kind: Chip["kind"]; color: string | undefined }) {
  if (kind === "list") return <Dot color={color} />;
  return <Icon of={{ due: Calendar, repeat: Repeat, duration: Timer, reminder: Bell, priority: Flag, label: Tag }[kind]} size={12} />;
}

function textOf(chip: Chip, today: Day): string {
  switch (chip.kind) {
    case "due":
      return dueText(chip.value, today);
    case "repeat":
      return chip.first ? words.add.repeat(chip.value, dueText(chip.first, today)) : chip.value;
    case "duration":
      return words.add.duration(Number(chip.value));
    case "priority":
      return words.add.priority(Number(chip.value));
    case "reminder":
    case "list":
    case "label":
      return chip.value;
  }
}
