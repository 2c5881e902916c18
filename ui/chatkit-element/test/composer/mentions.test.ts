import type { Entity } from "@openai/chatkit";
import { afterEach, describe, expect, it, vi } from "vitest";
import { button, find, inside, press, textOf, until } from "../page";
import { FakeServer, thread } from "../server";
import { activeLine, erase, field, lines, open, start, talkative, write } from "./start";

afterEach(() => document.body.replaceChildren());

const PLAN: Entity = { id: "e1", title: "Plan", group: "Papers", icon: "document", interactive: true, data: { year: "2026" } };
const JO: Entity = { id: "p1", title: "Jo Day", group: "People" };
const JO_TOO: Entity = { id: "p2", title: "Jo Day", group: "People" };

function searching(found: Entity[] = [PLAN, JO], more: object = {}) {
  const onTagSearch = vi.fn(async (query: string) => found.filter((one) => one.title.toLowerCase().includes(query.toLowerCase())));
  const server = talkative();
  const page = start(server, { entities: { onTagSearch, ...more } });
  return { ...page, server, onTagSearch };
}

async function mention(element: Element, typed: string): Promise<void> {
  write(element, typed);
  await until(() => expect(activeLine(element)).not.toBeNull());
  press(field(element), "Enter");
  await until(() => expect(inside(element).querySelector(".list")).toBeNull());
}

