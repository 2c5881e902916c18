import type { FontObject } from "@openai/chatkit";

/** A font that cannot be had is no matter for the person who reads: the text is in the next family of the list. */
export type OnFontFailure = (failure: { family: string; src: string; reason: string }) => void;

/** The faces of `typography.fontSources`, in the document: a shadow root cannot have its own. */
export class Fonts {
  /** By what they were made from; null for what no face could be made of. */
  #faces = new Map<string, FontFace | null>();
  #onFailure: OnFontFailure;

  constructor(onFailure: OnFontFailure = () => undefined) {
    this.#onFailure = onFailure;
  }

  /** Makes these the faces that are there. The browser loads one when some text needs it. */
  show(sources: readonly FontObject[]): void {
    const wanted = new Map(sources.map((source) => [JSON.stringify(source), source]));
    for (const [key, face] of this.#faces) {
      if (wanted.has(key)) continue;
      if (face) document.fonts.delete(face);
      this.#faces.delete(key);
    }
    for (const [key, source] of wanted) if (!this.#faces.has(key)) this.#faces.set(key, this.#add(source));
  }

  #add(source: FontObject): FontFace | null {
    const { family, src } = source;
    const fail = (error: unknown) => this.#onFailure({ family, src, reason: error instanceof Error ? error.message : String(error) });
    try {
      const face = faceOf(source);
      document.fonts.add(face);
      face.loaded?.catch(fail);
      return face;
    } catch (error) {
      fail(error);
      return null;
    }
  }
}

/**
 * # Errors
 * Whatever the browser says of a bad descriptor; an `Error` for an address that is not https, not data and not the page's own.
 */
function faceOf({ family, src, weight, style, display, unicodeRange }: FontObject): FontFace {
  const url = new URL(src, document.baseURI);
  if (!["https:", "data:"].includes(url.protocol) && url.origin !== location.origin) {
    throw new Error("fonts are loaded over https, from data or from the page's own server only");
  }
  const more: FontFaceDescriptors = {};
  if (weight !== undefined) more.weight = String(weight);
  if (style) more.style = style;
  if (display) more.display = display;
  if (unicodeRange) more.unicodeRange = unicodeRange;
  // An address of data keeps its quotes when it is parsed.
  return new FontFace(family, `url("${url.href.replace(/["\\\n]/g, encodeURIComponent)}")`, more);
}
