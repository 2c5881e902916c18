/** The page that is measured: `?chat=element|plain`, `&open=1` opens a thread instead of asking. */
import type { OpenAIChatKitElement } from "../src/index";
import { mountPlain } from "./plain";
import "../src/index";

const query = new URLSearchParams(location.search);
const url = `/api?${query}`;
const open = query.get("open") === "1";
const host = document.querySelector("main") as HTMLElement;

/** Times of frames, in ms; read by the script. */
const frames: number[] = [];
const watch = (now: number) => {
  frames.push(now);
  requestAnimationFrame(watch);
};
requestAnimationFrame(watch);

/** What is on the screen of the answer, without what stands around it. */
const shownLength = () => {
  const root = query.get("chat") === "plain" ? host : document.querySelector("openai-chatkit")?.shadowRoot;
  return root?.querySelector(query.get("chat") === "plain" ? ".assistant" : ".message .md")?.textContent?.length ?? 0;
};
Object.assign(window, { bench: { frames, shownLength } });

if (query.get("chat") === "plain") {
  mountPlain(host, url, open);
} else {
  const element = document.createElement("openai-chatkit") as OpenAIChatKitElement;
  host.append(element);
  element.setOptions({ api: { url }, initialThread: open ? "thr_1" : null, thread: { autoScroll: true }, theme: { density: "compact" } });
  if (!open) void element.sendUserMessage({ text: "go" });
}
// The plain chat follows its answer too.
const follow = () => {
  if (query.get("chat") === "plain") host.scrollTop = host.scrollHeight;
  requestAnimationFrame(follow);
};
requestAnimationFrame(follow);
