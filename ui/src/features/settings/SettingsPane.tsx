import { ArrowLeft, Menu, MessagesSquare, SlidersHorizontal } from "lucide-react";
import { Icon } from "../../components/Icon";
import { IconButton } from "../../components/IconButton";
import { Kbd } from "../../components/Kbd";
import { words } from "../../words/words";
import { AssistantSettings } from "./AssistantSettings";
import { GeneralSettings } from "./GeneralSettings";
import "./settings.css";

export type SettingsSection = "general" | "assistant";

const SECTIONS = [
  { key: "general", icon: SlidersHorizontal },
  { key: "assistant", icon: MessagesSquare },
] as const;

interface NavProps {
  section: SettingsSection;
  onGo(section: SettingsSection): void;
  onBack(): void;
}

/** The sidebar while settings are open. */
export function SettingsNav({ section, onGo, onBack }: NavProps) {
  return (
    <div className="sidebar">
      <div className="bar" />
      <div className="sidebar-scroll">
        <button type="button" className="place quiet mt-0.5" onClick={onBack}>
          <Icon of={ArrowLeft} />
          {words.settings.back}
          <span className="place-key" aria-hidden="true">
            <Kbd>esc</Kbd>
          </span>
        </button>
        <h2 className="section">{words.settings.title}</h2>
        <ul>
          {SECTIONS.map(({ key, icon }) => (
            <li key={key}>
              <button type="button" className="place" aria-current={key === section ? "page" : undefined} onClick={() => onGo(key)}>
                <Icon of={icon} />
                <span className="truncate">{words.settings[key]}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

interface PaneProps {
  section: SettingsSection;
  /** Set where the sidebar is not beside the pane. */
  onOpenNav?: (() => void) | undefined;
}

/** One section of the settings. */
export function SettingsPane({ section, onOpenNav }: PaneProps) {
  return (
    <>
      <header className="bar settings-bar">
        {onOpenNav ? <IconButton className="-ml-2" label={words.settings.title} icon={Menu} onClick={onOpenNav} /> : null}
        <h1 className="heading-title">{words.settings[section]}</h1>
      </header>
      <div className="settings-scroll">
        <div className="settings-column">{section === "general" ? <GeneralSettings /> : <AssistantSettings />}</div>
      </div>
    </>
  );
}
