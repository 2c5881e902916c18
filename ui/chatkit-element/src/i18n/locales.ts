/**
 * The languages of the official element. What a page may give besides them is resolved to one of these: the same tag, else the same
 * script, region or language.
 */
const LOCALES =
  "am ar bg-BG bn-BD bs-BA ca-ES cs-CZ da-DK de-DE el-GR es-419 es-ES et-EE fi-FI fr-CA fr-FR gu-IN hi-IN hr-HR hu-HU hy-AM id-ID is-IS it-IT ja-JP ka-GE kk kn-IN ko-KR lt lv-LV mk-MK ml mn mr-IN ms-MY my-MM nb-NO nl-NL pa pl-PL pt-BR pt-PT ro-RO ru-RU sk-SK sl-SI so-SO sq-AL sr-RS sv-SE sw-TZ ta-IN te-IN th-TH tl tr-TR uk-UA ur vi-VN zh-CN zh-HK zh-TW".split(
    " ",
  );

/** Languages with more than one region in the list, and tags that are called otherwise in it. */
const CHOSEN: Readonly<Record<string, string>> = {
  es: "es-ES",
  fil: "tl",
  fr: "fr-FR",
  no: "nb-NO",
  nn: "nb-NO",
  pt: "pt-BR",
  zh: "zh-CN",
  "zh-Hans": "zh-CN",
  "zh-Hant": "zh-TW",
  "zh-MO": "zh-HK",
  "zh-Hant-MO": "zh-HK",
  "zh-Hant-HK": "zh-HK",
};

const RTL = new Set(["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"]);
const RTL_SCRIPTS = new Set(["Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"]);

/** A tag in the form of the standard; English when it is none. */
export function canonical(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? "en";
  } catch {
    return "en";
  }
}

export function languageOf(tag: string): string {
  return tag.split("-", 1)[0]?.toLowerCase() ?? "";
}

/** The language of the list for a tag of any kind: `zh-Hant` is `zh-TW`, `es-MX` is `es-419`; what is not in it is `en`. */
export function resolveLocale(wish: string): string {
  const tag = canonical(wish);
  if (LOCALES.includes(tag)) return tag;
  const language = languageOf(tag);
  // From the most special: `zh-Hant-HK`, `zh-Hant`, `zh`.
  for (let part = tag; part !== ""; part = part.slice(0, Math.max(part.lastIndexOf("-"), 0))) {
    if (part === "es" && tag !== "es") return "es-419";
    const found = CHOSEN[part] ?? LOCALES.find((locale) => locale === part);
    if (found) return found;
  }
  return LOCALES.find((locale) => languageOf(locale) === language) ?? "en";
}

/** Which way a language is written, by its script, else by its usual one. */
export function directionOf(wish: string): "ltr" | "rtl" {
  const tag = canonical(wish);
  const script = tag.split("-").find((part, i) => i > 0 && /^[A-Z][a-z]{3}$/.test(part));
  const rtl = script ? RTL_SCRIPTS.has(script) : RTL.has(languageOf(tag));
  return rtl ? "rtl" : "ltr";
}