describe("mentioning", () => {
  it("lists what the page finds, by group, and sends the chosen one as the contract has it", async () => {
    const { element, server } = searching();
    write(element, "see @");
    await until(() => expect(lines(element)).toEqual(["Plan", "Jo Day"]));
    expect([...inside(element).querySelectorAll("[role=group][aria-label]")].map((one) => one.getAttribute("aria-label"))).toEqual(
      expect.arrayContaining(["Papers", "People"]),
    );
    expect(field(element).getAttribute("aria-controls")).toBe(find(element, "[role=listbox]").id);
    expect(activeLine(element)).toBe("Plan");
    press(field(element), "Enter");
    await until(() => expect(lines(element)).toEqual([]));
    expect(field(element).value).toBe("see @Plan ");
    expect(server.requests).toHaveLength(0);
    write(element, "please");
    press(field(element), "Enter");
    await until(() => expect(server.requests).toHaveLength(1));
    expect(server.last("threads.create").params["input"]).toEqual({
      content: [
        { type: "input_text", text: "see " },
        { type: "input_tag", id: "e1", text: "Plan", data: { year: "2026" }, group: "Papers", interactive: true },
        { type: "input_text", text: " please" },
      ],
      attachments: [],
      inference_options: {},
    });
  });

  it("tells two of one name apart", async () => {
    const { element, server } = searching([JO, JO_TOO]);
    write(element, "@jo");
    await until(() => expect(lines(element)).toHaveLength(2));
    press(field(element), "ArrowDown");
    await until(() => expect(find(element, "[aria-selected=true]").id).toBe(field(element).getAttribute("aria-activedescendant")));
    await until(() => expect(inside(element).querySelectorAll("[role=option]")[1]?.getAttribute("aria-selected")).toBe("true"));
    press(field(element), "Enter");
    await until(() => expect(inside(element).querySelector(".list")).toBeNull());
    await mention(element, "@jo");
    press(field(element), "Enter");
    await until(() => expect(server.requests).toHaveLength(1));
    const { content } = server.last("threads.create").params["input"] as { content: { id?: string }[] };
    expect(content.map((part) => part.id ?? part)).toEqual(["p2", { type: "input_text", text: " " }, "p1"]);
  });

  it("goes round with the arrows, takes with Tab or a click, and is put away with Escape until another @", async () => {
    const { element } = searching();
    write(element, "@");
    await until(() => expect(activeLine(element)).toBe("Plan"));
    expect(press(field(element), "ArrowUp").defaultPrevented).toBe(true);
    await until(() => expect(activeLine(element)).toBe("Jo Day"));
    press(field(element), "ArrowDown");
    await until(() => expect(activeLine(element)).toBe("Plan"));
    expect(press(field(element), "Escape").defaultPrevented).toBe(true);
    await until(() => expect(lines(element)).toEqual([]));
    write(element, "p");
    await until(() => expect(field(element).value).toBe("@p"));
    expect(lines(element)).toEqual([]);
    write(element, " @j");
    await until(() => expect(activeLine(element)).toBe("Jo Day"));
    expect(press(field(element), "Tab").defaultPrevented).toBe(true);
    await until(() => expect(field(element).value).toBe("@p @Jo Day "));
    write(element, "@pl");
    await until(() => expect(lines(element)).toEqual(["Plan"]));
    find(element, "[role=option]").click();
    await until(() => expect(field(element).value).toBe("@p @Jo Day @Plan "));
  });

  it("leaves the keys to the field while nothing is listed, and to an input method while it composes", async () => {
    const { element, server } = searching([]);
    write(element, "@who");
    await until(() => expect(textOf(element, ".list")).toContain("Nothing found for “who”."));
    expect(press(field(element), "ArrowUp").defaultPrevented).toBe(false);
    write(element, " is");
    await until(() => expect(inside(element).querySelector(".list")).toBeNull());
    expect(press(field(element), "Escape").defaultPrevented).toBe(false);
    press(field(element), "Enter");
    await until(() => expect(server.requests).toHaveLength(1));

    const composing = searching();
    write(composing.element, "@");
    await until(() => expect(lines(composing.element)).toHaveLength(2));
    expect(press(field(composing.element), "Enter", { isComposing: true }).defaultPrevented).toBe(false);
    expect(press(field(composing.element), "ArrowDown", { keyCode: 229 }).defaultPrevented).toBe(false);
  });

  it("never takes from an older result what was typed past", async () => {
    const late = open<Entity[]>();
    const onTagSearch = vi.fn(async (query: string) => (query === "" ? [PLAN, JO] : late.promise));
    const { element } = start(talkative(), { entities: { onTagSearch } });
    write(element, "@");
    await until(() => expect(activeLine(element)).toBe("Plan"));
    write(element, "jo");
    await until(() => expect(lines(element)).toEqual(["Jo Day"]));
    expect(activeLine(element)).toBe("Jo Day");
  });

  it("says when the search failed; it can be tried again, and Enter still sends", async () => {
    const onTagSearch = vi.fn(async (_: string): Promise<Entity[]> => Promise.reject(new Error("index is down")));
    const server = talkative();
    const { element, heard } = start(server, { entities: { onTagSearch } });
    write(element, "@pl");
    await until(() => expect(textOf(element, ".list")).toContain("The search did not work."));
    expect(heard).toContainEqual({ name: "error", detail: { error: new Error("index is down") } });
    expect(activeLine(element)).toBeNull();
    onTagSearch.mockResolvedValue([PLAN]);
    press(field(element), "ArrowDown");
    await until(() => expect(activeLine(element)).toBe("Try again"));
    press(field(element), "Enter");
    await until(() => expect(lines(element)).toEqual(["Plan"]));
    onTagSearch.mockRejectedValue(new Error("again"));
    write(element, "x");
    await until(() => expect(textOf(element, ".list")).toContain("The search did not work."));
    press(field(element), "Enter");
    await until(() => expect(server.types()).toEqual(["threads.create"]));
  });

  it("passes over what is no entity", async () => {
    const { element } = searching([null, {}, { id: "x" }, { id: "y", title: " " }, PLAN] as never);
    // The search of this test filters by title: the page's own answer is what is meant here.
    element.setOptions({
      api: { url: "/chatkit" },
      entities: { onTagSearch: async () => [null, {}, { id: "x" }, { id: "y", title: " " }, PLAN] as never },
    });
    write(element, "@");
    await until(() => expect(lines(element)).toEqual(["Plan"]));
  });

  it("has a button where the options say so, which puts an @ apart from the word before", async () => {
    const { element } = searching([PLAN], { showComposerMenu: true });
    write(element, "see");
    await until(() => button(element, "Mention something").click());
    await until(() => expect(lines(element)).toEqual(["Plan"]));
    expect(field(element).value).toBe("see @");
    const without = start(talkative(), { entities: { showComposerMenu: true } });
    await until(() => expect(field(without.element)).toBeTruthy());
    expect(inside(without.element).querySelector("[aria-label='Mention something']")).toBeNull();
  });
});

