import { History, Keyboard, MessageSquare, Plus, Redo2, Search, Settings, Undo2 } from "lucide-react";
import { sentenceOf } from "../api/error";
import { ownChange } from "../api/live";
import { useApi, useRefreshTasks } from "../api/queries";
import type { AppInfo } from "../api/types";
import { notify } from "../components/notices";
import type { Command } from "../features/palette/entries";
import { Palette } from "../features/palette/Palette";
import { commandKey, onMac, words } from "../words/words";
import { useAdded } from "./useAdded";
import { useAppClock } from "./useAppClock";
import type { AppKeys } from "./useAppKeys";
import type { Navigation } from "./useNavigation";

interface Props {
  isOpen: boolean;
  started: AppInfo;
  nav: Navigation;
  /** What the keys do, the palette does too. */
  keys: AppKeys;
  /** The tasks are to be in front. */
  onTasks(change: () => void): void;
  onClose(): void;
}

/** The palette, with what this window can do. */
export function PaletteDialog({ isOpen, started, nav, keys, onTasks, onClose }: Props) {
  const api = useApi();
  const clock = useAppClock(started);
  const onAdded = useAdded(nav.place, clock);
  const refresh = useRefreshTasks();
  const add = async (text: string): Promise<boolean> => {
    try {
      onAdded(await ownChange(api.quickAdd(text, [])));
      void refresh();
      return true;
    } catch (error) {
      notify({ tone: "mind", text: `${words.add.failed} ${sentenceOf(error)}` });
      return false;
    }
  };
  return (
    <Palette
      isOpen={isOpen}
      clock={clock}
      commands={commandsOf(keys, () => onTasks(nav.openHistory))}
      onGo={(place) => onTasks(() => nav.go(place))}
      onAdd={add}
      onSearch={(wanted) =>
        onTasks(() => {
          nav.openSearch();
          nav.search(wanted);
        })
      }
      onClose={onClose}
    />
  );
}

function commandsOf(keys: AppKeys, onHistory: () => void): Command[] {
  const p = words.palette;
  const shift = onMac ? words.mac.shift : words.other.shift;
  return [
    { id: "add-task", name: p.addTask, icon: Plus, keys: ["q"], run: keys.onAdd },
    { id: "search", name: p.search, icon: Search, keys: ["/"], run: keys.onSearch },
    { id: "undo", name: p.undo, icon: Undo2, keys: [commandKey, "Z"], run: keys.onUndo },
    { id: "redo", name: p.redo, icon: Redo2, keys: [commandKey, shift, "Z"], run: keys.onRedo },
    { id: "chat", name: p.chat, icon: MessageSquare, keys: [commandKey, "J"], run: keys.onChat },
    { id: "history", name: p.history, icon: History, keys: [], run: onHistory },
    { id: "keyboard", name: p.keyboard, icon: Keyboard, keys: ["?"], run: keys.onSheet },
    { id: "settings", name: p.settings, icon: Settings, keys: [commandKey, ","], run: keys.onSettings },
  ];
}
