import { afterEach, describe, expect, it } from "vitest";
import { button, find, inside, press, until } from "../page";
import { field, start, talkative, write } from "./start";

afterEach(() => document.body.replaceChildren());

const TOOLS = [
  { id: "web", label: "Search the web", shortLabel: "Web", icon: "globe", placeholderOverride: "What to look for?" },
  { id: "deep", label: "Read at length", icon: "book-open", persistent: true },
  { id: "draw", label: "Draw", icon: "images", pinned: true },
];
const MODELS = [
  { id: "s", label: "Small", description: "Quick" },
  { id: "m", label: "Middle", default: true },
  { id: "x", label: "Huge", disabled: true },
];

const items = (element: Element) => [...inside(element).querySelectorAll<HTMLElement>("[role=menuitemradio]")];
const names = (element: Element) => items(element).map((one) => one.textContent?.trim());

/** As a pointer does; the machine listens for more than a click. */
function point(target: Element): void {
  for (const name of ["pointermove", "pointerdown", "pointerup"]) {
    target.dispatchEvent(new PointerEvent(name, { bubbles: true, composed: true, pointerType: "mouse", button: 0 }));
  }
  (target as HTMLElement).click();
}

async function openMenu(element: Element, name: string): Promise<void> {
  await until(() => button(element, name));
  button(element, name).click();
  await until(() => expect(items(element).length).toBeGreaterThan(0));
}

async function choose(element: Element, menu: string, label: string): Promise<void> {
  await openMenu(element, menu);
  const item = items(element).find((one) => one.textContent?.includes(label));
  if (!item) throw new Error(`no line \`${label}\` among ${names(element).join(" | ")}`);
  point(item);
  await until(() => expect(items(element)).toEqual([]));
}

describe("tools", () => {
  const toolChanges = (heard: { name: string; detail: unknown }[]) =>
    heard.filter((one) => one.name === "tool.change").map((one) => (one.detail as { toolId: unknown }).toolId);

  it("are chosen in a menu, are shown as a chip, change the placeholder, and are let go of with the message", async () => {
    const server = talkative();
    const { element, heard } = start(server, { composer: { tools: TOOLS } });
    await openMenu(element, "Tools");
    expect(names(element)).toEqual(["Search the web", "Read at length"]);
    press(find(element, "[role=menu]"), "Escape");
    await until(() => expect(items(element)).toEqual([]));
    await choose(element, "Tools", "Search the web");
    await until(() => expect(button(element, "Search the web").textContent).toBe("Web"));
    expect(button(element, "Search the web").getAttribute("aria-pressed")).toBe("true");
    expect(field(element).placeholder).toBe("What to look for?");
    write(element, "hi");
    press(field(element), "Enter");
    await until(() => expect(server.requests).toHaveLength(1));
    expect(server.last("threads.create").params["input"]).toMatchObject({ inference_options: { tool_choice: { id: "web" } } });
    await until(() => expect(toolChanges(heard)).toEqual(["web", null]));
    await until(() => expect(inside(element).querySelector("[aria-label='Search the web']")).toBeNull());
  });

  it("that are persistent stay, and are let go of by their chip", async () => {
    const server = talkative();
    const { element, heard } = start(server, { composer: { tools: TOOLS } });
    await choose(element, "Tools", "Read at length");
    write(element, "hi");
    press(field(element), "Enter");
    await until(() => expect(server.requests).toHaveLength(1));
    await until(() => expect(button(element, "Read at length").textContent).toBe("Read at length"));
    await until(() => expect(toolChanges(heard)).toEqual(["deep"]));
    button(element, "Read at length").click();
    await until(() => expect(toolChanges(heard)).toEqual(["deep", null]));
  });

  it("that are pinned are buttons of their own", async () => {
    const { element, heard } = start(talkative(), { composer: { tools: TOOLS } });
    await until(() => button(element, "Draw").click());
    await until(() => expect(button(element, "Draw").getAttribute("aria-pressed")).toBe("true"));
    await until(() => expect(toolChanges(heard)).toEqual(["draw"]));
    button(element, "Draw").click();
    await until(() => expect(button(element, "Draw").getAttribute("aria-pressed")).toBe("false"));
    const pinned = start(talkative(), { composer: { tools: [TOOLS[2]] } });
    await until(() => button(pinned.element, "Draw"));
    expect(inside(pinned.element).querySelector("[aria-label=Tools]")).toBeNull();
  });

  it("only one at a time, and the chosen one again is none", async () => {
    const { element, heard } = start(talkative(), { composer: { tools: TOOLS } });
    await choose(element, "Tools", "Search the web");
    await choose(element, "Tools", "Read at length");
    await choose(element, "Tools", "Read at length");
    await until(() => expect(toolChanges(heard)).toEqual(["web", "deep", null]));
  });
});