describe("a tag in the field", () => {
  it("is marked, is deleted as one, and is a tag again when its text comes back", async () => {
    const { element, server } = searching();
    await mention(element, "@pl");
    await until(() => expect(find(element, ".mark").textContent).toBe("@Plan"));
    field(element).setSelectionRange(5, 5);
    const event = new InputEvent("beforeinput", { bubbles: true, cancelable: true, inputType: "deleteContentBackward" });
    field(element).dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    expect(field(element).value).toBe(" ");
    await until(() => expect(inside(element).querySelector(".mark")).toBeNull());
    write(element, "@Plan");
    press(field(element), "Escape");
    await until(() => expect(find(element, ".mark").textContent).toBe("@Plan"));
    press(field(element), "Enter");
    await until(() => expect(server.requests).toHaveLength(1));
    expect(server.last("threads.create").params["input"]).toMatchObject({ content: [{ type: "input_tag", id: "e1" }] });
  });

  it("goes whole where only its end could be deleted, and is deleted forwards too", async () => {
    const { element } = searching();
    await mention(element, "@pl");
    erase(element, 4, 5);
    await until(() => expect(field(element).value).toBe(" "));
    await mention(element, "@pl");
    await until(() => find(element, ".mark"));
    const [place] = [field(element).value.indexOf("@")];
    field(element).setSelectionRange(place, place);
    field(element).dispatchEvent(new InputEvent("beforeinput", { bubbles: true, cancelable: true, inputType: "deleteContentForward" }));
    expect(field(element).value.trim()).toBe("");
  });

  it("keeps the caret beside it", async () => {
    const { element } = searching();
    await mention(element, "@pl");
    await until(() => find(element, ".mark"));
    press(field(element), "ArrowLeft");
    field(element).setSelectionRange(5, 5);
    document.dispatchEvent(new Event("selectionchange"));
    field(element).setSelectionRange(4, 4);
    document.dispatchEvent(new Event("selectionchange"));
    expect(field(element).selectionStart).toBe(0);
    field(element).setSelectionRange(1, 1);
    document.dispatchEvent(new Event("selectionchange"));
    expect(field(element).selectionStart).toBe(5);
  });

  it("is text again once it was written into", async () => {
    const { element, server } = searching();
    await mention(element, "@pl");
    // As a correction of the spelling does, without the caret.
    field(element).setRangeText("x", 3, 3, "preserve");
    field(element).dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertReplacementText" }));
    press(field(element), "Enter");
    await until(() => expect(server.requests).toHaveLength(1));
    expect(server.last("threads.create").params["input"]).toMatchObject({ content: [{ type: "input_text", text: "@Plxan" }] });
  });

  it("is previewed under the pointer", async () => {
    const onRequestPreview = vi.fn(async () => ({ preview: { type: "Basic", children: [{ type: "Text", value: "In May" }] } as never }));
    const { element } = searching([PLAN], { onRequestPreview });
    await mention(element, "@pl");
    await until(() => find(element, ".mark"));
    // happy-dom lays nothing out: the mark is at 0, 0.
    vi.spyOn(find(element, ".mark"), "getClientRects").mockReturnValue([{ left: 0, right: 40, top: 0, bottom: 20 }] as never);
    field(element).dispatchEvent(new PointerEvent("pointermove", { clientX: 5, clientY: 5 }));
    await until(() => expect(textOf(element, ".preview")).toBe("In May"));
    field(element).dispatchEvent(new PointerEvent("pointermove", { clientX: 90, clientY: 5 }));
    await until(() => expect(inside(element).querySelector(".preview")).toBeNull());
    expect(onRequestPreview).toHaveBeenCalledTimes(1);
  });
});

