import { de } from "./de";
import { type Catalog, en, type TextKey } from "./en";
import { canonical, languageOf, resolveLocale } from "./locales";

export type { TextKey } from "./en";
export { directionOf, resolveLocale } from "./locales";
export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;

/**
 * The texts of one language. `{name}` stands for a value. A text that depends on `{count}` has its plural forms side by side,
 * divided by `|`, in the order zero, one, two, few, many, other, as far as the language has them (`Intl.PluralRules`); where there
 * are fewer forms, the last one stands for the rest.
 */
export type Catalogue = Catalog;

const catalogues = new Map<string, Partial<Catalogue>>([
  ["en", en],
  ["de", de],
]);
const made = new Map<string, Translate>();

/**
 * Adds a language, or changes texts of one: `addCatalogue("fr", {"composer.send": "Envoyer"})`. Texts that it does not have come
 * from the catalogue before it, and from English. To be called before the elements that shall use it.
 *
 * `tag`: a language tag; with a region it is used for that region alone, unless there is no other of the language.
 *
 * # Errors
 * `RangeError` when the tag is none.
 */
export function addCatalogue(tag: string, texts: Partial<Catalogue>): void {
  const name = Intl.getCanonicalLocales(tag)[0] ?? tag;
  catalogues.set(name, { ...catalogues.get(name), ...texts });
  made.clear();
}

/** The tags of the catalogues to look a text up in, the best one first. */
function chain(locale: string): string[] {
  const tag = canonical(locale);
  const resolved = resolveLocale(tag);
  const language = languageOf(tag);
  const related = [...catalogues.keys()].filter((one) => languageOf(one) === language || languageOf(one) === languageOf(resolved));
  const wanted = [tag, resolved, language, languageOf(resolved), ...related, "en"];
  return [...new Set(wanted)].filter((one) => catalogues.has(one));
}

/** The language the texts are in: English where there is no catalogue for the one wished. */
export function languageOfTexts(locale: string): string {
  const found = chain(locale)[0] ?? "en";
  const tag = canonical(locale);
  return languageOf(tag) === languageOf(found) ? tag : found;
}

const CATEGORIES = ["zero", "one", "two", "few", "many", "other"] as const;

/** Which of the forms side by side is the one for a number. */
function formOf(tag: string, count: number, forms: readonly string[]): string {
  const rules = new Intl.PluralRules(tag);
  const known = rules.resolvedOptions().pluralCategories;
  const at = CATEGORIES.filter((category) => known.includes(category)).indexOf(rules.select(count));
  return forms[at] ?? forms.at(-1) ?? "";
}

/** Texts for a language tag; English where there is no catalogue. Numbers are written as the language does. */
export function translator(locale: string): Translate {
  const known = made.get(locale);
  if (known) return known;
  const tags = chain(locale);
  const wished = canonical(locale);
  const translate: Translate = (key, values = {}) => {
    const tag = tags.find((one) => catalogues.get(one)?.[key] !== undefined) ?? "en";
    const text = catalogues.get(tag)?.[key] ?? "";
    const { count } = values;
    const form = typeof count === "number" && text.includes("|") ? formOf(tag, count, text.split("|")) : text;
    const numbers = languageOf(wished) === languageOf(tag) ? wished : tag;
    const written = (value: string | number) => (typeof value === "number" ? new Intl.NumberFormat(numbers).format(value) : value);
    return form.replace(/\{(\w+)\}/g, (whole, name: string) => (values[name] === undefined ? whole : written(values[name])));
  };
  made.set(locale, translate);
  return translate;
}
