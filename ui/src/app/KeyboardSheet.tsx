import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { IconButton } from "../components/IconButton";
import { Kbd } from "../components/Kbd";
import { commandKey, onMac, words } from "../words/words";

type Line = readonly [label: string, ...keys: string[]];

interface Group {
  title: string;
  lines: readonly Line[];
}

const shiftKey = (): string => (onMac ? words.mac.shift : words.other.shift);
const altKey = (): string => (onMac ? "⌥" : "Alt");

function everywhere(): readonly Group[] {
  const k = words.keys;
  const l = words.listKeys;
  return [
    {
      title: k.anywhere,
      lines: [
        [k.add, "q"],
        [k.search, "/"],
        [l.palette, commandKey, "K"],
        [k.chat, commandKey, "J"],
        [k.undo, commandKey, "Z"],
        [l.redo, commandKey, shiftKey(), "Z"],
        [k.sheet, "?"],
        [k.settings, commandKey, ","],
      ],
    },
    {
      title: k.inField,
      lines: [
        [k.keep, "↵"],
        [k.unparse, "⌫"],
      ],
    },
    {
      title: words.sidebar.keys.title,
      lines: [
        [words.sidebar.keys.rename, "F2"],
        [words.sidebar.keys.move, altKey(), "↑", "↓"],
        [words.sidebar.keys.menu, shiftKey(), "F10"],
        [words.sidebar.keys.remove, "⌫"],
      ],
    },
  ];
}

function inTheList(): readonly Group[] {
  const k = words.keys;
  const l = words.listKeys;
  return [
    {
      title: k.inList,
      lines: [
        [k.move, "j", "k"],
        [l.ends, "home", "end"],
        [l.open, "↵"],
        [k.close_, "esc"],
        [l.move, altKey(), "↑", "↓"],
        [l.menu, shiftKey(), "F10"],
      ],
    },
    {
      title: l.selecting,
      lines: [
        [l.select, "x"],
        [l.selectTo, shiftKey(), "x"],
        [l.extend, shiftKey(), "j", "k"],
        [l.selectAll, commandKey, "A"],
      ],
    },
  ];
}

function underTheCursor(): readonly Group[] {
  const k = words.keys;
  const l = words.listKeys;
  return [
    {
      title: k.underCursor,
      lines: [
        [k.today, "t"],
        [k.tomorrow, "m"],
        [k.nextWeek, "w"],
        [k.priority, "1", "2", "3", "4"],
        [l.list, "#"],
        [l.labels, "@"],
        [k.complete, "e"],
        [k.edit, "F2"],
        [k.remove, "⌫"],
      ],
    },
  ];
}

/** The sheet that `?` shows: every key there is. */
export function KeyboardSheet({ isOpen, onClose }: { isOpen: boolean; onClose(): void }) {
  const k = words.keys;
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="sheet keyboard-sheet">
          <header className="keyboard-head">
            <Dialog.Title className="keyboard-title">{k.title}</Dialog.Title>
            <Dialog.Close render={<IconButton label={k.close} icon={X} />} />
          </header>
          <div className="keyboard-columns">
            {[everywhere(), inTheList(), underTheCursor()].map((groups) => (
              <div key={groups[0]?.title}>
                {groups.map(({ title, lines }) => (
                  <section key={title} className="keyboard-group">
                    <h3>{title}</h3>
                    <dl>
                      {lines.map(([label, ...keys]) => (
                        <div key={label}>
                          <dt>{label}</dt>
                          <dd>
                            {keys.map((key) => (
                              <Kbd key={key}>{key}</Kbd>
                            ))}
                          </dd>
                        </div>
                      ))}
                    </dl>
                  </section>
                ))}
              </div>
            ))}
          </div>
          <footer className="keyboard-foot">{k.foot}</footer>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
