import base from "./base.css?inline";
import composer from "./composer.css?inline";
import conversation from "./conversation.css?inline";
import history from "./history.css?inline";
import markdown from "./markdown.css?inline";
import tokens from "./tokens.css?inline";
import widgets from "./widgets.css?inline";

let made: CSSStyleSheet[] | null = null;

/** The sheets of the element, made once and shared by all of them. A strict style policy allows these. */
export function sheets(): CSSStyleSheet[] {
  made ??= [tokens, base, conversation, markdown, composer, history, widgets].map((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return sheet;
  });
  return made;
}
