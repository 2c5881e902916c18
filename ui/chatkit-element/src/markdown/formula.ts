import type { Literal } from "mdast";
import type { CompileContext, Extension as TreeExtension } from "mdast-util-from-markdown";
import type { Code, Construct, Effects, State, Extension as SyntaxExtension, Token, TokenizeContext } from "micromark-util-types";

/** A formula in TeX. `display` is one that stands on its own. */
export interface Formula extends Literal {
  type: "formula";
  display: boolean;
}

declare module "mdast" {
  interface RootContentMap {
    formula: Formula;
  }
  interface PhrasingContentMap {
    formula: Formula;
  }
}
declare module "micromark-util-types" {
  interface TokenTypeMap {
    formula: "formula";
    formulaBlock: "formulaBlock";
    formulaMark: "formulaMark";
    formulaValue: "formulaValue";
  }
}

const DOLLAR = 36;
const BACKSLASH = 92;
const OPENERS: Readonly<Record<number, number>> = { 40: 41, 91: 93 };

/** A formula longer than this inside a line is a forgotten mark. */
const LONGEST_INLINE = 2000;

const isLineEnd = (code: Code): code is -5 | -4 | -3 => code !== null && code < -2;
const isSpace = (code: Code): boolean => code === -2 || code === -1 || code === 32;
const isWordCharacter = (code: Code): boolean => code !== null && code >= 0 && /[\p{L}\p{N}]/u.test(String.fromCharCode(code));

