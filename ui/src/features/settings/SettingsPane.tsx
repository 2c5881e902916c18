import { ArrowLeft, HardDrive, Info, Menu, MessagesSquare, PanelRight, Plug, ShieldCheck, SlidersHorizontal } from "lucide-react";
import type { ComponentType } from "react";
import { Icon } from "../../components/Icon";
import { IconButton } from "../../components/IconButton";
import { Kbd } from "../../components/Kbd";
import { words } from "../../words/words";
import { AboutSettings } from "./AboutSettings";
import { AssistantSettings } from "./AssistantSettings";
import { DataSettings } from "./DataSettings";
import { GeneralSettings } from "./GeneralSettings";
import { PrivacySettings } from "./PrivacySettings";
import { ProgramsSettings } from "./ProgramsSettings";
import { WidgetSettings } from "./WidgetSettings";
import "./settings.css";

const SECTIONS = [
  { key: "general", icon: SlidersHorizontal },
  { key: "assistant", icon: MessagesSquare },
  { key: "widget", icon: PanelRight },
  { key: "data", icon: HardDrive },
  { key: "privacy", icon: ShieldCheck },
  { key: "programs", icon: Plug },
  { key: "about", icon: Info },
] as const;

export type SettingsSection = (typeof SECTIONS)[number]["key"];

const PANES: Record<SettingsSection, ComponentType> = {
  general: GeneralSettings,
  assistant: AssistantSettings,
  widget: WidgetSettings,
  data: DataSettings,
  privacy: PrivacySettings,
  programs: ProgramsSettings,
  about: AboutSettings,
};

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
          <span className="truncate">{words.settings.back}</span>
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
                <span className="truncate">{words.sections[key]}</span>
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
  const Pane = PANES[section];
  return (
    <>
      <header className="bar settings-bar">
        {onOpenNav ? <IconButton className="-ml-2" label={words.settings.title} icon={Menu} onClick={onOpenNav} /> : null}
        <h1 className="heading-title">{words.sections[section]}</h1>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a section without a control has to scroll by the keyboard too */}
      <section key={section} className="settings-scroll" aria-label={words.sections[section]} tabIndex={0}>
        <div className="settings-column">
          <Pane />
        </div>
      </section>
    </>
  );
}
