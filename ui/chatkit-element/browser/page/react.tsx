/** @jsxImportSource react */

import "./watch";
import { ChatKit, type UseChatKitOptions, useChatKit } from "@openai/chatkit-react";
import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import { record } from "./watch";
import "openai-chatkit-element";
import { EVENTS } from "../../test/events";
import { API_URL, noteEvent, signedFetch, type Wishes, wishes, withFunctions } from "./settings";
import "./page.css";

function optionsOf({ api, ...rest }: Wishes): UseChatKitOptions {
  return { api: { url: API_URL, domainKey: "local", fetch: signedFetch, ...api }, ...withFunctions(rest) } as unknown as UseChatKitOptions;
}

/** `onThreadLoadStart` from `thread.load.start`: the names the binding has for the events. */
const handlers = Object.fromEntries(
  EVENTS.map((name) => {
    const property = `on${name.replace(/(?:^|\.)([a-z])/g, (_, letter: string) => letter.toUpperCase())}`;
    return [property, (detail?: unknown) => noteEvent(name, detail)];
  }),
);

function Page() {
  const [options, setOptions] = useState<UseChatKitOptions>(() => optionsOf(wishes()));
  const { control, ref: _, ...kit } = useChatKit({ ...options, ...handlers });
  record.kit = kit as never;
  record.change = (changed) => setOptions(optionsOf(changed));
  return <ChatKit control={control} style={{ height: "100%" }} />;
}

createRoot(document.getElementById("host") as HTMLElement).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
