import { afterEach, describe, expect, it } from "vitest";
import { addCatalogue, type Catalogue, directionOf, languageOfTexts, resolveLocale, translator } from "../src/i18n";
import { de } from "../src/i18n/de";
import { en, type TextKey } from "../src/i18n/en";
import { button, inside, mount } from "./page";
import { FakeServer } from "./server";

afterEach(() => document.body.replaceChildren());

const LISTED =
  "am ar bg-BG bn-BD bs-BA ca-ES cs-CZ da-DK de-DE el-GR es-419 es-ES et-EE fi-FI fr-CA fr-FR gu-IN hi-IN hr-HR hu-HU hy-AM id-ID is-IS it-IT ja-JP ka-GE kk kn-IN ko-KR lt lv-LV mk-MK ml mn mr-IN ms-MY my-MM nb-NO nl-NL pa pl-PL pt-BR pt-PT ro-RO ru-RU sk-SK sl-SI so-SO sq-AL sr-RS sv-SE sw-TZ ta-IN te-IN th-TH tl tr-TR uk-UA ur vi-VN zh-CN zh-HK zh-TW".split(
    " ",
  );
const ALSO =
  "bg bn bs ca cs da de el es et fi fr gu hi hr hu hy id is it ja ka kn ko lv mk mr ms my nb nl pl pt ro ru sk sl so sq sr sv sw ta te th tr uk vi zh zh-Hant en".split(
    " ",
  );

describe("the two catalogues", () => {
  const places = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();
  const forms = (language: string) => new Intl.PluralRules(language).resolvedOptions().pluralCategories.length;

  it("have the same texts", () => expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort()));

  it.each(Object.keys(en) as TextKey[])("%s has the same places, plural forms and no blank", (key) => {
    for (const form of de[key].split("|")) expect(form.trim()).toBe(form);
    expect(de[key]).not.toBe("");
    expect(places(de[key])).toEqual(places(en[key]));
    for (const [language, text] of [
      ["en", en[key]],
      ["de", de[key]],
    ] as const) {
      // A text has one form, or as many as its language has.
      expect([1, forms(language)]).toContain(text.split("|").length);
      // Only `count` decides on a form.
      if (text.includes("|")) expect(text).toContain("{count}");
    }
  });

  it("are in two languages: what is alike is a word of both", () => {
    const alike = Object.entries(en).filter(([key, text]) => de[key as TextKey] === text && /[a-z]{4}/.test(text));
    expect(alike.length, alike.map(([key, text]) => `${key}: ${text}`).join("\n")).toBeLessThan(Object.keys(en).length / 12);
  });
});

describe("a locale", () => {
  it.each(LISTED)("%s is one of the list", (tag) => expect(resolveLocale(tag)).toBe(tag));

  it.each(ALSO)("%s is one of the list by another name", (tag) => {
    const resolved = resolveLocale(tag);
    expect([...LISTED, "en"]).toContain(resolved);
    expect(resolved.split("-")[0]).toBe(tag.split("-")[0]);
  });

  it.each([
    ["zh-Hant", "zh-TW"],
    ["zh-Hant-TW", "zh-TW"],
    ["zh-Hant-HK", "zh-HK"],
    ["zh-MO", "zh-HK"],
    ["zh-SG", "zh-CN"],
    ["es", "es-ES"],
    ["es-MX", "es-419"],
    ["pt", "pt-BR"],
    ["pt-AO", "pt-BR"],
    ["fr", "fr-FR"],
    ["fr-CH", "fr-FR"],
    ["no", "nb-NO"],
    ["fil-PH", "tl"],
    ["de-AT", "de-DE"],
    ["DE_at", "en"],
    ["en-GB", "en"],
    ["cy", "en"],
    ["tlh-Klingon-x", "en"],
    ["", "en"],
    ["not a tag", "en"],
  ])("%s is drawn as %s", (tag, resolved) => expect(resolveLocale(tag)).toBe(resolved));

  it.each([
    ["ar", "rtl"],
    ["ar-EG", "rtl"],
    ["he-IL", "rtl"],
    ["iw", "rtl"],
    ["fa", "rtl"],
    ["ur-PK", "rtl"],
    ["pa-Arab-PK", "rtl"],
    ["pa", "ltr"],
    ["az", "ltr"],
    ["ar-Latn", "ltr"],
    ["de", "ltr"],
    ["", "ltr"],
  ])("%s is written %s", (tag, direction) => expect(directionOf(tag)).toBe(direction));
});

