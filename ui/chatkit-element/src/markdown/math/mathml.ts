import katex from "katex";

/** An element of MathML with what may stand on it; text is a string. */
export interface MathElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: readonly (MathElement | string)[];
}

/** Elements of MathML Core (3.1.1 to 3.6) that set formulas. None of them can load, run or link anything. */
const ELEMENTS = new Set(
  `math mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mmultiscripts mprescripts none
  mtable mtr mtd mstyle mpadded mphantom merror menclose`.split(/\s+/),
);

const ATTRIBUTES = new Set(
  `accent accentunder columnalign columnlines columnspacing columnspan depth display displaystyle fence form height largeop linethickness
  lspace mathsize mathvariant maxsize minsize movablelimits notation rowalign rowlines rowspacing rowspan rspace scriptlevel separator
  stretchy symmetric voffset width mathcolor mathbackground`.split(/\s+/),
);

/** Lengths, words and colours; no function, no address. */
const VALUE = /^[\w#+\-.%\s]*$/;

/** What katex builds: a virtual tree. Its parts are told apart by their fields. */
interface Virtual {
  type?: string;
  attributes?: Record<string, unknown>;
  children?: Virtual[];
  text?: string;
  /** A space, in em. */
  width?: number;
  character?: string;
}

interface Builder {
  __renderToDomTree(tex: string, settings: object): Virtual;
}

/** How often macros may be expanded: TeX can be made to go on for ever. */
const MOST_EXPANSIONS = 500;

/**
 * A formula in TeX as MathML, of known elements and attributes only.
 *
 * # Errors
 * `ParseError` of katex, for what is not TeX.
 */
export function toMathML(tex: string, display: boolean): MathElement | null {
  const settings = {
    displayMode: display,
    output: "mathml",
    throwOnError: true,
    trust: false,
    strict: "ignore",
    maxExpand: MOST_EXPANSIONS,
    maxSize: 20,
  };
  const tree = (katex as unknown as Builder).__renderToDomTree(tex, settings);
  const math = findMath(tree);
  const [made] = math ? convert(math) : [];
  if (made === undefined || typeof made === "string") return null;
  return { ...made, attributes: display ? { ...made.attributes, display: "block" } : made.attributes };
}

function findMath(node: Virtual): Virtual | null {
  if (node.type === "math") return node;
  for (const child of node.children ?? []) {
    const found = findMath(child);
    if (found) return found;
  }
  return null;
}

function convert(node: Virtual): (MathElement | string)[] {
  const { type, children = [] } = node;
  if (type === undefined) return spaceOf(node) ?? (node.text === undefined ? children.flatMap(convert) : [node.text]);
  // The source of the formula, beside its meaning.
  if (type === "annotation") return [];
  // What is of no known kind leaves what is in it.
  if (!ELEMENTS.has(type)) return children.flatMap(convert);
  const attributes = Object.fromEntries(
    Object.entries(node.attributes ?? {}).flatMap(([name, value]) => {
      const text = String(value);
      return ATTRIBUTES.has(name) && VALUE.test(text) ? [[name, text]] : [];
    }),
  );
  return [styled({ name: type, attributes, children: joined(children.flatMap(convert)) })];
}

function spaceOf({ width, character }: Virtual): (MathElement | string)[] | null {
  if (typeof width !== "number") return null;
  return character ? [character] : [{ name: "mspace", attributes: { width: `${width.toFixed(4)}em` }, children: [] }];
}

function joined(children: (MathElement | string)[]): (MathElement | string)[] {
  const out: (MathElement | string)[] = [];
  for (const child of children) {
    const last = out.at(-1);
    if (typeof child === "string" && typeof last === "string") out[out.length - 1] = last + child;
    else out.push(child);
  }
  return out;
}

/** Where the letters of a style begin in Unicode: capitals, small letters, digits (null: there are none). */
const STYLES: Readonly<Record<string, readonly [number, number, number | null]>> = {
  bold: [0x1d400, 0x1d41a, 0x1d7ce],
  italic: [0x1d434, 0x1d44e, null],
  "bold-italic": [0x1d468, 0x1d482, null],
  script: [0x1d49c, 0x1d4b6, null],
  fraktur: [0x1d504, 0x1d51e, null],
  "double-struck": [0x1d538, 0x1d552, 0x1d7d8],
  "sans-serif": [0x1d5a0, 0x1d5ba, 0x1d7e2],
  "bold-sans-serif": [0x1d5d4, 0x1d5ee, 0x1d7ec],
  "sans-serif-italic": [0x1d608, 0x1d622, null],
  "sans-serif-bold-italic": [0x1d63c, 0x1d656, null],
  monospace: [0x1d670, 0x1d68a, 0x1d7f6],
};

/** Letters that had a place before the others got theirs. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "italic h": "ℎ",
  "script B": "ℬ",
  "script E": "ℰ",
  "script F": "ℱ",
  "script H": "ℋ",
  "script I": "ℐ",
  "script L": "ℒ",
  "script M": "ℳ",
  "script R": "ℛ",
  "script e": "ℯ",
  "script g": "ℊ",
  "script o": "ℴ",
  "fraktur C": "ℭ",
  "fraktur H": "ℌ",
  "fraktur I": "ℑ",
  "fraktur R": "ℜ",
  "fraktur Z": "ℨ",
  "double-struck C": "ℂ",
  "double-struck H": "ℍ",
  "double-struck N": "ℕ",
  "double-struck P": "ℙ",
  "double-struck Q": "ℚ",
  "double-struck R": "ℝ",
  "double-struck Z": "ℤ",
};

/** MathML Core knows no `mathvariant` but `normal` (4.2): a style of letters is letters of their own. */
function styled(element: MathElement): MathElement {
  const { mathvariant, ...attributes } = element.attributes;
  if (mathvariant === undefined || mathvariant === "normal") return element;
  const children = element.children.map((child) => (typeof child === "string" ? inStyle(child, mathvariant) : child));
  return { ...element, attributes, children };
}

function inStyle(text: string, style: string): string {
  const places = STYLES[style];
  if (!places) return text;
  return [...text].map((character) => ELSEWHERE[`${style} ${character}`] ?? moved(character, places)).join("");
}

function moved(character: string, [capitals, smalls, digits]: readonly [number, number, number | null]): string {
  const code = character.charCodeAt(0);
  if (/^[A-Z]$/.test(character)) return String.fromCodePoint(capitals + code - 65);
  if (/^[a-z]$/.test(character)) return String.fromCodePoint(smalls + code - 97);
  if (/^[0-9]$/.test(character) && digits !== null) return String.fromCodePoint(digits + code - 48);
  return character;
}
