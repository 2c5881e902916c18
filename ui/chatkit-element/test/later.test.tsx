/** @jsxImportSource preact */
import { render } from "preact";
import { expect, it, vi } from "vitest";
import { later } from "../src/parts/later";
import { until } from "./page";

it("is drawn too where it came between drawing and watching", async () => {
  const View = () => <p>here</p>;
  let come = (_: typeof View): void => undefined;
  const load = vi.fn(
    () =>
      new Promise<typeof View>((resolve) => {
        come = resolve;
      }),
  );
  const Later = later(load);
  const [first, second] = [document.createElement("div"), document.createElement("div")];
  render(<Later meanwhile={<i />} />, first);
  await until(() => expect(load).toHaveBeenCalledTimes(1));
  // Effects run after a frame, promises before it: the second has drawn, and does not watch yet.
  come(View);
  render(<Later meanwhile={<i />} />, second);
  expect(second.innerHTML).toBe("<i></i>");
  await until(() => expect(first.innerHTML).toBe("<p>here</p>"));
  await until(() => expect(second.innerHTML).toBe("<p>here</p>"));
  expect(load).toHaveBeenCalledTimes(1);
});
