import type { ChatKitOptions, FileUploadStrategy, HeaderOption, HistoryOption, ThemeOption } from "@openai/chatkit";
import { type Shape, shaped } from "./shapes";

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

const ACTION: Shape = { needs: { icon: "string", onClick: "function" } };

const THEME: Shape = {
  may: {
    colorScheme: { words: ["light", "dark", "system"] },
    radius: { words: ["pill", "round", "soft", "sharp"] },
    density: { words: ["compact", "normal", "spacious"] },
    typography: {
      may: {
        baseSize: { words: [14, 15, 16, 17, 18] },
        fontFamily: "string",
        fontFamilyMono: "string",
        fontSources: {
          each: {
            needs: { family: "string", src: "string" },
            may: { weight: ["string", "number"], style: "string", display: "string", unicodeRange: "string" },
          },
        },
      },
    },
    color: {
      may: {
        grayscale: { needs: { hue: "number", tint: "number" }, may: { shade: "number" } },
        accent: { needs: { primary: "string" }, may: { level: "number" } },
        surface: { needs: { background: "string", foreground: "string" } },
      },
    },
  },
};

const COMPOSER: Shape = {
  may: {
    placeholder: "string",
    attachments: { may: { enabled: "boolean", maxSize: ["number", "record"], maxCount: "number", accept: "record" } },
    tools: {
      each: {
        needs: { id: "string", label: "string" },
        may: { icon: "string", shortLabel: "string", placeholderOverride: "string", pinned: "boolean", persistent: "boolean" },
      },
    },
    models: {
      each: { needs: { id: "string", label: "string" }, may: { description: "string", disabled: "boolean", default: "boolean" } },
    },
    dictation: { may: { enabled: "boolean" } },
    initialDrafts: "record",
  },
};

/** What each option must be like. A page is often plain JavaScript, or passes on what it was configured with. */
const OPTIONS: Shape = {
  needs: {
    api: {
      needs: { url: "string" },
      may: {
        fetch: "function",
        getClientSecret: "function",
        uploadStrategy: { needs: { type: { words: ["two_phase", "direct"] } }, may: { uploadUrl: "string" } },
      },
    },
  },
  may: {
    locale: "string",
    theme: { text: true, or: THEME },
    frameTitle: "string",
    initialThread: "string",
    onClientTool: "function",
    header: {
      may: { enabled: "boolean", title: { may: { enabled: "boolean", text: "string" } }, leftAction: ACTION, rightAction: ACTION },
    },
    history: { may: { enabled: "boolean", showDelete: "boolean", showRename: "boolean" } },
    startScreen: {
      may: {
        greeting: "string",
        prompts: { each: { needs: { label: "string", prompt: ["string", "list"] }, may: { icon: "string" } } },
      },
    },
    threadItemActions: { may: { feedback: "boolean", retry: "boolean" } },
    composer: COMPOSER,
    disclaimer: { needs: { text: "string" }, may: { highContrast: "boolean" } },
    entities: { may: { onTagSearch: "function", showComposerMenu: "boolean", onClick: "function", onRequestPreview: "function" } },
    commands: { may: { enabled: "boolean", onSearch: "function", onSelect: "function" } },
    widgets: { may: { onAction: "function" } },
    thread: { may: { autoScroll: "boolean" } },
  },
};

/**
 * Options that were not refused, without the parts that are not what they must be. `dropped` gets the ways to those. Options that are not
 * known here pass.
 */
export function readOptions(options: Options, dropped: string[]): Options {
  return shaped(options, OPTIONS, dropped) as Options;
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
