/**
 * A page to look at the element: `npm run demo`, then `/?theme=dark&thread=thr_all`. With a server of the
 * protocol at DEMO_SERVER that gives out bearers: `/?session=/api/chatkit/session`.
 */
import type { OpenAIChatKitElement } from "../src/index";
import "../src/index";
import { commands, composer, entities } from "./composer";

const query = new URLSearchParams(location.search);
const element = document.querySelector("openai-chatkit") as OpenAIChatKitElement;
const session = query.get("session");
document.documentElement.dir = query.get("dir") ?? "ltr";
const theme = query.get("theme") === "dark" ? "dark" : "light";

element.setOptions({
  api: {
    url: query.get("url") ?? "/api/chatkit",
    uploadStrategy: { type: "two_phase" },
    ...(session && {
      getClientSecret: async () => {
        const answer = await fetch(session, { method: "POST" });
        const { client_secret } = (await answer.json()) as { client_secret: string };
        return client_secret;
      },
    }),
  },
  theme: { colorScheme: theme, radius: "soft", density: "compact" },
  initialThread: query.get("thread"),
  locale: (query.get("locale") ?? "en") as "en",
  startScreen: {
    greeting: "Hi! What shall we look at?",
    prompts: [
      { label: "Say something", prompt: "hello there", icon: "plus" as const },
      { label: "Stream slowly", prompt: "slow", icon: "lucide:timer" as const },
      { label: "Show a card", prompt: "widget", icon: "lucide:list-checks" as const },
      { label: "Get help", prompt: "help", icon: "lifesaver" as const },
    ],
  },
  threadItemActions: { feedback: true, retry: true },
  thread: { autoScroll: true },
  composer,
  entities,
  commands,
  onClientTool: async ({ name, params }) => ({ name, params }),
});
for (const name of ["ready", "error", "effect", "thread.change", "response.start", "response.end", "tool.change", "log"]) {
  element.addEventListener(`chatkit.${name}`, (event) => console.info(name, JSON.stringify((event as CustomEvent).detail)));
}
