/**
 * Every node, item and state of the element on one page: real elements, a scripted server, nothing drawn by hand.
 * `?scheme=dark&density=spacious&radius=soft&locale=de` set it up, `?scene=form` shows one scene alone.
 */
import { addCatalogue, type OpenAIChatKitElement } from "../src/index";
import type { Options } from "../src/options";
import { arabic } from "./arabic";
import type { Scene } from "./scene";
import { controls } from "./scenes/controls";
import { items } from "./scenes/items";
import { states } from "./scenes/states";
import { widgets } from "./scenes/widgets";
import { serve } from "./server";

const SWITCHES = {
  scheme: ["light", "dark", "system"],
  density: ["compact", "normal", "spacious"],
  radius: ["soft", "pill", "round", "sharp"],
  size: ["14", "15", "16", "17", "18"],
  level: ["1", "0", "2", "3"],
  locale: ["en", "de", "ar"],
} as const;

type Switch = keyof typeof SWITCHES;
const query = new URLSearchParams(location.search);
const chosen = (name: Switch): string => query.get(name) ?? SWITCHES[name][0];

addCatalogue("ar", arabic);
const scenes = [...widgets, ...controls, ...items, ...states];
const alone = query.get("scene");
const shown = scenes.filter((scene) => (alone ? scene.id === alone : !scene.alone));

function theme(): Options["theme"] {
  const scheme = chosen("scheme") as "light";
  const dark = scheme !== "light" && (scheme === ("dark" as string) || matchMedia("(prefers-color-scheme: dark)").matches);
  return {
    colorScheme: scheme,
    density: chosen("density") as "compact",
    radius: chosen("radius") as "soft",
    typography: { baseSize: Number(chosen("size")) as 14 },
    color: { accent: { primary: query.get("accent") ?? (dark ? "#5d8ef2" : "#2563eb"), level: Number(chosen("level")) as 1 } },
  };
}

function options({ id, script = {}, options = {} }: Scene): Options {
  return {
    locale: chosen("locale") as "en",
    theme: theme() as never,
    frameTitle: `Chat: ${id}`,
    initialThread: script.items ? "thr_1" : null,
    ...(script.items && !("header" in options) && !script.title ? { header: { enabled: false } } : {}),
    onClientTool: () => ({}),
    ...options,
    api: { url: "/api/chatkit", fetch: serve(script), ...options.api },
  } as Options;
}

/** Resolves when what the scene shows at first stands there: its thread, a refusal, or nothing but the element. */
function loaded(element: OpenAIChatKitElement, { script }: Scene): Promise<void> {
  const waits = script?.items && script.refuse?.["threads.get_by_id"] !== "pending";
  const names = ["chatkit.error", waits ? "chatkit.thread.load.end" : "chatkit.ready"];
  return new Promise((resolve) => {
    for (const name of names) element.addEventListener(name, () => resolve(), { once: true });
  });
}

/** As high as what is in it, so that nothing has to be scrolled to be seen. */
function grown(stage: HTMLElement, element: OpenAIChatKitElement): void {
  const root = element.shadowRoot;
  const content = root?.querySelector(".content");
  const rest = [".bar", ".frame > .foot"].map((selector) => root?.querySelector(selector)?.getBoundingClientRect().height ?? 0);
  const height = (content?.getBoundingClientRect().height ?? 0) + rest.reduce((sum, one) => sum + one, 0) + 36;
  stage.style.height = `${Math.ceil(height)}px`;
}

async function show(scene: Scene): Promise<void> {
  const section = document.createElement("section");
  section.id = scene.id;
  const heading = document.createElement("h2");
  heading.append(scene.title);
  if (scene.note) heading.append(Object.assign(document.createElement("span"), { textContent: scene.note }));
  const stage = document.createElement("div");
  stage.className = "stage";
  if (scene.height) stage.style.height = `${scene.height}px`;
  if (scene.width) stage.style.width = `${scene.width}px`;
  const element = document.createElement("openai-chatkit") as OpenAIChatKitElement;
  stage.append(element);
  section.append(heading, stage);
  document.querySelector("main")?.append(section);
  const ready = loaded(element, scene);
  element.setOptions(options(scene));
  await ready;
  // An answer that stays open is never over.
  void scene.begin?.(element).catch((error: unknown) => console.info(scene.id, error));
  if (scene.height) return;
  // Later parts, pictures and answers change it: it is followed for as long as the page is open.
  const content = element.shadowRoot?.querySelector(".content");
  if (content) new ResizeObserver(() => grown(stage, element)).observe(content);
}

function switches(): void {
  const form = document.querySelector("form");
  for (const [name, values] of Object.entries(SWITCHES)) {
    const select = document.createElement("select");
    select.append(...values.map((value) => new Option(value, value, false, value === chosen(name as Switch))));
    select.addEventListener("change", () => {
      query.set(name, select.value);
      location.search = query.toString();
    });
    const label = document.createElement("label");
    label.append(name, select);
    form?.append(label);
  }
}

const dark = chosen("scheme") === "dark" || (chosen("scheme") === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
document.documentElement.dataset["scheme"] = dark ? "dark" : "light";
if (alone) document.querySelector("main")?.setAttribute("data-alone", "");
switches();
// In order, and all at once: a scene must not wait for the one before it.
Promise.all(shown.map(show)).then(() => {
  document.documentElement.dataset["gallery"] = "ready";
});
