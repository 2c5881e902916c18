import type { ChatKitOptions, FileUploadStrategy, HeaderOption, HistoryOption, ThemeOption } from "@openai/chatkit";

/**
 * What `setOptions` takes: the official options, and a few more that the official element would ignore.
 * Unknown options are passed over.
 */
export type Options = Omit<ChatKitOptions, "api" | "theme" | "composer"> & {
  api: ApiOptions;
  theme?: ColorSchemeOption | (Omit<ThemeOption, "colorScheme"> & { colorScheme?: ColorSchemeOption });
  composer?: ChatKitOptions["composer"] & {
    /** Superset: drafts to start with, by thread id; `""` is the new thread's. Read once. */
    initialDrafts?: Record<string, string>;
  };
};

/** `"system"` is a superset: it follows the system's colour scheme. */
export type ColorSchemeOption = "light" | "dark" | "system";

export interface ApiOptions {
  url: string;
  fetch?: typeof fetch;
  uploadStrategy?: FileUploadStrategy;
  /** Superset: with `url`, a bearer that is asked for again on 401. */
  getClientSecret?: (current: string | null) => Promise<string>;
}

/** Why options cannot be used, or null. */
export function refusal(options: unknown): string | null {
  if (typeof options !== "object" || options === null) return "options must be an object";
  const { api } = options as { api?: unknown };
  if (typeof api !== "object" || api === null) return "option `api` is missing";
  const { url } = api as { url?: unknown };
  if (typeof url !== "string" || url === "") {
    return "option `api.url` is missing; this element speaks the self-hosted protocol only";
  }
  return null;
}

export function headerOption(options: Options): Required<Pick<HeaderOption, "enabled">> & HeaderOption {
  return { ...options.header, enabled: options.header?.enabled ?? true };
}

export function historyOption(options: Options): Required<HistoryOption> {
  const { history } = options;
  return {
    enabled: history?.enabled ?? true,
    showDelete: history?.showDelete ?? true,
    showRename: history?.showRename ?? true,
  };
}

/** The wish for a colour scheme; the official default is light. */
export function colorScheme(options: Options): ColorSchemeOption {
  const { theme } = options;
  return (typeof theme === "string" ? theme : theme?.colorScheme) ?? "light";
}

/** The language tag sent to the server and used for dates: the option's, else the browser's. */
export function localeOf(options: Options): string {
  const wish = options.locale ?? navigator.language;
  try {
    return Intl.getCanonicalLocales(wish)[0] ?? "en";
  } catch {
    return "en";
  }
}
