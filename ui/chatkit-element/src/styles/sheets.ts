import base from "./base.css?inline";
import card from "./card.css?inline";
import composer from "./composer.css?inline";
import conversation from "./conversation.css?inline";
import markdown from "./markdown.css?inline";
import question from "./question.css?inline";
import tokens from "./tokens.css?inline";

const made = new Map<string, CSSStyleSheet>();

/** The sheet of a text, made once and shared by all elements. A strict style policy allows these. */
export function sheetOf(css: string): CSSStyleSheet {
  let sheet = made.get(css);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    made.set(css, sheet);
  }
  return sheet;
}

/** What every element wears from the start; parts that come later bring their own (`useSheet`). */
export function sheets(): CSSStyleSheet[] {
  return [tokens, base, conversation, question, markdown, composer, card].map(sheetOf);
}
