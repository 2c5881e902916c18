/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";

interface FieldFrameProps {
  id: string;
  problem: string | null;
  /** As wide as what it stands in. */
  block?: boolean;
  children: ComponentChildren;
}

/** A control, and below it what is wrong with its value. */
export function FieldFrame({ id, problem, block = false, children }: FieldFrameProps) {
  return (
    <div class={`w-field ${block ? "block" : ""}`}>
      {children}
      {problem !== null && (
        <p class="problem" id={`${id}-problem`} dir="auto">
          {problem}
        </p>
      )}
    </div>
  );
}
