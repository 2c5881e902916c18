/** What the panes General, Data, Privacy, Developers and About say. */
export const general = {
  density: "Density",
  densities: { comfortable: "Comfortable", compact: "Compact" },
  language: "Language",
  languages: { system: "System", en: "English", de: "Deutsch" },
  languageHelp: "Quick add and the built-in assistant understand English.",
  weekStart: "Week begins on",
} as const;