/** What has no sign of mathematics but several words of prose. */
const PROSE = /^[^\\^_={}+<>|/*]*\p{L}{2,}[\s,.;:]+\p{L}{2,}[^\\^_={}+<>|/*]*$/u;

/** Words or a single mark in escaped brackets, as in `\[x\]` or `\[sic\]`: Markdown for brackets, not a formula. */
const BRACKETED = /^[\p{L}\s,.!?…-]*$/u;

/**
 * Formulas for micromark: `$$` and `\[` on lines of their own, and `$…$`, `$$…$$`, `\(…\)`, `\[…\]` inside text. A single dollar is taken
 * with care, since it is money more often: nothing of a word before it, no space inside the marks, no line break, no letter or digit after.
 */
export function formulaSyntax(): SyntaxExtension {
  const inline: Construct = { name: "formula", tokenize: tokenizeInline, previous: (code) => code !== DOLLAR };
  const block: Construct = { name: "formulaBlock", tokenize: tokenizeBlock, concrete: true };
  return { text: { [DOLLAR]: inline, [BACKSLASH]: inline }, flow: { [DOLLAR]: block, [BACKSLASH]: block } };
}

/** The marks of one formula, as it opened. */
interface Marks {
  first: number;
  /** The second character of the closing mark; null for a single dollar. */
  last: number | null;
}

function tokenizeInline(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  const { previous } = this;
  let marks: Marks = { first: DOLLAR, last: null };
  let value = "";
  let inValue = false;
  return (code) => {
    effects.enter("formula");
    effects.enter("formulaMark");
    marks = { first: code as number, last: null };
    effects.consume(code);
    return second;
  };

  function second(code: Code): State | undefined {
    if (marks.first === DOLLAR && code !== DOLLAR) {
      if (isWordCharacter(previous) || code === null || isSpace(code) || isLineEnd(code)) return nok(code);
      effects.exit("formulaMark");
      return inside(code);
    }
    const last = code === DOLLAR ? DOLLAR : OPENERS[code ?? -1];
    if (last === undefined || (marks.first === DOLLAR) !== (last === DOLLAR)) return nok(code);
    marks.last = last;
    effects.consume(code);
    effects.exit("formulaMark");
    return inside;
  }

  function inside(code: Code): State | undefined {
    if (code === null || value.length > LONGEST_INLINE) return nok(code);
    if (isLineEnd(code)) {
      if (marks.last === null) return nok(code);
      leaveValue();
      effects.enter("lineEnding");
      effects.consume(code);
      effects.exit("lineEnding");
      value += "\n";
      return inside;
    }
    if (code === marks.first) {
      leaveValue();
      return effects.attempt({ tokenize: tokenizeClose, partial: true }, closed, escaped)(code);
    }
    return take(code);
  }

  function tokenizeClose(effects: Effects, ok: State, nok: State): State {
    return (code) => {
      effects.enter("formulaMark");
      effects.consume(code);
      return (next) => {
        if (marks.last === null) {
          effects.exit("formulaMark");
          return /\s$/.test(value) || isWordCharacter(next) ? nok(next) : ok(next);
        }
        if (next !== marks.last) return nok(next);
        effects.consume(next);
        effects.exit("formulaMark");
        return ok;
      };
    };
  }

  function closed(code: Code): State | undefined {
    const { first, last } = marks;
    if (value.trim() === "" || (first === DOLLAR && PROSE.test(value))) return nok(code);
    if (last === 93 && BRACKETED.test(value)) return nok(code);
    effects.exit("formula");
    return ok(code);
  }

  /** A mark that closed nothing: it opens another formula, or is part of this one together with what it escapes. */
  function escaped(code: Code): State | undefined {
    if (marks.last === null) return nok(code);
    take(code);
    if (code !== BACKSLASH) return inside;
    return (next) => {
      if (next === null || isLineEnd(next)) return inside(next);
      return OPENERS[next] === undefined ? take(next) : nok(next);
    };
  }

  function take(code: Code): State {
    if (!inValue) effects.enter("formulaValue");
    inValue = true;
    value += code !== null && code >= 0 ? String.fromCharCode(code) : " ";
    effects.consume(code);
    // In a formula between dollars `\$` is a dollar.
    return code === BACKSLASH && marks.first === DOLLAR ? (next) => (next === DOLLAR ? take(next) : inside(next)) : inside;
  }

  function leaveValue(): void {
    if (inValue) effects.exit("formulaValue");
    inValue = false;
  }
}

/**
 * `$$` or `\[` alone on a line, to the line that ends with its counterpart. Ends at a blank line too: TeX allows none, and a forgotten mark
 * must not swallow what follows.
 */
function tokenizeBlock(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  const self = this;
  let first = DOLLAR;
  let last = DOLLAR;
  let inValue = false;
  let isBlank = true;
  return (code) => {
    first = code as number;
    last = first === DOLLAR ? DOLLAR : 93;
    effects.enter("formulaBlock");
    effects.enter("formulaMark");
    effects.consume(code);
    return (next) => {
      if (next !== (first === DOLLAR ? DOLLAR : 91)) return nok(next);
      effects.consume(next);
      effects.exit("formulaMark");
      return openEnd;
    };
  };

  function openEnd(code: Code): State | undefined {
    if (isSpace(code)) return space(code, openEnd);
    if (code !== null && !isLineEnd(code)) return nok(code);
    return self.interrupt ? ok(code) : lineEnd(code);
  }

  function space(code: Code, next: State): State {
    effects.enter("whitespace");
    effects.consume(code);
    effects.exit("whitespace");
    return next;
  }

  function lineEnd(code: Code): State | undefined {
    if (code === null) return done(code);
    return effects.check({ tokenize: tokenizeNextLine, partial: true }, breakLine, done)(code);
  }

  function breakLine(code: Code): State {
    effects.enter("lineEnding");
    effects.consume(code);
    effects.exit("lineEnding");
    isBlank = true;
    return content;
  }

  function content(code: Code): State | undefined {
    if (code === null || isLineEnd(code)) {
      leaveValue();
      return isBlank ? done(code) : lineEnd(code);
    }
    if (code === first) {
      leaveValue();
      return effects.attempt({ tokenize: tokenizeClose, partial: true }, done, take)(code);
    }
    return take(code);
  }

  function take(code: Code): State {
    if (!inValue) effects.enter("formulaValue");
    inValue = true;
    if (!isSpace(code)) isBlank = false;
    effects.consume(code);
    return content;
  }

  function tokenizeClose(effects: Effects, ok: State, nok: State): State {
    return (code) => {
      effects.enter("formulaMark");
      effects.consume(code);
      return (next) => {
        if (next !== last) return nok(next);
        effects.consume(next);
        effects.exit("formulaMark");
        return after;
      };
    };
    function after(code: Code): State | undefined {
      if (!isSpace(code)) return code === null || isLineEnd(code) ? ok(code) : nok(code);
      effects.enter("whitespace");
      effects.consume(code);
      effects.exit("whitespace");
      return after;
    }
  }

  function done(code: Code): State | undefined {
    effects.exit("formulaBlock");
    return ok(code);
  }

  function leaveValue(): void {
    if (inValue) effects.exit("formulaValue");
    inValue = false;
  }
}

/** A line that belongs to the container (quote, list item) the formula is in. */
function tokenizeNextLine(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  return (code) => {
    effects.enter("lineEnding");
    effects.consume(code);
    effects.exit("lineEnding");
    return (next) => (this.parser.lazy[this.now().line] ? nok(next) : ok(next));
  };
}

/** Makes `formula` nodes of what `formulaSyntax` found. */
export function formulaFromMarkdown(): TreeExtension {
  return {
    enter: { formula: enter, formulaBlock: enter },
    exit: { formula: exit, formulaBlock: exit, formulaValue: exitValue },
  };
}

function enter(this: CompileContext, token: Token): void {
  this.enter({ type: "formula", value: "", display: false } as never, token);
  this.buffer();
}

function exitValue(this: CompileContext, token: Token): void {
  this.config.enter.data?.call(this, token);
  this.config.exit.data?.call(this, token);
}

function exit(this: CompileContext, token: Token): void {
  const value = this.resume().trim();
  const node = this.stack.at(-1) as unknown as Formula;
  const source = this.sliceSerialize(token);
  node.value = value;
  node.display = source.startsWith("$$") || source.startsWith("\\[");
  this.exit(token);
}
