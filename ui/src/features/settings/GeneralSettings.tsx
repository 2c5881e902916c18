import type { Theme } from "../../api/types";
import { setUiState, useUiState } from "../../api/uiState";
import { Segmented } from "../../components/Segmented";
import { words } from "../../words/words";
import { Setting } from "./Setting";

const THEMES = (["system", "light", "dark"] as const).map((value) => ({ value, label: words.settings.themes[value] }));

export function GeneralSettings() {
  const theme = useUiState((state) => state.theme ?? "system");
  return (
    <Setting label={words.settings.theme} help={words.settings.themeHelp}>
      <Segmented<Theme> label={words.settings.theme} value={theme} options={THEMES} onChange={(to) => setUiState({ theme: to })} />
    </Setting>
  );
}
