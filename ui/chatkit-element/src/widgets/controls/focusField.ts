/** Gives a field the focus; a group of radio buttons has it in the chosen one, else in the first that can be chosen. */
export function focusField(element: HTMLElement | null | undefined): void {
  if (element?.getAttribute("role") !== "radiogroup") {
    element?.focus();
    return;
  }
  const button = element.querySelector<HTMLElement>("input:checked") ?? element.querySelector<HTMLElement>("input:not(:disabled)");
  button?.focus();
}
