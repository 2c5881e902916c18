/** What the page keeps for its tests. Imported first, so that nothing goes wrong before somebody looks. */
export interface PageRecord {
  /** Name and detail of every event of the element, in order. */
  events: [name: string, detail: unknown][];
  /** What must not happen: refusals of the content policy, exceptions, errors in the console. */
  troubles: string[];
  /** What the page's own callbacks were called with. */
  calls: [name: string, ...given: unknown[]][];
  /** The element's methods: the hook's where there is one. */
  kit: Record<string, (...args: never[]) => unknown>;
  /** Replaces the options as the page's framework does. */
  change: (options: Record<string, unknown>) => void;
}

declare global {
  interface Window {
    page: PageRecord;
  }
}

export const record: PageRecord = { events: [], troubles: [], calls: [], kit: {}, change: () => undefined };

window.page = record;

document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) => {
  record.troubles.push(`policy: ${effectiveDirective} ${blockedURI} ${sample}`);
});
window.addEventListener("error", ({ message }) => record.troubles.push(`thrown: ${message}`));
window.addEventListener("unhandledrejection", ({ reason }) => record.troubles.push(`rejected: ${String(reason)}`));
for (const level of ["error", "warn"] as const) {
  const write = console[level].bind(console);
  console[level] = (...words: unknown[]) => {
    record.troubles.push(`console: ${words.map(String).join(" ")}`);
    write(...words);
  };
}
