import type { Density, Theme, WeekStart } from "../../api/types";
import { setUiState, useUiState } from "../../api/uiState";
import { Segmented } from "../../components/Segmented";
import { weekdayName } from "../../words/dates";
import { type LanguageChoice, words } from "../../words/words";
import { DesktopSettings } from "./DesktopSettings";
import { Setting } from "./Setting";

const THEMES = ["system", "light", "dark"] as const;
const DENSITIES = ["comfortable", "compact"] as const;
const LANGUAGES = ["system", "en", "de"] as const;
/** Monday, Sunday, Saturday: in this order everywhere, so that a change of language moves nothing. */
const WEEK_STARTS = ["1", "0", "6"] as const;

/** How the window looks and speaks. */
export function GeneralSettings() {
  const theme = useUiState((state) => state.theme ?? "system");
  const density = useUiState((state) => state.density ?? "comfortable");
  const language = useUiState((state) => state.language ?? "system");
  const weekStart = useUiState((state) => state.week_start ?? 1);
  return (
    <>
      <Setting label={words.settings.theme} help={words.settings.themeHelp}>
        <Segmented<Theme>
          label={words.settings.theme}
          value={theme}
          options={THEMES.map((value) => ({ value, label: words.settings.themes[value] }))}
          onChange={(to) => setUiState({ theme: to })}
        />
      </Setting>
      <Setting label={words.general.density}>
        <Segmented<Density>
          label={words.general.density}
          value={density}
          options={DENSITIES.map((value) => ({ value, label: words.general.densities[value] }))}
          onChange={(to) => setUiState({ density: to })}
        />
      </Setting>
      <Setting label={words.general.language} help={words.general.languageHelp}>
        <Segmented<LanguageChoice>
          label={words.general.language}
          group="language"
          value={language}
          options={LANGUAGES.map((value) => ({ value, label: words.general.languages[value] }))}
          onChange={(to) => setUiState({ language: to })}
        />
      </Setting>
      <Setting label={words.general.weekStart} help={words.general.weekHelp}>
        <Segmented<(typeof WEEK_STARTS)[number]>
          label={words.general.weekStart}
          value={`${weekStart}`}
          options={WEEK_STARTS.map((value) => ({ value, label: weekdayName(Number(value)) }))}
          onChange={(to) => setUiState({ week_start: Number(to) as WeekStart })}
        />
      </Setting>
      <DesktopSettings />
    </>
  );
}
