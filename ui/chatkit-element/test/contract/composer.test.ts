import type { Command, Entity } from "@openai/chatkit";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { JsonRequest } from "../../src/wire/protocol";
import { field, lines, note, start, talkative, write } from "../composer/start";
import { button, find, inside, press, textOf, until } from "../page";
import { type FakeServer, thread, userItem } from "../server";
import type { ComposerPath, Table } from "./official";

afterEach(() => {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, "mediaDevices");
  document.body.replaceChildren();
});

const has = (element: Element, label: string) => inside(element).querySelector(`[aria-label='${label}']`) !== null;
const chips = (element: Element) => inside(element).querySelectorAll(".files .file").length;
const inputOf = (server: FakeServer) => server.last("threads.create").params["input"] as Record<string, unknown>;
const text = (name = "a.txt", type = "text/plain", bytes = 4) => new File([new Uint8Array(bytes)], name, { type });

async function send(element: Element, server: FakeServer): Promise<Record<string, unknown>> {
  write(element, "hi");
  press(field(element), "Enter");
  await until(() => expect(server.types()).toContain("threads.create"));
  return inputOf(server);
}

/** A server that takes files, in whichever way; the bytes arrive at once. */
function taking() {
  const server = talkative()
    .on("attachments.create", ({ params }) => ({
      type: "file",
      id: "atc_1",
      name: params["name"],
      mime_type: params["mime_type"],
      upload_descriptor: { url: "/up/1", method: "PUT", headers: {} },
    }))
    .on("attachments.delete", () => ({}));
  const bytes: { url: string; init: RequestInit }[] = [];
  const fetch = async (url: string, init: RequestInit) => {
    if (!url.startsWith("/up")) return server.fetch(url, init);
    bytes.push({ url, init });
    return Response.json({ type: "file", id: "atc_d", name: "a.txt", mime_type: "text/plain" });
  };
  return { server, bytes, api: { fetch } };
}

function attaching(attachments: object = {}, api: object = {}) {
  const given = taking();
  const page = start(given.server, { api: { ...given.api, ...api }, composer: { attachments: { enabled: true, ...attachments } } });
  return { ...given, ...page };
}

const TOOL = { id: "web", label: "Search the web", icon: "globe" };

/** One tool with `more`, chosen. */
async function choosing(more: object) {
  const server = talkative();
  const page = start(server, { composer: { tools: [{ ...TOOL, ...more }] } });
  await page.element.setComposerValue({ selectedToolId: "web" });
  await until(() => expect(has(page.element, "Search the web")).toBe(true));
  return { ...page, server };
}

async function modelsOf(models: object[], name: string) {
  const server = talkative();
  const page = start(server, { composer: { models } });
  await until(() => button(page.element, name).click());
  await until(() => expect(inside(page.element).querySelector("[role=menuitemradio]")).not.toBeNull());
  return { ...page, server, lines: () => [...inside(page.element).querySelectorAll<HTMLElement>("[role=menuitemradio]")] };
}

const MODELS = [
  { id: "s", label: "Small", description: "Quick" },
  { id: "m", label: "Middle", default: true },
  { id: "x", label: "Huge", disabled: true },
];

/** A browser with a microphone, that hears three bytes. */
function microphone(): void {
  class Recorder {
    static isTypeSupported = (type: string) => type.startsWith("audio/webm");
    state = "inactive";
    mimeType = "audio/webm;codecs=opus";
    ondataavailable?: (event: { data: Blob }) => void;
    onstop?: () => void;
    start(): void {
      this.state = "recording";
    }
    stop(): void {
      this.state = "inactive";
      queueMicrotask(() => {
        this.ondataavailable?.({ data: new Blob([new Uint8Array([1, 2, 250])]) });
        this.onstop?.();
      });
    }
  }
  vi.stubGlobal("MediaRecorder", Recorder);
  const getUserMedia = async () => ({ getTracks: () => [{ stop: () => undefined }] });
  Object.defineProperty(navigator, "mediaDevices", { configurable: true, value: { getUserMedia } });
}

