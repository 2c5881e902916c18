import { type Dispatch, type ReactNode, type SetStateAction, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { closeTask, useOpenTask } from "../api/openTask";
import type { AppInfo } from "../api/types";
import { useUiState } from "../api/uiState";
import { DragChip } from "../components/DragChip";
import { Tabs } from "../components/Tabs";
import { Toasts } from "../components/Toasts";
import { useStays } from "../components/useStays";
import { ChatColumn } from "../features/chat/ChatColumn";
import { Sidebar } from "../features/places/Sidebar";
import { SettingsNav, SettingsPane } from "../features/settings/SettingsPane";
import { useUnsavedKept } from "../features/task-sheet/useUnsavedKept";
import { clearSelection } from "../features/tasks/selection";
import { useUndo } from "../features/tasks/useUndo";
import { words } from "../words/words";
import { Column, WhenSeen } from "./Column";
import { DataNotice } from "./DataNotice";
import { holdsUnsaved } from "./holdsUnsaved";
import { KeyboardSheet } from "./KeyboardSheet";
import { LostBar } from "./LostBar";
import { type Layout, setHidden, useLayout } from "./layout";
import { PaletteDialog } from "./PaletteDialog";
import { DrawerButton, PlacesDrawer } from "./PlacesDrawer";
import { TasksPane } from "./TasksPane";
import { useTheme } from "./theme";
import { type AppKeys, useAppKeys } from "./useAppKeys";
import { useLiveFeed } from "./useLiveFeed";
import { type Navigation, useNavigation } from "./useNavigation";
import { useOpenedTask } from "./useOpenedTask";
import { useSavedOnLeaving } from "./useSavedOnLeaving";
import { useSentThere } from "./useSentThere";

type Tab = "tasks" | "chat";

/** The window: places, tasks, chat. */
export function App({ started }: { started: AppInfo }) {
  const colorScheme = useTheme();
  const layout = useLayout();
  const retry = useLiveFeed();
  const listenLast = useSavedOnLeaving();
  const nav = useNavigation();
  const [tab, setTab] = useState<Tab>("tasks");
  const [isSheetOpen, setSheetOpen] = useState(false);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const addField = useRef<HTMLInputElement>(null);
  const searchField = useRef<HTMLInputElement>(null);
  useUnsavedKept();
  useStays(holdsUnsaved);
  useSummons(nav, setTab);
  const { keys, toTasks } = useKeys({ layout, nav, tab, setTab, setSheetOpen, setPaletteOpen, addField, searchField });
  const { isTabbed, isNarrow, showChat, showTasks, hasSidebar } = shownParts(layout, nav, tab);
  const openDrawer = (): void => setDrawerOpen(true);
  const closeDrawer = (): void => setDrawerOpen(false);
  const tabs = <ViewTabs tab={tab} onChange={setTab} />;

  return (
    <div className="window">
      <LostBar onRetry={retry} />
      <nav className="contents" aria-label={nav.settings ? words.settings.title : words.places.nav}>
        <Column column="sidebar" layout={layout} isShown={hasSidebar}>
          <Side nav={nav} as="column" onGone={() => setTab("tasks")} onHide={() => setHidden("sidebar", true)} />
        </Column>
      </nav>
      <main className="contents">
        <div className="tasks-column" hidden={!showTasks}>
          <DataNotice />
          {nav.settings ? (
            <SettingsPane section={nav.settings} onOpenNav={isNarrow ? openDrawer : undefined} />
          ) : (
            <TasksPane
              started={started}
              nav={nav}
              addField={addField}
              searchField={searchField}
              isNarrow={isNarrow}
              onShowPlaces={isNarrow ? openDrawer : hasSidebar ? undefined : () => setHidden("sidebar", false)}
              chat={isTabbed ? { kind: "tabs", tabs } : { kind: "button", isShown: showChat, onToggle: () => setHidden("chat", showChat) }}
            />
          )}
          <Toasts />
        </div>
        <Column column="chat" layout={layout} isShown={showChat} fills={isTabbed}>
          <ChatPane
            nav={nav}
            colorScheme={colorScheme}
            isShown={showChat}
            head={isTabbed ? <ChatHead tabs={tabs} onOpenDrawer={isNarrow ? openDrawer : undefined} /> : null}
            onReady={listenLast}
            onTasks={() => setTab("tasks")}
          />
        </Column>
      </main>
      <PlacesDrawer isOpen={isDrawerOpen && isNarrow} onClose={closeDrawer}>
        <Side
          nav={nav}
          as="drawer"
          onGone={() => {
            closeDrawer();
            setTab("tasks");
          }}
          onHide={closeDrawer}
        />
      </PlacesDrawer>
      <PaletteDialog
        isOpen={isPaletteOpen}
        started={started}
        nav={nav}
        keys={keys}
        onTasks={toTasks}
        onClose={() => setPaletteOpen(false)}
      />
      <KeyboardSheet isOpen={isSheetOpen} onClose={() => setSheetOpen(false)} />
      <DragChip />
    </div>
  );
}

/** Which parts of the window are shown, by its width and by what was hidden. */
function shownParts(layout: Layout, nav: Navigation, tab: Tab) {
  const isTabbed = layout.size !== "wide";
  const isNarrow = layout.size === "narrow";
  return {
    isTabbed,
    isNarrow,
    showChat: nav.settings === null && (isTabbed ? tab === "chat" : !layout.chat.isHidden),
    showTasks: nav.settings !== null || !isTabbed || tab === "tasks",
    hasSidebar: !isNarrow && (!layout.sidebar.isHidden || nav.settings !== null),
  };
}

/** What is opened from elsewhere comes to the front: a task, the settings, the chat with a question. */
function useSummons(nav: Navigation, setTab: (tab: Tab) => void): void {
  useOpenedTask(() => {
    nav.closeSettings();
    setTab("tasks");
  });
  useSentThere(
    () => nav.openSettings("general"),
    () => {
      nav.closeSettings();
      setHidden("chat", false);
      setTab("chat");
    },
  );
}

interface ChatPaneProps {
  nav: Navigation;
  colorScheme: "light" | "dark";
  isShown: boolean;
  head: ReactNode;
  onReady(): void;
  /** The tasks are to come to the front. */
  onTasks(): void;
}

/** The chat, from the first time it is seen. */
function ChatPane({ nav, colorScheme, isShown, head, onReady, onTasks }: ChatPaneProps) {
  return (
    <div className="chat-column">
      {head}
      <WhenSeen isShown={isShown}>
        <ChatColumn
          colorScheme={colorScheme}
          onReady={onReady}
          onConnect={() => nav.openSettings("assistant")}
          onPrivacy={() => nav.openSettings("privacy")}
          onOpenList={(id) => {
            nav.go({ kind: "list", id });
            onTasks();
          }}
          onWidget={() => nav.openSettings("widget")}
        />
      </WhenSeen>
    </div>
  );
}

/** What stands above the chat where it is a tab. */
function ChatHead({ tabs, onOpenDrawer }: { tabs: ReactNode; onOpenDrawer: (() => void) | undefined }) {
  return (
    <header className="bar chat-tabs">
      {onOpenDrawer ? <DrawerButton onOpen={onOpenDrawer} /> : null}
      <h1 className="heading-title">{words.chat.region}</h1>
      <span className="grow" />
      {tabs}
    </header>
  );
}

interface Pressed {
  layout: Layout;
  nav: Navigation;
  tab: Tab;
  setTab(tab: Tab): void;
  setSheetOpen(isOpen: boolean): void;
  setPaletteOpen: Dispatch<SetStateAction<boolean>>;
  addField: React.RefObject<HTMLInputElement | null>;
  searchField: React.RefObject<HTMLInputElement | null>;
}

/** The keys of the window. Those that need the tasks bring them to the front first. */
function useKeys({ layout, nav, tab, setTab, setSheetOpen, setPaletteOpen, addField, searchField }: Pressed): {
  keys: AppKeys;
  toTasks(change: () => void): void;
} {
  const { undo, redo } = useUndo();
  // At once, not with the next frame: the letters that follow the key are meant for the field.
  const toTasks = (change: () => void): void =>
    flushSync(() => {
      nav.closeSettings();
      nav.closeHistory();
      setTab("tasks");
      change();
    });
  const keys: AppKeys = {
    onAdd: () => {
      toTasks(() => {
        if (nav.isSearching) nav.closeSearch();
        // Done and Trash take nothing new; what is added from there goes to the Inbox.
        if (nav.place.kind === "done" || nav.place.kind === "trash") nav.go({ kind: "inbox" });
      });
      addField.current?.focus();
    },
    onSearch: () => {
      toTasks(nav.openSearch);
      searchField.current?.select();
    },
    onSheet: () => setSheetOpen(true),
    onPalette: () => setPaletteOpen((isOpen) => !isOpen),
    onUndo: () => undo(),
    onRedo: () => redo(),
    onChat: () => {
      nav.closeSettings();
      if (layout.size !== "wide") setTab(tab === "chat" ? "tasks" : "chat");
      else setHidden("chat", !(useUiState.getState().hidden?.chat ?? false));
    },
    onSettings: () => nav.openSettings(nav.settings ?? "general"),
    onEscape: () => {
      if (clearSelection()) return;
      if (useOpenTask.getState().id && !nav.settings) closeTask();
      else nav.back();
    },
  };
  useAppKeys(keys);
  return { keys, toTasks };
}

interface SideProps {
  nav: Navigation;
  as: "column" | "drawer";
  /** A place was chosen. */
  onGone(): void;
  onHide(): void;
}

/** What stands at the left: the places, or the sections of the settings. */
function Side({ nav, as, onGone, onHide }: SideProps) {
  if (nav.settings) {
    return (
      <SettingsNav
        section={nav.settings}
        onGo={(section) => {
          nav.openSettings(section);
          onGone();
        }}
        onBack={() => {
          nav.closeSettings();
          onGone();
        }}
      />
    );
  }
  return (
    <Sidebar
      place={nav.place}
      as={as}
      onGo={(place) => {
        closeTask();
        nav.go(place);
        onGone();
      }}
      isHistory={nav.isHistory}
      onHistory={() => {
        nav.openHistory();
        onGone();
      }}
      onSettings={() => {
        nav.openSettings("general");
        onGone();
      }}
      onHide={onHide}
    />
  );
}

function ViewTabs({ tab, onChange }: { tab: Tab; onChange(tab: Tab): void }) {
  const options = [
    { value: "tasks", label: words.tabs.tasks },
    { value: "chat", label: words.tabs.chat },
  ] as const;
  return <Tabs<Tab> label={words.tabs.label} value={tab} options={options} onChange={onChange} />;
}
