/** The colour of a list. `color` names a list colour of the design; an unknown one is grey. */
export function Dot({ color }: { color: string | undefined }) {
  return <i className="dot" data-color={color} aria-hidden="true" />;
}
