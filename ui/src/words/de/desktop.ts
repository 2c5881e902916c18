import type { quickWindow as english } from "../en/desktop";

export const quickWindow: typeof english = {
  lines: (n) => [n === 1 ? "1 Aufgabe" : `${n} Aufgaben`, " aus den eingefügten Zeilen"],
  linesLabel: "Aufgaben aus den eingefügten Zeilen",
  bulletsOut: "Aufzählungszeichen und Kästchen wurden weggelassen",
  add: (n) => `${n} hinzufügen`,
  back: "zurück zum Text",
  noneChosen: "Keine Zeile ist ausgewählt",
  added: (n) => (n === 1 ? "1 Aufgabe hinzugefügt" : `${n} Aufgaben hinzugefügt`),
  withDate: (n) => (n === 0 ? "" : `${n} mit Datum`),
  someFailed: (n, why) => (n === 1 ? `Eine Zeile wurde nicht hinzugefügt. ${why}` : `${n} Zeilen wurden nicht hinzugefügt. ${why}`),
  question: "Frage",
  ask: "fragen, Chat öffnen",
  goesTo: (who) => `Geht an ${who}`,
  staysHere: (who) => `Geht an ${who} auf diesem Computer`,
  builtIn: "Der eingebaute Assistent antwortet, nichts verlässt diesen Computer",
  noChat: "Der Chat ist im Fenster, das dieser Browser nicht hat.",
};
