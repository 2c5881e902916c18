import type { ChatKitOptions } from "@openai/chatkit";
import { afterEach, describe, expect, it, vi } from "vitest";
import { button, find, inside, mount, start, textOf, type, until } from "../page";
import { answer, assistantItem, delta, FakeServer, type Stream, thread, userItem } from "../server";
import type { ComposerPath, OptionPath, Table } from "./official";

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

const replies = () =>
  new FakeServer()
    .on("threads.list", () => ({ data: [thread("thr_1", { title: "First" })], has_more: false }))
    .on("threads.get_by_id", () =>
      thread("thr_1", { title: "First", items: { data: [userItem("q"), assistantItem("a")], has_more: false } }),
    )
    .onStream("threads.create", (stream) => {
      stream.send(...answer("hi", "one"));
      stream.end();
    });

const sheetOf = (element: Element, name: string) => find(element, ".root").style.getPropertyValue(name);
const themed = (theme: ChatKitOptions["theme"]) => start(replies(), { theme }).element;
const labels = (element: Element) =>
  [...inside(element).querySelectorAll("button")].map((one) => one.getAttribute("aria-label") ?? one.textContent);
const drawing = (element: Element, selector: string) => find(element, `${selector} svg`).innerHTML;

/** Sends what a prompt says and gives the message that the server got. */
async function press(prompt: unknown): Promise<unknown> {
  const server = replies();
  const { element } = start(server, { startScreen: { prompts: [{ label: "Go", prompt }] } });
  button(element, "Go").click();
  await until(() => expect(server.requests).toHaveLength(1));
  return (server.last("threads.create").params["input"] as { content: unknown }).content;
}

const tag = { type: "input_tag", id: "e1", text: "Plan" };

async function tagged(part: object): Promise<Record<string, unknown> | undefined> {
  const content = (await press([part])) as Record<string, unknown>[];
  return content[0];
}

const api: Table<Exclude<Extract<OptionPath, `api.${string}`>, ComposerPath>> = {
  "api.url": async () => {
    const server = replies();
    const { element } = start(server, { api: { url: "https://chat.example/x", fetch: server.fetch } });
    await element.showHistory();
    await until(() => expect(server.requests[0]?.url).toBe("https://chat.example/x"));
  },
  "api.fetch": async () => {
    const outside = vi.spyOn(globalThis, "fetch");
    const server = replies();
    const { element } = start(server);
    await element.sendUserMessage({ text: "hi" });
    expect(server.fetch).toHaveBeenCalledOnce();
    const [, init] = server.fetch.mock.calls[0] ?? [];
    expect(init?.signal).toBeInstanceOf(AbortSignal);
    expect(outside).not.toHaveBeenCalled();
  },
  "api.domainKey": async () => {
    const server = replies();
    const { element, names } = start(server, { api: { url: "/chatkit", domainKey: "domain_pk_x", fetch: server.fetch } });
    await element.sendUserMessage({ text: "hi" });
    expect(names()).not.toContain("error");
    expect(JSON.stringify([server.requests, [...(server.requests[0]?.headers ?? [])]])).not.toContain("domain_pk_x");
  },
  "api.getClientSecret": async () => {
    const calls: (string | null)[] = [];
    const seen: (string | null)[] = [];
    vi.stubGlobal("fetch", async (_url: string, init: RequestInit) => {
      const authorization = new Headers(init.headers).get("authorization");
      seen.push(authorization);
      return authorization === "Bearer one" ? new Response(null, { status: 401 }) : Response.json({ data: [], has_more: false });
    });
    const { element } = mount();
    const getClientSecret = async (current: string | null) => {
      calls.push(current);
      return current === null ? "one" : "two";
    };
    element.setOptions({ api: { url: "/chatkit", getClientSecret } });
    await element.showHistory();
    await until(() => expect(textOf(element)).toContain("No chats yet."));
    expect(calls).toEqual([null, "one"]);
    expect(seen).toEqual(["Bearer one", "Bearer two"]);
  },
};