const PLAN: Entity = { id: "e1", title: "Plan", group: "Papers", interactive: true, data: { year: "2026" } };
const WEEK: Command = { id: "week", label: "Week in review" };

/** A message with a tag, and what the page does with it. */
async function tagged(entities: object) {
  const content = [{ type: "input_tag", id: "e1", text: "Plan", group: "Papers", interactive: true, data: { year: "2026" } }];
  const server = talkative().on("threads.get_by_id", () =>
    thread("thr_1", { items: { data: [{ ...userItem(""), content }], has_more: false } }),
  );
  const page = start(server, { initialThread: "thr_1", entities });
  await until(() => expect(button(page.element, "@Plan")).toBeTruthy());
  return page;
}

const options: Table<ComposerPath> = {
  "composer.placeholder": async () => {
    expect(field(start(talkative(), { composer: { placeholder: "Ask away" } }).element).placeholder).toBe("Ask away");
    expect(field(start().element).placeholder).toBe("Message the AI");
  },
  "composer.attachments.enabled": async () => {
    const { element } = attaching();
    await until(() => expect(has(element, "Attach files")).toBe(true));
    const without = start(talkative(), { composer: { attachments: { enabled: false } } });
    await expect(without.element.setComposerValue({ files: [text()] })).rejects.toThrow();
    expect(has(without.element, "Attach files")).toBe(false);
  },
  "composer.attachments.maxSize": async () => {
    const { element, server } = attaching({ maxSize: { "text/*": 10, "*": 1000 } });
    await expect(element.setComposerValue({ files: [text("big.txt", "text/plain", 11)] })).rejects.toThrow("big.txt");
    await element.setComposerValue({ files: [text("b.pdf", "application/pdf", 11)] });
    expect(server.types()).toEqual(["attachments.create"]);
  },
  "composer.attachments.maxCount": async () => {
    const { element } = attaching({ maxCount: 1 });
    await element.setComposerValue({ files: [text("a.txt"), text("b.txt")] }).catch(() => undefined);
    await until(() => expect(note(element)).toContain("b.txt"));
    await until(() => expect(chips(element)).toBe(1));
  },
  "composer.attachments.accept": async () => {
    const { element, server } = attaching({ accept: { "image/*": [".png"] } });
    await expect(element.setComposerValue({ files: [text()] })).rejects.toThrow("a.txt");
    expect(server.types()).toEqual([]);
  },
  "composer.tools[].id": async () => {
    const { element, server } = await choosing({});
    expect(await send(element, server)).toMatchObject({ inference_options: { tool_choice: { id: "web" } } });
  },
  "composer.tools[].label": async () => {
    const { element } = await choosing({});
    expect(button(element, "Search the web").textContent).toBe("Search the web");
  },
  "composer.tools[].icon": async () => {
    const { element } = await choosing({});
    await until(() => expect(button(element, "Search the web").querySelector("svg path")).not.toBeNull());
  },
  "composer.tools[].shortLabel": async () => {
    const { element } = await choosing({ shortLabel: "Web" });
    expect(button(element, "Search the web").textContent).toBe("Web");
  },
  "composer.tools[].placeholderOverride": async () => {
    const { element } = await choosing({ placeholderOverride: "What to look for?" });
    expect(field(element).placeholder).toBe("What to look for?");
  },
  "composer.tools[].pinned": async () => {
    const { element } = start(talkative(), { composer: { tools: [{ ...TOOL, pinned: true }] } });
    await until(() => expect(button(element, "Search the web").getAttribute("aria-pressed")).toBe("false"));
    const unpinned = start(talkative(), { composer: { tools: [TOOL] } }).element;
    await until(() => expect(has(unpinned, "Tools")).toBe(true));
    expect(has(unpinned, "Search the web")).toBe(false);
  },
  "composer.tools[].persistent": async () => {
    const changes = async (persistent: boolean) => {
      const { element, server, heard, names } = await choosing({ persistent });
      await send(element, server);
      await until(() => expect(names()).toContain("response.end"));
      return heard.filter((one) => one.name === "tool.change").map((one) => one.detail);
    };
    expect(await changes(true)).toEqual([{ toolId: "web" }]);
    expect(await changes(false)).toEqual([{ toolId: "web" }, { toolId: null }]);
  },
  "composer.models[].id": async () => {
    const server = talkative();
    const { element } = start(server, { composer: { models: MODELS } });
    expect(await send(element, server)).toMatchObject({ inference_options: { model: "m" } });
  },
  "composer.models[].label": async () => {
    const { lines } = await modelsOf(MODELS, "Model: Middle");
    expect(lines().map((one) => one.textContent?.trim())).toEqual(["SmallQuick", "Middle", "Huge"]);
  },
  "composer.models[].description": async () => {
    const { lines } = await modelsOf(MODELS, "Model: Middle");
    expect(lines()[0]?.textContent).toContain("Quick");
  },
  "composer.models[].disabled": async () => {
    const { lines } = await modelsOf(MODELS, "Model: Middle");
    expect(lines().map((one) => one.getAttribute("aria-disabled") === "true")).toEqual([false, false, true]);
  },
  "composer.models[].default": async () => {
    const { lines } = await modelsOf(MODELS, "Model: Middle");
    expect(lines().map((one) => one.getAttribute("aria-checked"))).toEqual(["false", "true", "false"]);
  },
  "composer.dictation.enabled": async () => {
    microphone();
    const { element } = start(talkative(), { composer: { dictation: { enabled: true } } });
    await until(() => expect(has(element, "Dictate")).toBe(true));
    const without = start(talkative(), { composer: { dictation: { enabled: false } } });
    expect(has(without.element, "Dictate")).toBe(false);
  },
  "entities.onTagSearch": async () => {
    const onTagSearch = vi.fn(async () => [PLAN]);
    const server = talkative();
    const { element } = start(server, { entities: { onTagSearch } });
    write(element, "see @pl");
    await until(() => expect(lines(element)).toEqual(["Plan"]));
    expect(onTagSearch).toHaveBeenCalledWith("pl");
    press(field(element), "Enter");
    await until(() => expect(field(element).value).toBe("see @Plan "));
    const tag = { type: "input_tag", id: "e1", text: "Plan", data: { year: "2026" }, group: "Papers", interactive: true };
    expect((await send(element, server))["content"]).toContainEqual(tag);
  },
  "entities.showComposerMenu": async () => {
    const onTagSearch = async () => [PLAN];
    const { element } = start(talkative(), { entities: { onTagSearch, showComposerMenu: true } });
    await until(() => expect(has(element, "Mention something")).toBe(true));
    // Only with a search: the button would find nothing.
    const without = start(talkative(), { entities: { showComposerMenu: true } }).element;
    expect(has(without, "Mention something")).toBe(false);
  },
  "entities.onClick": async () => {
    const onClick = vi.fn();
    const { element } = await tagged({ onClick });
    button(element, "@Plan").click();
    expect(onClick).toHaveBeenCalledExactlyOnceWith(PLAN);
  },
  "entities.onRequestPreview": async () => {
    const preview = { type: "Basic" as const, children: [{ type: "Text" as const, value: "In May" }] };
    const onRequestPreview = vi.fn(async () => ({ preview }));
    const { element } = await tagged({ onRequestPreview });
    button(element, "@Plan").focus();
    await until(() => expect(textOf(element, ".preview")).toBe("In May"));
    expect(onRequestPreview).toHaveBeenCalledExactlyOnceWith(PLAN);
  },
  "commands.enabled": async () => {
    const onSearch = vi.fn(async () => [WEEK]);
    for (const enabled of [false, true]) {
      const { element } = start(talkative(), { commands: { enabled, onSearch } });
      write(element, "/we");
      if (enabled) await until(() => expect(lines(element)).toEqual(["Week in review"]));
      else expect(lines(element)).toEqual([]);
    }
    expect(onSearch).toHaveBeenCalledOnce();
  },
  "commands.onSearch": async () => {
    const onSearch = vi.fn(async () => [WEEK]);
    const { element } = start(talkative(), { commands: { enabled: true, onSearch } });
    write(element, "/we");
    await until(() => expect(lines(element)).toEqual(["Week in review"]));
    expect(onSearch).toHaveBeenCalledExactlyOnceWith("we");
  },
  "commands.onSelect": async () => {
    const onSelect = vi.fn(async () => ({ type: "entity", entity: PLAN }));
    const { element } = start(talkative(), { commands: { enabled: true, onSearch: async () => [WEEK], onSelect } });
    write(element, "/we");
    await until(() => expect(lines(element)).toHaveLength(1));
    press(field(element), "Enter");
    await until(() => expect(field(element).value).toBe("@Plan "));
    expect(onSelect).toHaveBeenCalledExactlyOnceWith(WEEK);
  },
  "api.uploadStrategy.type": async () => {
    const { element, server, bytes } = attaching({}, { uploadStrategy: { type: "two_phase" } });
    await element.setComposerValue({ files: [text()] });
    expect(server.types()).toEqual(["attachments.create"]);
    expect(bytes.map(({ url, init }) => [url, init.method])).toEqual([["/up/1", "PUT"]]);
    expect((await send(element, server))["attachments"]).toEqual(["atc_1"]);
  },
  "api.uploadStrategy.uploadUrl": async () => {
    const { element, server, bytes } = attaching({}, { uploadStrategy: { type: "direct", uploadUrl: "/up/direct" } });
    await element.setComposerValue({ files: [text()] });
    expect(bytes.map(({ url, init }) => [url, init.method])).toEqual([["/up/direct", "POST"]]);
    expect((bytes[0]?.init.body as FormData | undefined)?.get("file")).toMatchObject({ name: "a.txt" });
    expect((await send(element, server))["attachments"]).toEqual(["atc_d"]);
  },
};

