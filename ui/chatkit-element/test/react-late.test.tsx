/** @jsxImportSource react */
import { ChatKit, useChatKit } from "@openai/chatkit-react";
import { act, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { expect, it, vi } from "vitest";
import { textOf, until } from "./page";
import { FakeServer, thread } from "./server";

// `page` must not have defined the tag, and a file has one registry: so this is a file of its own.
it("the tag may be defined after React has mounted it", async () => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  expect(customElements.get("openai-chatkit")).toBeUndefined();
  const server = new FakeServer().on("threads.get_by_id", () => thread("thr_1", { title: "First" }));
  const onReady = vi.fn();
  const out = {} as { kit: ReturnType<typeof useChatKit> };
  function Page() {
    const api = { url: "/chatkit", domainKey: "local", fetch: server.fetch as never };
    out.kit = useChatKit({ api, initialThread: "thr_1", onReady });
    return <ChatKit control={out.kit.control} />;
  }
  const host = document.createElement("div");
  document.body.append(host);
  const root = createRoot(host);
  await act(async () =>
    root.render(
      <StrictMode>
        <Page />
      </StrictMode>,
    ),
  );
  const element = host.querySelector("openai-chatkit") as HTMLElement;
  expect(element.shadowRoot).toBeNull();
  expect(() => out.kit.focusComposer()).toThrow(TypeError);

  const { defineChatKit } = await import("../src/unregistered");
  defineChatKit();
  await until(() => expect(onReady).toHaveBeenCalledTimes(1));
  expect(host.querySelector("openai-chatkit")).toBe(element);
  await until(() => expect(textOf(element, ".title")).toBe("First"));
  await out.kit.focusComposer();
  await act(async () => root.unmount());
  vi.unstubAllGlobals();
});
