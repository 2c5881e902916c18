/** What the server and the desktop say about the upkeep of the data and of the app, in the words of the HTTP contract. */

import type { KeyInfo, McpSettings, SetAside } from "./types";

export interface BackupInfo {
  id: string;
  /** RFC 3339. */
  made_at: string;
  bytes: number;
}

/** What an import did, or would do. */
export interface Imported {
  change_set: string | null;
  new_tasks: number;
  same_tasks: number;
  /** There, and different: they stay as they are. */
  kept_tasks: number;
  kept: string[];
  new_lists: string[];
  new_labels: string[];
}

/** How the data is. */
export interface Doctor {
  ok: boolean;
  version: string;
  health: "checking" | "good" | "damaged";
  backups: { count: number; bytes: number; newest: string | null };
  data: { bytes: number; attachments: { count: number; bytes: number; orphans: number } };
  /** Damaged files that were put aside, newest first. */
  set_aside: SetAside[];
  key: KeyInfo;
}

export interface McpAnswer {
  mcp: McpSettings;
  /** Only where one was made just now; it is never told again. */
  secret?: string;
}

/** A call of a program over MCP. */
export interface McpCall {
  at: string;
  tool: string;
  arguments: string;
  outcome: "done" | "failed" | "refused";
}

export interface McpCallPage {
  calls: McpCall[];
  has_more: boolean;
  after?: string;
}

/** What is set on this desktop, and what of it works. */
export interface Preferences {
  close_to_tray: boolean;
  start_at_login: boolean;
  hotkey: {
    /** Null, or empty, where it is switched off. */
    accelerator: string | null;
    state: "registered" | "taken" | "unavailable" | "off";
    /** What a desktop without global hot keys can bind to a key of its own. */
    command: string;
  };
  quick_add_on_demand: boolean;
  /** RFC 3339. */
  reminders_paused_until: string | null;
  tray: boolean;
  notifications: boolean;
}

/** What is absent stays; `hotkey: null` switches it off. */
export interface PreferencesPatch {
  close_to_tray?: boolean;
  start_at_login?: boolean;
  hotkey?: string | null;
  quick_add_on_demand?: boolean;
  reminders_paused_until?: string | null;
}

/** What became of a dialog of the desktop. */
export type FromDialog<T> = T | { cancelled: true };
