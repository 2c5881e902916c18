import { Api } from "../api/client";
import { ApiError, isUnreachable } from "../api/error";
import { browserSession } from "../api/session";
import type { AppInfo, Settings } from "../api/types";
import { startUiState } from "../api/uiState";
import { languageOf, speak } from "../words/words";

const TRIES = 3;
const FIRST_PAUSE_MS = 1_000;

export interface Started {
  api: Api;
  app: AppInfo;
  settings: Settings;
}

/** The one connection of this page. Made at once, so that the ticket leaves the address before anything else happens. */
export const api = new Api(browserSession());

/**
 * Reads what the window needs before it can be drawn: who we are, what time it is, how the window was left.
 *
 * Three tries with pauses from one second. # Errors: the last try's `ApiError`.
 */
export async function start(): Promise<Started> {
  // What is said when nothing can be read, so that not even the language is known.
  void speak(languageOf("system"));
  for (let attempt = 1; ; attempt += 1) {
    try {
      const [app, settings] = await Promise.all([api.app(), api.settings()]);
      startUiState(settings.ui_state, (state, keepalive) => api.patchUiState(state, keepalive));
      await speak(languageOf(settings.ui_state.language));
      return { api, app, settings };
    } catch (error) {
      const isTransient = isUnreachable(error) || (error instanceof ApiError && error.status === 503);
      if (!isTransient || attempt === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** (attempt - 1)));
    }
  }
}
