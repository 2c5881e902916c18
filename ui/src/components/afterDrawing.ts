/** Resolves once what has been rendered is on the screen: what is not needed for that is loaded from then on. */
export function afterDrawing(): Promise<void> {
  // The frame's own callback runs before it is drawn, a timer set there after it.
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}
