import { Check, CircleAlert, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Icon } from "../../components/Icon";

const ICONS = { good: Check, mind: TriangleAlert, bad: CircleAlert };

/** What came of something, below its control. A failure is said at once. */
export function AnswerLine({ tone, children }: { tone: keyof typeof ICONS; children: ReactNode }) {
  return (
    <p className={`answer-line ${tone}`} role={tone === "bad" ? "alert" : "status"}>
      <Icon of={ICONS[tone]} size={14} />
      <span>{children}</span>
    </p>
  );
}

/** The sentence of something that could not be done, if there is one. */
export function Problem({ of }: { of: string | null }) {
  return of ? <AnswerLine tone="bad">{of}</AnswerLine> : null;
}
