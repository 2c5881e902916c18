import { de } from "./de";
import { type Catalog, en, type TextKey } from "./en";

export type { TextKey } from "./en";
export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;

const CATALOGS: Readonly<Record<string, Catalog>> = { en, de };

/** Texts for a language tag; English where there is no catalogue. */
export function translator(locale: string): Translate {
  const language = locale.split("-")[0]?.toLowerCase() ?? "en";
  const catalog = CATALOGS[language] ?? en;
  return (key, values = {}) => {
    const forms = catalog[key].split("|");
    const text = (forms.length > 1 && values["count"] !== 1 ? forms[1] : forms[0]) ?? "";
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  };
}