describe("texts", () => {
  it("are in English where there is no catalogue", () => {
    expect(translator("ja-JP")("composer.send")).toBe("Send");
    expect(languageOfTexts("ja-JP")).toBe("en");
    expect(languageOfTexts("de-AT")).toBe("de-AT");
  });

  it("have the form for the count, and numbers as the language writes them", () => {
    expect(translator("en")("thread.sources", { count: 1 })).toBe("1 source");
    expect(translator("en")("thread.sources", { count: 0 })).toBe("0 sources");
    expect(translator("de")("thread.sources", { count: 1200 })).toBe("1.200 Quellen");
  });

  it("of a language with six forms take the right one", () => {
    addCatalogue("ar", { "thread.sources": "0|1|2|few {count}|many {count}|other {count}" });
    const t = translator("ar-u-nu-latn");
    expect([0, 1, 2, 3, 11, 100].map((count) => t("thread.sources", { count }))).toEqual(["0", "1", "2", "few 3", "many 11", "other 100"]);
  });

  it("with fewer forms than the language take the last", () => {
    addCatalogue("ru", { "thread.sources": "{count} источник|{count} источника" });
    expect([1, 2, 5].map((count) => translator("ru")("thread.sources", { count }))).toEqual(["1 источник", "2 источника", "5 источника"]);
  });

  it("leave a place that nothing was given for", () => {
    expect(translator("en")("history.delete")).toBe("Delete “{title}”");
    expect(translator("en")("history.delete", { title: "$& {count}" })).toBe("Delete “$& {count}”");
  });
});

describe("a catalogue that a page adds", () => {
  it("is used for its language, with English for what it lacks", () => {
    expect(translator("fr-CA")("composer.send")).toBe("Send");
    addCatalogue("fr", { "composer.send": "Envoyer" });
    expect(translator("fr-CA")("composer.send")).toBe("Envoyer");
    expect(translator("fr-CA")("composer.stop")).toBe("Stop");
    expect(languageOfTexts("fr-CA")).toBe("fr-CA");
  });

  it("for a region goes before that of the language, and stands in for it when it is alone", () => {
    addCatalogue("pt-PT", { "composer.send": "Enviar (PT)" });
    expect(translator("pt-BR")("composer.send")).toBe("Enviar (PT)");
    addCatalogue("pt-BR", { "composer.send": "Enviar (BR)" });
    expect(translator("pt")("composer.send")).toBe("Enviar (BR)");
    expect(translator("pt-PT")("composer.send")).toBe("Enviar (PT)");
  });

  it("may change a text of one that is there", () => {
    const before = de["error.copy"];
    addCatalogue("de", { "error.copy": "Anders" });
    expect(translator("de")("error.copy")).toBe("Anders");
    expect(translator("de")("composer.send")).toBe(de["composer.send"]);
    addCatalogue("de", { "error.copy": before });
  });

  it("is refused with a tag that is none", () => {
    expect(() => addCatalogue("not a tag", {})).toThrow(RangeError);
  });

  it("is typed by its keys", () => {
    // @ts-expect-error no such text
    const wrong: Partial<Catalogue> = { "composer.sned": "x" };
    expect(Object.keys(wrong)).toHaveLength(1);
  });
});

describe("the element", () => {
  const start = (locale: string) => {
    const { element } = mount();
    element.setOptions({ api: { url: "/chatkit", fetch: new FakeServer().fetch as never }, locale: locale as never });
    return element;
  };
  const root = (element: Element) => inside(element).querySelector<HTMLElement>(".root");

  it("is written from right to left in Arabic, Hebrew, Persian and Urdu, and back", () => {
    for (const locale of ["ar", "he", "fa-IR", "ur"]) expect(root(start(locale))?.dir, locale).toBe("rtl");
    const element = start("ar");
    element.setOptions({ api: { url: "/chatkit" }, locale: "en" as never });
    expect(root(element)?.dir).toBe("ltr");
  });

  it("says what language its texts are in, which need not be the one of the options", () => {
    expect(root(start("ja"))?.lang).toBe("en");
    expect(root(start("de-AT"))?.lang).toBe("de-AT");
  });

  it("uses an added catalogue", () => {
    addCatalogue("nl", { "composer.send": "Versturen" });
    const element = start("nl-BE");
    expect(button(element, "Versturen").disabled).toBe(true);
    expect(root(element)?.lang).toBe("nl-BE");
  });
});
