import "./watch";
import type { OpenAIChatKitElement } from "openai-chatkit-element";
import { record } from "./watch";
import "openai-chatkit-element";
import { EVENTS } from "../../test/events";
import { API_URL, newSecret, noteEvent, type Wishes, wishes, withFunctions } from "./settings";
import "./page.css";

const element = document.createElement("openai-chatkit") as OpenAIChatKitElement;
for (const name of EVENTS) element.addEventListener(`chatkit.${name}`, (event) => noteEvent(name, (event as CustomEvent).detail));

function take({ api, ...rest }: Wishes): void {
  element.setOptions({ api: { url: API_URL, getClientSecret: newSecret, ...api }, ...withFunctions(rest) } as never);
}

const methods = [
  "focusComposer",
  "setThreadId",
  "sendUserMessage",
  "setComposerValue",
  "fetchUpdates",
  "sendCustomAction",
  "showHistory",
  "hideHistory",
] as const;
record.kit = Object.fromEntries(methods.map((name) => [name, element[name].bind(element) as never]));
record.change = take;
document.getElementById("host")?.append(element);
take(wishes());
