/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../../icons/Icon";
import { useT } from "../../parts/context";
import { useRoot } from "../../parts/root";
import { type Choice, grouped } from "./choices";

interface ListProps {
  /** The field, which keeps the focus; it is told of the active line. */
  area: HTMLTextAreaElement;
  label: string;
  choices: readonly Choice[];
  /** Key of the line that Enter takes. */
  active: string | null;
  onHover: (key: string) => void;
  /** A sentence above the lines, or in their place. */
  children: ComponentChildren;
}

const LIST_ID = "suggestions";
/** From the top of the chat. */
const MARGIN = 8;

/** The list above the field. The focus stays in the field: `aria-activedescendant` says which line is meant. */
export function List({ area, label, choices, active, onHover, children }: ListProps) {
  const root = useRoot();
  const box = useRef<HTMLDivElement>(null);
  const t = useT();
  const groups = grouped(choices);
  const activeAt = choices.findIndex((choice) => choice.key === active);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const room = area.closest(".composer")?.getBoundingClientRect().top ?? 0;
    element.style.maxHeight = `${Math.max(96, Math.min(280, room - root.host.getBoundingClientRect().top - MARGIN))}px`;
  });
  useLayoutEffect(() => {
    area.setAttribute("aria-controls", LIST_ID);
    return () => {
      area.removeAttribute("aria-controls");
      area.removeAttribute("aria-activedescendant");
    };
  }, [area]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another line may have come to the same place
  useLayoutEffect(() => {
    if (activeAt < 0) return area.removeAttribute("aria-activedescendant");
    area.setAttribute("aria-activedescendant", `${LIST_ID}-${activeAt}`);
    const line = box.current?.querySelector<HTMLElement>("[aria-selected=true]");
    if (line && box.current) keepInView(box.current, line);
  }, [area, activeAt, active]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only keeps the focus in the field
    <div
      class="list"
      ref={box}
      // The caret stays where it is.
      onMouseDown={(event) => event.preventDefault()}
    >
      {children}
      {choices.length > 0 && (
        <div role="listbox" id={LIST_ID} aria-label={label}>
          {groups.map((group, g) => (
            <div key={group.name} role="group" aria-label={group.name ?? label}>
              {group.name !== null && (
                <div class="head" id={`${LIST_ID}-group-${g}`} role="presentation" dir="auto">
                  {group.name}
                </div>
              )}
              {group.choices.map((choice) => (
                <Line
                  key={choice.key}
                  id={`${LIST_ID}-${choices.indexOf(choice)}`}
                  choice={choice}
                  active={choice.key === active}
                  onHover={() => onHover(choice.key)}
                />
              ))}
            </div>
          ))}
        </div>
      )}
      <p class="unseen" role="status">
        {choices.length > 0 ? t("suggest.count", { count: choices.length }) : ""}
      </p>
    </div>
  );
}

function Line({ id, choice, active, onHover }: { id: string; choice: Choice; active: boolean; onHover: () => void }) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the focus and the keys are the field's
    <div class={`line ${active ? "on" : ""}`} role="option" id={id} aria-selected={active} onMouseMove={onHover} onClick={choice.take}>
      {choice.icon && <Icon name={choice.icon} />}
      <span class="clip" dir="auto">
        {choice.label}
      </span>
      {choice.detail && (
        <span class="end clip" dir="auto">
          {choice.detail}
        </span>
      )}
    </div>
  );
}

/** Scrolls the list, and nothing around it. */
function keepInView(box: HTMLElement, line: HTMLElement): void {
  const outer = box.getBoundingClientRect();
  const inner = line.getBoundingClientRect();
  if (inner.top < outer.top) box.scrollTop -= outer.top - inner.top + MARGIN;
  else if (inner.bottom > outer.bottom) box.scrollTop += inner.bottom - outer.bottom + MARGIN;
}