describe("models", () => {
  const sent = async (composer: object, act: (element: Element) => Promise<void>) => {
    const server = talkative();
    const { element } = start(server, { composer });
    await act(element);
    write(element, "hi");
    press(field(element), "Enter");
    await until(() => expect(server.requests).toHaveLength(1));
    return (server.last("threads.create").params["input"] as { inference_options: object }).inference_options;
  };

  it("the default is shown and sent", async () => {
    const options = await sent({ models: MODELS }, async (element) => {
      await until(() => expect(button(element, "Model: Middle")).toBeTruthy());
    });
    expect(options).toEqual({ model: "m" });
  });

  it("without a default it is the first that may be chosen", async () => {
    const models = [{ ...MODELS[2] }, MODELS[0]];
    const options = await sent({ models }, async (element) => {
      await until(() => expect(button(element, "Model: Small")).toBeTruthy());
    });
    expect(options).toEqual({ model: "s" });
  });

  it("another is chosen in a menu, where one that is disabled can be seen and not chosen", async () => {
    const options = await sent({ models: MODELS }, async (element) => {
      await openMenu(element, "Model: Middle");
      expect(names(element)).toEqual(["SmallQuick", "Middle", "Huge"]);
      expect(items(element).map((one) => one.getAttribute("aria-checked"))).toEqual(["false", "true", "false"]);
      expect(items(element)[2]?.getAttribute("aria-disabled")).toBe("true");
      point(items(element)[2] as Element);
      expect(button(element, "Model: Middle")).toBeTruthy();
      point(items(element)[0] as Element);
      await until(() => expect(button(element, "Model: Small")).toBeTruthy());
    });
    expect(options).toEqual({ model: "s" });
  });

  it("one that the options no longer have falls back to the default", async () => {
    const server = talkative();
    const { element } = start(server, { composer: { models: MODELS } });
    await element.setComposerValue({ selectedModelId: "s" });
    await until(() => expect(button(element, "Model: Small")).toBeTruthy());
    element.setOptions({ api: { url: "/chatkit", fetch: server.fetch as never }, composer: { models: MODELS.slice(1) } });
    await until(() => expect(button(element, "Model: Middle")).toBeTruthy());
  });
});

it("a prompt of the start screen goes with the tool and the model that are shown", async () => {
  const server = talkative();
  const startScreen = { prompts: [{ label: "Short", prompt: "A long question" }] };
  const { element } = start(server, { startScreen, composer: { tools: TOOLS, models: MODELS } });
  await choose(element, "Tools", "Search the web");
  button(element, "Short").click();
  await until(() => expect(server.requests).toHaveLength(1));
  expect(server.last("threads.create").params["input"]).toMatchObject({
    content: [{ type: "input_text", text: "A long question" }],
    inference_options: { tool_choice: { id: "web" }, model: "m" },
  });
  await until(() => expect(inside(element).querySelector("[aria-label='Search the web']")).toBeNull());
});

it("a locked thread has neither tools nor models nor files", async () => {
  const server = talkative().on("threads.get_by_id", () => ({
    id: "thr_1",
    created_at: "2026-11-21T10:00:00Z",
    status: { type: "locked", reason: "Being checked" },
    items: { data: [], has_more: false },
  }));
  const composer = { tools: TOOLS, models: MODELS, attachments: { enabled: true } };
  const { element } = start(server, { initialThread: "thr_1", composer });
  await until(() => expect(field(element).disabled).toBe(true));
  await until(() =>
    expect([...inside(element).querySelectorAll(".composer button")].map((one) => one.getAttribute("aria-label"))).toEqual(["Send"]),
  );
  expect(button(element, "Send").disabled).toBe(true);
});
