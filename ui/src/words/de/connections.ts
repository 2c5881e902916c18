import type { Words } from "../en";
import type { Part } from "../fill";

const number = (n: number): string => n.toLocaleString("de");
const seconds = (ms: number): string =>
  `${(Math.max(ms, 100) / 1000).toLocaleString("de", { minimumFractionDigits: 1, maximumFractionDigits: 1 })} s`;
const some = (names: readonly string[]): string => new Intl.ListFormat("de").format(names.slice(0, 5));

export const connections: Part<Words["connections"]> = {
  server: "Server",
  other: "Anderer",
  look: "Einen suchen",
  looking: "Wird gesucht",
  lookHelp: "Fragt die vier üblichen Adressen dieses Computers und sonst niemanden.",
  found: "Auf diesem Computer gefunden",
  foundNone: "Keine der vier antwortet. Einen Server starten, dann noch einmal suchen.",
  takeServer: (name) => `${name} benutzen`,
  hasModels: (n) => (n === 0 ? "noch kein Modell" : n === 1 ? "1 Modell" : `${number(n)} Modelle`),
  unencrypted: (host) => `http ist nicht verschlüsselt: Andere im selben Netz können lesen, was an ${host} geht.`,

  models: "Modelle",
  readModels: "Modelle neu lesen",
  reading: "Die Modelle werden gelesen …",
  noModels: "Der Server nennt keine Modelle. Bitte einen Namen schreiben.",
  unread: "Die Modelle konnten nicht gelesen werden.",
  noneFits: "Keines seiner Modelle heißt so. Enter speichert es trotzdem.",
  chooseModel: "Modelle zeigen",

  connection: "Verbindung",
  test: "Verbindung prüfen",
  stop: "Anhalten",
  asking: (host, s) => `${host} wird gefragt … ${s} s von 10`,
  stopped: "Angehalten. Nichts wurde geändert.",
  works: (model, ms) => `Es geht. Der Server hat in ${seconds(ms)} geantwortet und hat ${model}.`,
  worksBuiltIn: "Es geht. Der eingebaute Assistent antwortet auf diesem Computer.",
  testHelp: "Fragt nach den Modellen. Das kostet keine Tokens.",
  tests: {
    KEY_MISSING: (name) => `${name} verlangt einen Schlüssel, und noch gibt es keinen dafür.`,
    KEY_REFUSED: (name) =>
      `${name} hat diesen Schlüssel abgelehnt. Vielleicht wurde er gelöscht oder gehört zu einem anderen Projekt. Bitte einen neuen einfügen.`,
    QUOTA_EXCEEDED: (name) => `Das Konto bei ${name} hat kein Guthaben mehr. Dort aufladen, dann noch einmal prüfen.`,
    PROVIDER_RATE_LIMITED: (name) => `${name} nimmt gerade keine Fragen mehr an. In einer Minute noch einmal prüfen.`,
    NOT_A_MODEL: (name) => `${name} antwortet, aber nicht wie ein OpenAI-kompatibler Server. Die Basisadresse endet oft auf /v1.`,
    PROVIDER_REFUSED: (name) => `${name} hat mit einem eigenen Fehler geantwortet. Dort nachsehen, dann noch einmal prüfen.`,
    BASE_URL_MISSING: () => "Noch fehlt die Basisadresse.",
    MODEL_MISSING: () => "Noch ist kein Modell gewählt.",
    refused: (name) => `Unter ${name} antwortet nichts. Dort den Server starten oder die Adresse ändern.`,
    unknown_host: (name) => `Einen Server namens ${name} gibt es nicht, oder dieser Computer hat kein Netz.`,
    tls: (name) => `${name} spricht kein https, dem zu trauen wäre. Ein Server auf diesem Computer darf http benutzen.`,
    slow: (name) => `${name} hat 10 s lang nichts gesagt. Vielleicht ist er beschäftigt oder startet noch.`,
    PROVIDER_UNREACHABLE: (name) => `${name} ist nicht erreichbar. Netz und Adresse prüfen.`,
  },
  noSuchModel: (model, known) => `Dieser Server hat kein Modell „${model}“. Er hat ${some(known)}.`,
  toKey: "Schlüssel hinzufügen",
  toNewKey: "Schlüssel ersetzen",
  toAddress: "Adresse ändern",
  toModel: "Modell wählen",
  takeModel: (model) => `${model} benutzen`,

  keyElsewhere: "Der gespeicherte Schlüssel gehört zu einer anderen Verbindung und geht nicht an diese.",
  keyRemoveSure: "Endgültig entfernen?",
  keyForgetSure: "Endgültig vergessen?",
  keyRemoveHelp: "Von hier aus ist ein Schlüssel nicht zurückzuholen. Docket fragt dann nach einem neuen.",
  keep: "Behalten",
  keyIn: {
    keyring:
      "Im Schlüsselbund dieses Systems. Dieses Fenster kann ihn nicht zurücklesen, und er steht in keinem Protokoll, keiner Sicherung, keinem Export.",
    environment: "Aus OPENAI_API_KEY in der Umgebung gelesen. Ein hier gespeicherter Schlüssel tritt an seine Stelle.",
    memory:
      "Der Schlüsselbund dieses Systems fehlt oder ist gesperrt. Der Schlüssel bleibt im Speicher und ist vergessen, wenn Docket endet.",
  },
  noKeyring: "Der Schlüsselbund dieses Systems fehlt oder ist gesperrt. Ein Schlüssel bliebe im Speicher, bis Docket endet.",

  limit: "Tageslimit",
  limitUnit: "Tokens",
  limitHelp: "Am Limit sagt es der Assistent und hört bis Mitternacht auf. Der eingebaute antwortet weiter.",
  limitFree: "Antworten dieses Servers kosten keine Tokens. Das Limit gilt für OpenAI und Server anderswo.",
  usedToday: (n) => `heute ${number(n)} verbraucht`,
  usedOf: (used, limit) => `heute ${number(used)} von ${number(limit)} Tokens verbraucht`,
  noLimit: "Kein Limit",
  asNumber: number,
  usual: "Das übliche Limit benutzen",
  limitWrong: "Bitte eine ganze Zahl schreiben, etwa 200.000.",
  limitMost: "Höchstens 1.000.000.000.",
  raise: (to) => `Auf ${number(to)} erhöhen`,

  pace: "Nachrichten",
  paces: { free: "10 pro Minute", standard: "60 pro Minute", unlimited: "Kein Limit" },
  paceHelp: "Wie viele Nachrichten der Assistent je Minute annimmt. Ohne eigenes Tageslimit richten sich die Tokens danach.",

  fallback: "Wenn es weg ist",
  fallbackSwitch: "Den eingebauten Assistenten antworten lassen, wenn das Modell nicht erreichbar ist",
  fallbackHelp: "Er sagt es vorher. Das Modell antwortet von selbst wieder, sobald es zurück ist.",

  privacy: "Was hinausgeht",
  staysHere: "Nichts. Was du schreibst und die Aufgaben, die für die Antwort gelesen werden, bleiben auf diesem Computer.",
  goesTo: (host) => `Was du in den Chat schreibst und die Aufgaben, die für die Antwort gelesen werden, gehen an ${host}.`,
  nobodyYet: "Nichts, bis die Verbindung vollständig ist.",

  outages: { unreachable: "ist nicht erreichbar", silent: "antwortet nicht", failing: "antwortet mit Fehlern" },
  tryAgain: "Noch einmal",
  trying: "Wird versucht",
  stillAway: (name) => `${name} ist noch nicht erreichbar.`,
  back: (name) => `${name} ist zurück.`,

  waysOut: "Auswege",
  slow: (model, s) => `${model} hat ${s} s lang nichts gesagt. Vielleicht wird es noch geladen.`,
  waitOn: "Weiter warten",
  continueBuiltIn: "Mit dem eingebauten weitermachen",
  raiseInSettings: "In den Einstellungen erhöhen",
  chooseAnother: "Anderes wählen",
  newFromSummary: "Neuer Chat aus einer Zusammenfassung",
  newChat: "Neuer Chat",
  summary: (lines) => `Aus dem Chat davor:\n${lines}\n\nVon hier weiter: `,
  saidByUser: (text) => `– Ich: ${text}`,
  saidByAssistant: (text) => `– Du: ${text}`,
};
