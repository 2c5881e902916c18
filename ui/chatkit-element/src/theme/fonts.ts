import type { FontObject } from "@openai/chatkit";

/** The faces of `typography.fontSources`, in the document: a shadow root cannot have its own. */
export class Fonts {
  #faces = new Map<string, FontFace>();

  /** Makes these the faces that are there. The browser loads one when some text needs it. */
  show(sources: readonly FontObject[]): void {
    const wanted = new Map(sources.map((source) => [JSON.stringify(source), source]));
    for (const [key, face] of this.#faces) {
      if (wanted.has(key)) continue;
      document.fonts.delete(face);
      this.#faces.delete(key);
    }
    for (const [key, source] of wanted) {
      const face = this.#faces.has(key) ? null : faceOf(source);
      if (!face) continue;
      document.fonts.add(face);
      this.#faces.set(key, face);
    }
  }
}

/** Null for what the browser cannot make a face of. */
function faceOf({ family, src, weight, style, display, unicodeRange }: FontObject): FontFace | null {
  const more: FontFaceDescriptors = {};
  if (weight !== undefined) more.weight = String(weight);
  if (style) more.style = style;
  if (display) more.display = display;
  if (unicodeRange) more.unicodeRange = unicodeRange;
  try {
    // An address that was parsed has no quote in it.
    return new FontFace(family, `url("${new URL(src, document.baseURI).href}")`, more);
  } catch {
    return null;
  }
}
