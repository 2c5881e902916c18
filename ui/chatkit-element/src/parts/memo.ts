import { Component, type ComponentChild, createElement, type FunctionComponent } from "preact";

/** A component that is drawn again only when a prop is another value. */
export function memo<Props extends object>(view: (props: Props) => ComponentChild): FunctionComponent<Props> {
  class Memo extends Component<Props> {
    override shouldComponentUpdate(next: Readonly<Props>): boolean {
      const before = this.props as Record<string, unknown>;
      const after = next as Record<string, unknown>;
      const names = new Set([...Object.keys(before), ...Object.keys(after)]);
      return [...names].some((name) => !Object.is(before[name], after[name]));
    }

    override render(props: Props): ComponentChild {
      return createElement(view as FunctionComponent<Props>, props);
    }
  }
  return Memo as unknown as FunctionComponent<Props>;
}
