/** @jsxImportSource preact */
import { Component, type ComponentChildren } from "preact";
import { ChatContext } from "./context";

/**
 * Keeps a view that cannot be drawn from taking the rest with it: the page hears of it, and a sentence stands in its place until that is
 * drawn anew.
 */
export class Boundary extends Component<{ children: ComponentChildren }, { failed: boolean }> {
  static override contextType = ChatContext;
  override state = { failed: false };

  override componentDidCatch(error: unknown): void {
    this.setState({ failed: true });
    this.context?.report(error);
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    const chat = this.context;
    return (
      <div class="failure" role="alert">
        <div>
          <p>{chat?.t("error.view")}</p>
          <button type="button" class="button small outline" onClick={() => this.setState({ failed: false })}>
            {chat?.t("error.retry")}
          </button>
        </div>
      </div>
    );
  }
}
