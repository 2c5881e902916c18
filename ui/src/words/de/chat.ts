import type { Words } from "../en";
import type { Part } from "../fill";

/** What is sent stays in the words of the English catalogue: the built-in assistant understands English. */
export const chat: Part<Words["chat"]> = {
  region: "Chat",
  resize: "Breite des Chats",
  show: "Chat zeigen",
  hide: "Chat verbergen",
  loading: "Der Chat wird geladen",
  greeting: "Hallo! Ich helfe dir mit deinen Aufgaben.",
  placeholder: "Was soll mit deinen Aufgaben geschehen?",
  prompts: [
    { label: "Aufgabe anlegen", prompt: "Create a task" },
    { label: "Was ist heute fällig?", prompt: "What’s due today?" },
    { label: "Meinen Tag planen", prompt: "Plan my day" },
    { label: "Hilfe", prompt: "Help" },
  ],
  failed: "Der Chat konnte nicht geladen werden. Deine Liste funktioniert wie zuvor.",
  retry: "Noch einmal",
  commands: {
    group: "Aufgaben",
    chats: "Chats",
    add: { label: "Aufgabe hinzufügen", description: "Du beendest den Satz" },
    today: { label: "Was heute fällig ist" },
    overdue: { label: "Was überfällig ist" },
    week: { label: "Was diese Woche fällig ist" },
    plan: { label: "Meinen Tag planen", description: "In welcher Folge, was fällig ist" },
    now: { label: "Was ich jetzt tun soll" },
    list: { label: "Liste zeigen", description: "Du wählst, welche" },
    done: { label: "Was ich erledigt habe" },
    undo: { label: "Letzte Änderung rückgängig", description: "Auch eine ganze Antwort des Assistenten" },
    help: { label: "Was der Assistent kann" },
    newChat: { label: "Neuer Chat" },
  },
  preview: {
    due: (day) => `Fällig ${day}`,
    list: (open) => (open === 1 ? "1 offene Aufgabe" : `${open} offene Aufgaben`),
    done: "Erledigt",
    inTrash: "Im Papierkorb",
  },
  widget: {
    title: "Chat-Fenster",
    builtIn: "Eingebaut",
    openai: "Das von OpenAI",
    help: "Das eingebaute ist Teil von Docket und kommt ohne Netz aus. Deine Chats sind in beiden dieselben.",
    contacts:
      "Das von OpenAI wird jedes Mal aus dem Internet geladen und sendet Nutzungsdaten an die folgenden Server, was sich nicht abschalten lässt:",
    kept: "Es läuft in einem eigenen Rahmen, der deine Chats und die Namen erwähnter Aufgaben und Listen erreicht, sonst nichts.",
    untried: "Docket wurde mit einem Stellvertreter geprüft, nie mit dem echten von OpenAI.",
    forced:
      "Es wird in jedem Fall das eingebaute gezeigt: Docket wurde mit ROLLBACK_CHAT=true gestartet, oder das andere bekam keinen Port.",
    switched: "Bei einem Wechsel wird das Fenster neu geladen.",
  },
  fallback: {
    late: "Das Chat-Fenster von OpenAI kam nicht innerhalb von 5 Sekunden. Stattdessen ist das eingebaute hier.",
    blocked: "Das Chat-Fenster von OpenAI konnte nicht geladen werden. Stattdessen ist das eingebaute hier.",
    refused: "Das Chat-Fenster von OpenAI bekam keine Verbindung. Stattdessen ist das eingebaute hier.",
    again: "Noch einmal",
    settings: "Einstellungen",
    close: "Schließen",
  },
};
