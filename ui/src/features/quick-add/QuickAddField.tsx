import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef } from "react";
import type { Draft } from "../../api/types";
import { inOneLine } from "./lines";
import { segmentsOf } from "./spans";
import type { QuickAdd } from "./useQuickAdd";

interface Props {
  quickAdd: QuickAdd;
  label: string;
  placeholder: string;
  inputRef: RefObject<HTMLInputElement | null>;
  /** Id of the element that says what was understood or what went wrong. */
  describedBy: string;
  onEnter(event: KeyboardEvent): void;
  onEscape(): void;
  onFocus?(): void;
  onBlur?(): void;
  /** Several lines were pasted, where they are not simply joined. */
  onLines?(text: string): void;
}

/**
 * The one line in which tasks are written. What is understood is tinted as one types.
 *
 * The input is laid over a copy of its text that carries the tints. The copy differs in colour only, never in size, weight or
 * spacing, so that the caret of the input stands exactly between the letters that are seen.
 */
export function QuickAddField({ quickAdd, label, placeholder, inputRef, describedBy, onEnter, onEscape, onFocus, onBlur, onLines }: Props) {
  const { text, spans, draft, setText, refuse } = quickAdd;
  const mirror = useRef<HTMLDivElement>(null);

  const follow = (): void => {
    if (mirror.current && inputRef.current) mirror.current.scrollLeft = inputRef.current.scrollLeft;
  };
  useLayoutEffect(follow);

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const { selectionStart, selectionEnd } = event.currentTarget;
    const last = spans.findLast((span) => span.end === text.length);
    if (event.key === "Enter") {
      event.preventDefault();
      onEnter(event);
    } else if (event.key === "Escape") {
      event.preventDefault();
      onEscape();
    } else if (event.key === "Backspace" && last && selectionStart === text.length && selectionEnd === text.length && !event.repeat) {
      // The first press takes the meaning away and leaves the word; the next one deletes.
      event.preventDefault();
      refuse([last]);
    }
  };

  return (
    <div className="quick-field">
      <div className="quick-mirror" ref={mirror} aria-hidden="true">
        {segmentsOf(text, spans).map((segment) =>
          segment.kind ? (
            <span key={segment.start} className={`token ${tokenTone(segment.kind, draft)}`}>
              {segment.text}
            </span>
          ) : (
            segment.text
          ),
        )}
      </div>
      <input
        ref={inputRef}
        type="text"
        value={text}
        aria-label={label}
        aria-describedby={describedBy}
        aria-invalid={quickAdd.problem !== null}
        placeholder={placeholder}
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        maxLength={2000}
        enterKeyHint="done"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onScroll={follow}
        onSelect={follow}
        onFocus={onFocus}
        onBlur={onBlur}
        onPaste={(event) => {
          const pasted = event.clipboardData.getData("text/plain");
          if (!/[\r\n]/.test(pasted)) return;
          event.preventDefault();
          const { selectionStart, selectionEnd } = event.currentTarget;
          const [before, after] = [text.slice(0, selectionStart ?? text.length), text.slice(selectionEnd ?? text.length)];
          setText(before + inOneLine(pasted) + after);
          onLines?.(before + pasted.trim() + after);
        }}
      />
    </div>
  );
}

/** The tint of a part: dates in the accent, names neutral, a priority in its colour. */
function tokenTone(kind: string, draft: Draft | null): string {
  if (kind === "list" || kind === "label") return "name";
  return kind === "priority" && draft?.priority ? `p${draft.priority}` : "";
}