describe("a tag in a message", () => {
  const said = (tag: object) =>
    thread("thr_1", {
      items: {
        data: [
          {
            type: "user_message",
            id: "m1",
            thread_id: "thr_1",
            created_at: "2026-11-21T10:00:00Z",
            content: [
              { type: "input_text", text: "see " },
              { type: "input_tag", data: {}, interactive: true, ...tag },
            ],
            attachments: [],
            inference_options: {},
          },
        ],
        has_more: false,
      },
    });

  function showing(entities: object, tag: object = { id: "e1", text: "Plan", data: { year: "2026" }, group: "Papers" }) {
    const server = new FakeServer().on("threads.get_by_id", () => said(tag));
    return start(server, { initialThread: "thr_1", entities });
  }

  it("tells the page when it is pressed", async () => {
    const onClick = vi.fn();
    const { element } = showing({ onClick });
    await until(() => button(element, "@Plan").click());
    expect(onClick).toHaveBeenCalledExactlyOnceWith({
      id: "e1",
      title: "Plan",
      data: { year: "2026" },
      group: "Papers",
      interactive: true,
    });
  });

  it("is no button when it is not interactive, or the page has nothing for it", async () => {
    const { element } = showing({ onClick: () => undefined }, { id: "e1", text: "Plan", interactive: false });
    await until(() => expect(textOf(element)).toContain("see @Plan"));
    expect(inside(element).querySelector("button.mention")).toBeNull();
    const other = showing({});
    await until(() => expect(textOf(other.element)).toContain("see @Plan"));
    expect(inside(other.element).querySelector("button.mention")).toBeNull();
  });

  it("is previewed when it gets the focus, until it loses it or Escape", async () => {
    const onRequestPreview = vi.fn(async () => ({ preview: { type: "Basic", children: [{ type: "Text", value: "In May" }] } as never }));
    const { element } = showing({ onRequestPreview });
    await until(() => button(element, "@Plan").focus());
    await until(() => expect(textOf(element, ".preview")).toBe("In May"));
    expect(find(element, ".preview").getAttribute("aria-label")).toBe("Preview of Plan");
    expect(button(element, "@Plan").getAttribute("aria-describedby")).toBe(find(element, ".preview").id);
    expect(press(button(element, "@Plan"), "Escape").defaultPrevented).toBe(true);
    await until(() => expect(inside(element).querySelector(".preview")).toBeNull());
    button(element, "@Plan").dispatchEvent(new PointerEvent("pointerenter"));
    await until(() => expect(textOf(element, ".preview")).toBe("In May"));
    button(element, "@Plan").dispatchEvent(new PointerEvent("pointerleave"));
    await until(() => expect(inside(element).querySelector(".preview")).toBeNull());
  });

  it("says when its preview does not come, and shows none where there is none", async () => {
    const onRequestPreview = vi.fn(async (): Promise<{ preview: null }> => Promise.reject(new Error("gone")));
    const { element, heard } = showing({ onRequestPreview });
    await until(() => button(element, "@Plan").focus());
    await until(() => expect(textOf(element, ".preview")).toBe("The preview could not be loaded."));
    expect(heard).toContainEqual({ name: "error", detail: { error: new Error("gone") } });
    button(element, "@Plan").blur();
    await until(() => expect(inside(element).querySelector(".preview")).toBeNull());
    onRequestPreview.mockResolvedValue({ preview: null });
    button(element, "@Plan").focus();
    await until(() => expect(onRequestPreview).toHaveBeenCalledTimes(2));
    await until(() => expect(inside(element).querySelector(".preview")).toBeNull());
  });
});
