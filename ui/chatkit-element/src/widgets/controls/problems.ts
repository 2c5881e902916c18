import type { TextKey } from "../../i18n";

/** What is wrong with a value: the sentence that says so. */
export type Problem = Extract<TextKey, `problem.${string}`>;

export interface TextRules {
  required: boolean;
  pattern: string | null;
  /** Of an input; `text` where there are no kinds. */
  inputType: string;
}

/** The first thing that is wrong with a text; `validity` is what the browser finds in the field that holds it. */
export function textProblem(value: string, rules: TextRules, validity?: ValidityState): Problem | null {
  // A number that is none has no value at all, which must not be taken for an empty field.
  if (validity?.badInput) return "problem.number";
  if (value === "") return rules.required ? "problem.required" : null;
  if (validity?.typeMismatch) return rules.inputType === "url" ? "problem.url" : emailProblem(value);
  return rules.pattern !== null && !matches(rules.pattern, value) ? "problem.pattern" : null;
}

function emailProblem(value: string): Problem {
  const at = value.indexOf("@");
  if (at < 0) return "problem.emailAt";
  if (at === 0) return "problem.emailBefore";
  return at === value.length - 1 ? "problem.emailAfter" : "problem.email";
}

/** As the `pattern` attribute does: the whole value, and a pattern that is none is no rule. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, "v").test(value);
  } catch {
    return true;
  }
}
