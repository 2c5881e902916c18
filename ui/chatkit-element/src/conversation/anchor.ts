/** Boxes that hold others below one another: what one reads is looked for inside them. */
const STACKS = ["content", "group", "turn", "answer", "message", "md", "toolbox"];

/** A difference below this is rounding. */
const ROUNDING = 0.5;

/**
 * Keeps what one reads where it is while things above it come, go or change their height. WebKit has no `overflow-anchor`, and Chromium's
 * does not know which of two boxes belongs together; so it is done here, the same way everywhere.
 */
export class Anchor {
  /** The box at the upper edge, and those around it, from the inside out. */
  #held: { element: Element; top: number }[] = [];

  /** Remembers what is at the upper edge of the box that scrolls. */
  take(scroller: Element): void {
    const edge = scroller.getBoundingClientRect().top;
    this.#held = [];
    let element = scroller.firstElementChild;
    while (element) {
      const { top } = element.getBoundingClientRect();
      this.#held.unshift({ element, top: top - edge });
      if (top >= edge && this.#held.length > 1) return;
      const next = STACKS.some((name) => element?.classList.contains(name)) ? firstBelow(element.children, edge) : null;
      // The button for earlier messages stays above them: one reads what is below it.
      element = next?.classList.contains("older") ? (next.nextElementSibling ?? next) : next;
    }
  }

  /** Scrolls by as much as the remembered box has moved. */
  hold(scroller: Element): void {
    const held = this.#held.find(({ element }) => element.isConnected);
    if (!held) return;
    const moved = held.element.getBoundingClientRect().top - scroller.getBoundingClientRect().top - held.top;
    if (Math.abs(moved) > ROUNDING) scroller.scrollTop += moved;
  }
}

/** The first of some boxes below one another that reaches below the edge. */
function firstBelow(boxes: HTMLCollection, edge: number): Element | null {
  let low = 0;
  let high = boxes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const box = boxes[middle];
    if (box && box.getBoundingClientRect().bottom <= edge) low = middle + 1;
    else high = middle;
  }
  // Nothing is read in a box that is not drawn; when it is drawn, it may have another height.
  while (boxes[low]?.matches(".group:empty") && boxes[low + 1]) low += 1;
  return boxes[low] ?? null;
}
