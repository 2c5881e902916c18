import type { Words } from "../en";
import type { Part } from "../fill";

const tasks = (n: number): string => `${n.toLocaleString("de")} ${n === 1 ? "Aufgabe" : "Aufgaben"}`;

export const sidebar: Part<Words["sidebar"]> = {
  newList: "Neue Liste",
  newLabel: "Neues Label",
  listName: "Name der Liste",
  labelName: "Name des Labels",
  more: (name) => `Mehr zu ${name}`,
  rename: "Umbenennen",
  color: "Farbe",
  moveUp: "Nach oben",
  moveDown: "Nach unten",
  remove: "Löschen",
  alt: "Alt",
  option: "⌥",
  colors: {
    blue: "Blau",
    teal: "Türkis",
    plum: "Pflaume",
    orange: "Orange",
    green: "Grün",
    yellow: "Gelb",
    red: "Rot",
    grey: "Grau",
  },
  needsName: "Ein Name fehlt.",
  tooLong: (length, most) => `${length} Zeichen; ein Name hat höchstens ${most}.`,
  listTaken: (name) => `Eine Liste namens ${name} gibt es schon.`,
  labelTaken: (name) => `Ein Label namens ${name} gibt es schon.`,
  notAdded: "Nichts wurde angelegt.",
  added: (name) => `${name} angelegt`,
  renamed: (name) => `Heißt jetzt ${name}`,
  moved: (name, place, of) => `${name} ist Nummer ${place} von ${of}`,
  first: (name) => `${name} steht schon ganz oben`,
  last: (name) => `${name} steht schon ganz unten`,
  listRemoved: (open) =>
    open === 0 ? "Liste gelöscht" : `Liste gelöscht; ${tasks(open)} daraus ${open === 1 ? "liegt" : "liegen"} jetzt im Eingang`,
  labelRemoved: (open) => (open === 0 ? "Label gelöscht" : `Label gelöscht; ${tasks(open)} ${open === 1 ? "hatte" : "hatten"} es`),
  keys: {
    title: "Liste oder Label in der Seitenleiste",
    rename: "Umbenennen",
    move: "Liste nach oben, unten",
    menu: "Menü",
    remove: "Löschen",
  },
  gone: "gibt es nicht mehr. Das hier ist der Eingang.",
};

export const drag: Part<Words["drag"]> = {
  others: (n) => `und ${n} mehr`,
  toInbox: "in den Eingang",
  toToday: "heute fällig",
  toTrash: "in den Papierkorb",
  toList: (name) => `nach ${name}`,
  toLabel: (name) => `@${name}`,
  placed: (title, place, of) => `${title} ist Nummer ${place} von ${of}`,
  placedSeveral: (n, place, of) => `${tasks(n)} ab Nummer ${place} von ${of}`,
};