const requests: Table<Extract<JsonRequest["type"], `attachments.${string}` | "input.transcribe">> = {
  "attachments.create": async () => {
    const { element, server } = attaching();
    await element.setComposerValue({ files: [text()] });
    expect(server.requests[0]?.body).toEqual({
      type: "attachments.create",
      params: { name: "a.txt", size: 4, mime_type: "text/plain" },
    });
  },
  "attachments.delete": async () => {
    const { element, server } = attaching();
    await element.setComposerValue({ files: [text()] });
    await until(() => button(element, "Remove a.txt").click());
    await until(() => expect(server.types()).toEqual(["attachments.create", "attachments.delete"]));
    expect(server.requests[1]?.body).toEqual({ type: "attachments.delete", params: { attachment_id: "atc_1" } });
    await until(() => expect(chips(element)).toBe(0));
  },
  "input.transcribe": async () => {
    microphone();
    const server = talkative().on("input.transcribe", () => ({ text: "water the plants" }));
    const { element } = start(server, { composer: { dictation: { enabled: true } } });
    await until(() => expect(has(element, "Dictate")).toBe(true));
    button(element, "Dictate").click();
    await until(() => expect([note(element), button(element, "Stop dictating").disabled]).toEqual(["", false]));
    button(element, "Stop dictating").click();
    await until(() => expect(field(element).value).toBe("water the plants"));
    expect(server.requests.map((one) => one.body)).toEqual([
      { type: "input.transcribe", params: { audio_base64: "AQL6", mime_type: "audio/webm;codecs=opus" } },
    ]);
  },
};

describe("option", () => {
  for (const [name, check] of Object.entries(options)) it(name, check);
});

describe("request", () => {
  for (const [name, check] of Object.entries(requests)) it(name, check);
});

it("a reply goes with the message once, and setComposerValue may take it away", async () => {
  const server = talkative();
  const { element } = start(server);
  await element.setComposerValue({ reply: "as said" });
  await until(() => expect(find(element, ".quote").textContent).toContain("as said"));
  expect(await send(element, server)).toMatchObject({ quoted_text: "as said" });
  await until(() => expect(inside(element).querySelector(".quote")).toBeNull());
});
