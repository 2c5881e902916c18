/** What is said of the connection to a model: in Settings, in the bar below the chat, and where an answer failed. */

const number = (n: number): string => n.toLocaleString("en");

/** `0.8 s`; below a tenth of a second nobody looks at the difference. */
const seconds = (ms: number): string => `${(Math.max(ms, 100) / 1000).toFixed(1)} s`;

/** `a`, `a and b`, `a, b and c`; at most five. */
const some = (names: readonly string[]): string => new Intl.ListFormat("en").format(names.slice(0, 5));

export const connections = {
  server: "Server",
  other: "Other",
  look: "Look for one",
  looking: "Looking",
  lookHelp: "Asks the four usual addresses of this computer, and nobody else.",
  found: "Found on this computer",
  foundNone: "None of the four answers. Start one, then look again.",
  takeServer: (name: string): string => `Use ${name}`,
  hasModels: (n: number): string => (n === 0 ? "no model yet" : n === 1 ? "1 model" : `${number(n)} models`),
  unencrypted: (host: string): string => `http is not encrypted: others in the same network can read what goes to ${host}.`,

  models: "Models",
  readModels: "Read the models again",
  reading: "Reading the models…",
  noModels: "The server names no models. Type a name.",
  unread: "The models could not be read.",
  noneFits: "None of its models is called so. Enter saves it all the same.",
  chooseModel: "Show the models",

  connection: "Connection",
  test: "Test connection",
  stop: "Stop",
  asking: (host: string, s: number): string => `Asking ${host}… ${s} s of 10`,
  stopped: "Stopped. Nothing was changed.",
  works: (model: string, ms: number): string => `It works. The server answered in ${seconds(ms)} and has ${model}.`,
  worksBuiltIn: "It works. The built-in assistant answers on this computer.",
  testHelp: "Asks for the models. It costs no tokens.",
  /** By the code of the test, and by the reason where nobody could be reached. */
  tests: {
    KEY_MISSING: (name: string): string => `${name} wants a key, and there is none for it yet.`,
    KEY_REFUSED: (name: string): string =>
      `${name} refused this key. It may have been deleted or belong to another project. Paste a new one.`,
    QUOTA_EXCEEDED: (name: string): string => `The account at ${name} has no credit left. Add some there, then test again.`,
    PROVIDER_RATE_LIMITED: (name: string): string => `${name} takes no more questions for now. Test again in a minute.`,
    NOT_A_MODEL: (name: string): string => `${name} answers, but not as an OpenAI-compatible server. The base address often ends in /v1.`,
    PROVIDER_REFUSED: (name: string): string => `${name} answered with an error of its own. Look at the server, then test again.`,
    BASE_URL_MISSING: (): string => "There is no base address yet.",
    MODEL_MISSING: (): string => "No model is chosen yet.",
    refused: (name: string): string => `Nothing answers at ${name}. Start the server there, or change the address.`,
    unknown_host: (name: string): string => `There is no host called ${name}, or this computer has no network.`,
    tls: (name: string): string => `${name} does not speak https in a way that can be trusted. A server on this computer may use http.`,
    slow: (name: string): string => `${name} said nothing for 10 s. It may be busy or still starting.`,
    PROVIDER_UNREACHABLE: (name: string): string => `${name} cannot be reached. Check the network and the address.`,
  },
  noSuchModel: (model: string, known: readonly string[]): string => `This server has no model “${model}”. It has ${some(known)}.`,
  toKey: "Add a key",
  toNewKey: "Replace the key",
  toAddress: "Change the address",
  toModel: "Choose a model",
  takeModel: (model: string): string => `Use ${model}`,

  keyElsewhere: "The saved key is for another connection and does not go to this one.",
  keyRemoveSure: "Remove it for good?",
  keyForgetSure: "Forget it for good?",
  keyRemoveHelp: "A key cannot be brought back from here. Docket asks for a new one.",
  keep: "Keep it",
  keyIn: {
    keyring: "Kept in the keyring of this system. This window cannot read it back, and it is in no log, backup or export.",
    environment: "Read from OPENAI_API_KEY in the environment. A key saved here takes its place.",
    memory: "The keyring of this system is absent or locked. The key is kept in memory and forgotten when Docket quits.",
  },
  noKeyring: "The keyring of this system is absent or locked. A key would be kept in memory until Docket quits.",

  limit: "Daily limit",
  limitUnit: "tokens",
  limitHelp: "At the limit the assistant says so and stops until midnight. Built in goes on answering.",
  limitFree: "Answers of this server cost no tokens. The limit counts for OpenAI and servers elsewhere.",
  usedToday: (n: number): string => `${number(n)} used today`,
  usedOf: (used: number, limit: number): string => `${number(used)} of ${number(limit)} tokens used today`,
  noLimit: "No limit",
  asNumber: number,
  usual: "Use the usual limit",
  limitWrong: "Write a whole number, such as 200,000.",
  limitMost: "The most is 1,000,000,000.",
  raise: (to: number): string => `Raise it to ${number(to)}`,

  pace: "Messages",
  paces: { free: "10 a minute", standard: "60 a minute", unlimited: "No limit" },
  paceHelp: "How many messages a minute the assistant takes. Without a daily limit of your own, tokens go along.",

  fallback: "When it is away",
  fallbackSwitch: "Let the built-in assistant answer when the model cannot be reached",
  fallbackHelp: "It says so first. The model answers again by itself once it is back.",

  privacy: "What leaves",
  staysHere: "Nothing. What you write and the tasks read to answer it stay on this computer.",
  goesTo: (host: string): string => `What you write in the chat, and the tasks read to answer it, go to ${host}.`,
  nobodyYet: "Nothing, until the connection is complete.",

  /** In the bar below the chat. */
  outages: { unreachable: "cannot be reached", silent: "does not answer", failing: "answers with errors" },
  tryAgain: "Try again",
  trying: "Trying",
  stillAway: (name: string): string => `${name} cannot be reached yet.`,
  back: (name: string): string => `${name} is back.`,

  /** Where an answer failed, or is long in coming. */
  waysOut: "Ways out",
  slow: (model: string, s: number): string => `${model} has said nothing for ${s} s. It may still be loading.`,
  waitOn: "Wait on",
  continueBuiltIn: "Continue with built in",
  raiseInSettings: "Raise it in Settings",
  chooseAnother: "Choose another",
  newFromSummary: "New chat from a summary",
  newChat: "New chat",
  summary: (lines: string): string => `From the chat before:\n${lines}\n\nGo on from here: `,
  saidByUser: (text: string): string => `– I: ${text}`,
  saidByAssistant: (text: string): string => `– You: ${text}`,
} as const;
