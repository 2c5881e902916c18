import { create } from "zustand";
import type { SettingsSection } from "../features/settings/SettingsPane";

/** Which section of the settings is open; null while tasks are shown. Outside the window's own state, so that a change of language,
 * which draws the window anew, leaves one where one is. */
export const useOpenSettings = create<{ section: SettingsSection | null }>(() => ({ section: null }));

export function openSettings(section: SettingsSection | null): void {
  useOpenSettings.setState({ section });
}
