import { isUiStateUnsaved } from "../api/uiState";
import { useOpenSettings } from "./openSettings";

/**
 * Whether the window holds something that is kept nowhere else: settings that are open, a field that is being filled, a state that could
 * not be saved. A field whose text is kept all the same (the add line, the sheet) counts too: that costs memory, the other way costs a text.
 */
export function holdsUnsaved(): boolean {
  const field = document.activeElement;
  const isFilling = (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) && field.value !== "";
  return isFilling || useOpenSettings.getState().section !== null || isUiStateUnsaved();
}