const look: Table<Extract<OptionPath, "theme" | `theme.${string}`>> = {
  theme: () => {
    expect(find(themed("dark"), ".root").dataset["scheme"]).toBe("dark");
    expect(find(themed(undefined), ".root").dataset["scheme"]).toBe("light");
  },
  "theme.colorScheme": () => expect(find(themed({ colorScheme: "dark" }), ".root").dataset["scheme"]).toBe("dark"),
  "theme.radius": () => {
    for (const radius of ["pill", "round", "soft", "sharp"] as const) {
      expect(find(themed({ radius }), ".root").dataset["radius"]).toBe(radius);
    }
    expect(find(themed({}), ".root").dataset["radius"]).toBe("pill");
  },
  "theme.density": () => {
    for (const density of ["compact", "normal", "spacious"] as const) {
      expect(find(themed({ density }), ".root").dataset["density"]).toBe(density);
    }
    expect(find(themed({}), ".root").dataset["density"]).toBe("normal");
  },
  "theme.typography.baseSize": () => {
    for (const baseSize of [14, 15, 16, 17, 18] as const) {
      expect(sheetOf(themed({ typography: { baseSize } }), "--base")).toBe(`${baseSize}px`);
    }
  },
  "theme.typography.fontFamily": () => expect(sheetOf(themed({ typography: { fontFamily: "Inter" } }), "--font")).toBe("Inter"),
  "theme.typography.fontFamilyMono": () => expect(sheetOf(themed({ typography: { fontFamilyMono: "Mono" } }), "--mono")).toBe("Mono"),
  "theme.typography.fontSources[].family": () => font({}, ["F", 'url("https://fonts.example/f.woff2")']),
  "theme.typography.fontSources[].src": () => font({ src: "/own.woff2" }, ["F", `url("${new URL("/own.woff2", document.baseURI)}")`]),
  "theme.typography.fontSources[].weight": () => font({ weight: 700 }, { weight: "700" }),
  "theme.typography.fontSources[].style": () => font({ style: "italic" }, { style: "italic" }),
  "theme.typography.fontSources[].display": () => font({ display: "swap" }, { display: "swap" }),
  "theme.typography.fontSources[].unicodeRange": () => font({ unicodeRange: "U+0-FF" }, { unicodeRange: "U+0-FF" }),
  "theme.color.grayscale.hue": () => {
    const gray = (hue: number) => sheetOf(themed({ color: { grayscale: { hue, tint: 5 } } }), "--line");
    expect(gray(20)).toMatch(/^#/);
    expect(gray(20)).not.toBe(gray(200));
  },
  "theme.color.grayscale.tint": () => {
    const gray = (tint: 0 | 9) => sheetOf(themed({ color: { grayscale: { hue: 20, tint } } }), "--line");
    const [, r, g, b] = /^#(..)(..)(..)$/.exec(gray(0)) ?? [];
    expect([g, b]).toEqual([r, r]);
    expect(gray(9)).not.toBe(gray(0));
  },
  "theme.color.grayscale.shade": () => {
    const gray = (shade: -4 | 0) => sheetOf(themed({ color: { grayscale: { hue: 20, tint: 1, shade } } }), "--sunken");
    expect(gray(-4) < gray(0)).toBe(true);
  },
  "theme.color.accent.primary": () => {
    const accent = { primary: "rgb(200 0 100)", level: 1 } as const;
    expect(sheetOf(themed({ color: { accent } }), "--accent-fill")).toBe("#c80064");
  },
  "theme.color.accent.level": () => {
    const own = (level: 0 | 1 | 2 | 3) => sheetOf(themed({ color: { accent: { primary: "#c80064", level } } }), "--own");
    expect(own(0)).toBe("");
    expect(own(3)).not.toBe("");
  },
  "theme.color.surface.background": () => {
    const surface = { background: "#102030", foreground: "#ffffff" };
    expect(sheetOf(themed({ color: { surface } }), "--surface")).toBe("#102030");
  },
  "theme.color.surface.foreground": () => {
    const surface = { background: "#102030", foreground: "#fefefe" };
    expect(sheetOf(themed({ color: { surface } }), "--text-1")).toBe("#fefefe");
  },
};

/** Gives one font source and expects what the browser is asked for. */
function font(source: object, wanted: [string, string] | Record<string, string>): void {
  const made: { family: string; src: string; given: Record<string, string> }[] = [];
  class Face {
    constructor(family: string, src: string, given: Record<string, string>) {
      made.push({ family, src, given });
    }
  }
  vi.stubGlobal("FontFace", Face);
  const fonts = { add: vi.fn(), delete: vi.fn() };
  Object.defineProperty(document, "fonts", { configurable: true, value: fonts });
  themed({ typography: { fontSources: [{ family: "F", src: "https://fonts.example/f.woff2", ...source }] } });
  expect(made).toHaveLength(1);
  expect(fonts.add).toHaveBeenCalledOnce();
  if (Array.isArray(wanted)) expect([made[0]?.family, made[0]?.src]).toEqual(wanted);
  else expect(made[0]?.given).toMatchObject(wanted);
}

const header: Table<Extract<OptionPath, `header.${string}` | `history.${string}` | "frameTitle">> = {
  frameTitle: () => {
    expect(find(start(replies(), { frameTitle: "Help desk" }).element, ".frame").getAttribute("aria-label")).toBe("Help desk");
    expect(find(start(replies()).element, ".frame").getAttribute("aria-label")).toBe("Chat");
  },
  "header.enabled": () => {
    expect(inside(start(replies(), { header: { enabled: false } }).element).querySelector("header")).toBeNull();
    expect(inside(start(replies(), { header: {} }).element).querySelector("header")).not.toBeNull();
  },
  "header.title.enabled": async () => {
    const { element } = start(replies(), { header: { title: { enabled: false } }, initialThread: "thr_1" });
    await until(() => expect(textOf(element)).toContain("a"));
    expect(textOf(element, ".title")).toBe("");
  },
  "header.title.text": async () => {
    const fixed = start(replies(), { header: { title: { text: "Desk" } }, initialThread: "thr_1" }).element;
    const own = start(replies(), { initialThread: "thr_1" }).element;
    await until(() => expect(textOf(own, ".title")).toBe("First"));
    expect(textOf(fixed, ".title")).toBe("Desk");
  },
  "header.leftAction.icon": async () => {
    const { element } = start(replies(), { header: { leftAction: { icon: "hamburger", onClick: vi.fn() } } });
    await until(() => expect(drawing(element, "header button:first-child")).toContain("<path"));
  },
  "header.leftAction.onClick": () => {
    const onClick = vi.fn();
    find(start(replies(), { header: { leftAction: { icon: "menu", onClick } } }).element, "header button:first-child").click();
    expect(onClick).toHaveBeenCalledExactlyOnceWith();
  },
  "header.rightAction.icon": async () => {
    const { element } = start(replies(), { header: { rightAction: { icon: "close", onClick: vi.fn() } } });
    await until(() => expect(drawing(element, "header button:last-child")).toContain("<path"));
  },
  "header.rightAction.onClick": () => {
    const onClick = vi.fn();
    find(start(replies(), { header: { rightAction: { icon: "close", onClick } } }).element, "header button:last-child").click();
    expect(onClick).toHaveBeenCalledExactlyOnceWith();
  },
  "history.enabled": async () => {
    const { element, names } = start(replies(), { history: { enabled: false } });
    expect(labels(element)).not.toContain("Chat history");
    // An own button may still open it, as `showHistory` is for.
    await element.showHistory();
    await until(() => expect(names()).toContain("history.open"));
    expect(labels(start(replies()).element)).toContain("Chat history");
  },
  "history.showDelete": async () => {
    const { element } = start(replies(), { history: { showDelete: false } });
    await element.showHistory();
    await until(() => expect(labels(element)).toContain("Rename “First”"));
    expect(labels(element)).not.toContain("Delete “First”");
  },
  "history.showRename": async () => {
    const { element } = start(replies(), { history: { showRename: false } });
    await element.showHistory();
    await until(() => expect(labels(element)).toContain("Delete “First”"));
    expect(labels(element)).not.toContain("Rename “First”");
  },
};

const begin: Table<Extract<OptionPath, `startScreen.${string}` | `disclaimer.${string}` | "initialThread" | "locale">> = {
  initialThread: async () => {
    const server = replies();
    const { element, names } = start(server, { initialThread: "thr_1" });
    await until(() => expect(textOf(element)).toContain("First"));
    expect(server.requests.map((one) => one.body)).toEqual([{ type: "threads.get_by_id", params: { thread_id: "thr_1" } }]);
    expect(names()).not.toContain("thread.change");
    expect(textOf(start(replies(), { initialThread: null }).element)).toContain("What can I help with today?");
  },
  locale: async () => {
    const server = replies();
    const { element } = start(server, { locale: "de-DE" });
    await until(() => expect(textOf(element)).toContain("Womit kann ich"));
    expect(find(element, ".root").lang).toBe("de-DE");
    await element.showHistory();
    expect(server.requests[0]?.headers.get("accept-language")).toBe("de-DE");
    // Without a catalogue: English texts, and the language still reaches the server.
    expect(textOf(start(replies(), { locale: "so-SO" }).element)).toContain("What can I help with today?");
  },
  "startScreen.greeting": () => expect(textOf(start(replies(), { startScreen: { greeting: "Ahoy" } }).element, ".start h3")).toBe("Ahoy"),
  "startScreen.prompts[].label": () => {
    const prompts = [
      { label: "First", prompt: "1" },
      { label: "Second", prompt: "2" },
    ];
    const { element } = start(replies(), { startScreen: { prompts } });
    expect([...inside(element).querySelectorAll(".prompt")].map((one) => one.textContent)).toEqual(["First", "Second"]);
  },
  "startScreen.prompts[].icon": async () => {
    const { element } = start(replies(), { startScreen: { prompts: [{ label: "Go", prompt: "x", icon: "lifesaver" }] } });
    await until(() => expect(drawing(element, ".prompt")).toContain("<path"));
  },
  "startScreen.prompts[].prompt": async () => expect(await press("Say hi")).toEqual([{ type: "input_text", text: "Say hi" }]),
  "startScreen.prompts[].prompt[].type": async () => {
    expect(await press([{ type: "input_text", text: "see " }, tag, { type: "other" }])).toEqual([
      { type: "input_text", text: "see " },
      { ...tag, data: {}, interactive: false },
    ]);
  },
  "startScreen.prompts[].prompt[].text": async () => expect(await tagged({ ...tag, text: "Other" })).toMatchObject({ text: "Other" }),
  "startScreen.prompts[].prompt[].id": async () => expect(await tagged({ ...tag, id: "e2" })).toMatchObject({ id: "e2" }),
  "startScreen.prompts[].prompt[].group": async () => {
    expect(await tagged({ ...tag, group: "Docs" })).toMatchObject({ group: "Docs" });
    expect(await tagged(tag)).not.toHaveProperty("group");
  },
  "startScreen.prompts[].prompt[].data": async () => expect(await tagged({ ...tag, data: { a: "b" } })).toMatchObject({ data: { a: "b" } }),
  "startScreen.prompts[].prompt[].interactive": async () =>
    expect(await tagged({ ...tag, interactive: true })).toMatchObject({ interactive: true }),
  "disclaimer.text": async () => {
    const { element } = start(replies(), { disclaimer: { text: "May be **wrong**. [More](https://example.com/)" } });
    await until(() => expect(textOf(element, ".disclaimer")).toBe("May be wrong. More"));
    expect(find<HTMLAnchorElement>(element, ".disclaimer a").href).toBe("https://example.com/");
  },
  "disclaimer.highContrast": () => {
    const strong = (highContrast: boolean) =>
      find(start(replies(), { disclaimer: { text: "x", highContrast } }).element, ".disclaimer").classList.contains("strong");
    expect([strong(true), strong(false)]).toEqual([true, false]);
  },
};

const toolCall = (stream: Stream) => {
  const call = { type: "client_tool_call", id: "tc_1", thread_id: "thr_1", created_at: "", status: "pending", call_id: "c" };
  stream.send({ type: "thread.created", thread: thread() });
  stream.send({ type: "thread.item.done", item: { ...call, name: "pick", arguments: { n: 1 } } });
  stream.end();
};

const thereafter: Table<Extract<OptionPath, "onClientTool" | `widgets.${string}` | `threadItemActions.${string}` | `thread.${string}`>> = {
  onClientTool: async () => {
    const server = replies()
      .onStream("threads.create", toolCall)
      .onStream("threads.add_client_tool_output", (stream) => stream.send(...answer("", "done", false).slice(2)).end());
    const onClientTool = vi.fn(async () => ({ ok: true }));
    const { element } = start(server, { onClientTool });
    await element.sendUserMessage({ text: "hi" });
    await until(() => expect(textOf(element)).toContain("done"));
    expect(onClientTool).toHaveBeenCalledExactlyOnceWith({ name: "pick", params: { n: 1 } });
    expect(server.last("threads.add_client_tool_output").params).toEqual({ thread_id: "thr_1", result: { ok: true } });
  },
  "widgets.onAction": async () => {
    const widget = {
      type: "Card",
      children: [{ type: "Button", label: "Do", onClickAction: { type: "do", payload: { id: 7 }, handler: "client" } }],
    };
    const item = { type: "widget", id: "msg_w", thread_id: "thr_1", created_at: "", widget };
    const server = replies().on("threads.get_by_id", () => thread("thr_1", { items: { data: [item], has_more: false } }));
    const onAction = vi.fn(async () => undefined);
    const { element } = start(server, { initialThread: "thr_1", widgets: { onAction } });
    await until(() => expect(button(element, "Do")).toBeTruthy());
    button(element, "Do").click();
    await until(() => expect(onAction).toHaveBeenCalledExactlyOnceWith({ type: "do", payload: { id: 7 } }, { id: "msg_w", widget }));
    expect(server.types()).toEqual(["threads.get_by_id"]);
  },
  "threadItemActions.feedback": async () => {
    const shown = async (threadItemActions: object) => {
      const { element } = start(replies(), { initialThread: "thr_1", threadItemActions });
      await until(() => expect(labels(element).filter((label) => label === "Copy")).toHaveLength(2));
      return labels(element).includes("Good answer");
    };
    expect([await shown({ feedback: true }), await shown({})]).toEqual([true, false]);
  },
  "threadItemActions.retry": async () => {
    const shown = async (threadItemActions: object) => {
      const { element } = start(replies(), { initialThread: "thr_1", threadItemActions });
      await until(() => expect(labels(element).filter((label) => label === "Copy")).toHaveLength(2));
      return labels(element).includes("Retry");
    };
    expect([await shown({ retry: true }), await shown({})]).toEqual([true, false]);
  },
  "thread.autoScroll": async () => {
    const server = replies().onStream("threads.create", (stream) => stream.send(...answer("hi", "").slice(0, 4), delta("one ")));
    for (const autoScroll of [true, false]) {
      const { element } = start(server, { thread: { autoScroll } });
      await element.sendUserMessage({ text: "hi" });
      await until(() => expect(textOf(element)).toContain("one"));
      // No layout here: what would be the end is given.
      const body = find(element, ".scroll");
      Object.defineProperty(body, "scrollHeight", { configurable: true, value: 500 });
      body.scrollTop = 0;
      server.streams.at(-1)?.send(delta("two "));
      await until(() => expect(textOf(element)).toContain("two"));
      expect(body.scrollTop, `autoScroll: ${autoScroll}`).toBe(autoScroll ? 500 : 0);
    }
  },
};

const all = { ...api, ...look, ...header, ...begin, ...thereafter } satisfies Table<Exclude<OptionPath, ComposerPath>>;

describe("option", () => {
  for (const [name, check] of Object.entries(all)) it(name, check);
});

/** Records and lists that hold options. */
const CONTAINERS = [
  "header",
  "header.title",
  "header.leftAction",
  "history",
  "startScreen",
  "startScreen.prompts",
  "theme.typography",
].concat([
  "theme.typography.fontSources",
  "theme.color",
  "theme.color.accent",
  "threadItemActions",
  "composer",
  "disclaimer",
  "widgets",
  "thread",
]);
const COMPOSER = [
  "composer.attachments",
  "composer.tools",
  "composer.tools[].icon",
  "composer.models",
  "composer.dictation",
  "composer.initialDrafts",
  "entities",
  "entities.onTagSearch",
  "commands",
  "commands.onSearch",
  "api.uploadStrategy",
];

/** Options with one value at `path`; what stands around it is as it should be. */
function withAt(server: FakeServer, path: string, value: unknown): Record<string, unknown> {
  const good: Record<string, object> = {
    "header.leftAction": { icon: "menu", onClick: () => undefined },
    "header.rightAction": { icon: "menu", onClick: () => undefined },
    "startScreen.prompts[]": { label: "Go", prompt: "x" },
    "startScreen.prompts[].prompt[]": tag,
    "theme.typography.fontSources[]": { family: "F", src: "/f.woff2" },
    "composer.tools[]": { id: "web", label: "Web" },
    "composer.models[]": { id: "big", label: "Big" },
    api: { url: "/chatkit", fetch: server.fetch },
  };
  const steps = path.split(".");
  const build = (at: number): unknown => {
    if (at === steps.length) return value;
    const before = steps.slice(0, at).join(".");
    const step = steps[at] ?? "";
    const isList = step.endsWith("[]");
    const inner = build(at + 1);
    return { ...good[before], [step.replace("[]", "")]: isList ? [inner] : inner };
  };
  return { api: good["api"], ...(build(0) as object) };
}

describe("setOptions", () => {
  it("refuses what cannot be used with a sentence, on the screen and as an event, and never throws", async () => {
    const { element, heard } = mount();
    for (const bad of [undefined, null, 7, "x", [], {}, { api: {} }, { api: { url: 5 } }, { api: { getClientSecret: () => "x" } }]) {
      expect(() => element.setOptions(bad as never)).not.toThrow();
    }
    await until(() => expect(heard.filter((one) => one.name === "error")).toHaveLength(9));
    expect(heard[0]?.detail).toEqual({ error: expect.any(Error) });
    expect(inside(element).textContent).toContain("speaks the self-hosted protocol only");
    expect(heard.map((one) => one.name)).not.toContain("ready");
    // The sentence looks as the chat would.
    element.setOptions({ theme: "dark", locale: "ar" } as never);
    await until(() => expect(heard.filter((one) => one.name === "error")).toHaveLength(10));
    const root = find<HTMLElement>(element, ".root");
    expect([root.dataset["scheme"], root.dir, textOf(element, ".misconfigured")]).toEqual(["dark", "rtl", expect.stringContaining("api")]);
    // What comes after is taken.
    element.setOptions({ api: { url: "/chatkit", fetch: replies().fetch as never } });
    await until(() => expect(heard.at(-1)?.name).toBe("ready"));
    type(element, "works");
  });

  it("passes over values that cannot be, and keeps the rest", async () => {
    const junk = [null, Number.NaN, "x", [null, 7, {}], {}, true, () => undefined];
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    for (const path of [...Object.keys(all), ...CONTAINERS, ...COMPOSER]) {
      // What cannot be the address is refused, and has a test of its own.
      if (path === "api.url") continue;
      const server = replies();
      const { element, names } = start(server);
      for (const value of junk) {
        element.setOptions(withAt(server, path, value) as never);
        const text = `${path}: ${String(value)}`;
        type(element, text);
        await until(() =>
          expect([find<HTMLTextAreaElement>(element, "textarea").value, button(element, "Send").disabled]).toEqual([text, false]),
        );
      }
      expect(names(), path).not.toContain("error");
      element.remove();
    }
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  }, 20_000);

  it("says in the log what it passed over", async () => {
    const { heard, element } = start(replies(), {
      header: { title: { text: 7 }, rightAction: { icon: "close" } },
      startScreen: { prompts: [{ label: "Go", prompt: "x" }, { label: 7 }, null] },
    });
    const paths = ["header.title.text", "header.rightAction", "startScreen.prompts[1].label"];
    await until(() =>
      expect(heard).toContainEqual({
        name: "log",
        detail: { name: "options.ignored", data: { paths: [...paths, "startScreen.prompts[1]"] } },
      }),
    );
    expect(inside(element).querySelectorAll(".prompt")).toHaveLength(1);
  });

  it("passes over options it does not know", async () => {
    const { names } = start(replies(), { xFuture: { a: 1 }, header: { xNew: true }, threadItemActions: { share: true } });
    await until(() => expect(names()).toEqual(["ready"]));
  });
});
