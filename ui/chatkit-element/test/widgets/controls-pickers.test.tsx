import axe from "axe-core";
import { afterEach, describe, expect, it } from "vitest";
import { dayInWords, dayOf, withDay } from "../../src/widgets/controls/days";
import { button, inside, press, until } from "../page";
import { FakeServer } from "../server";
import { card, form, type Stage, show, submit } from "./stage";

afterEach(() => {
  document.body.replaceChildren();
  document.documentElement.removeAttribute("dir");
});

const answering = () => new FakeServer().on("threads.sync_custom_action", () => ({}));
const fruits = ["Apples", "Bananas", "Cherries"].map((label) => ({ value: label.toLowerCase(), label }));
const towns = "Lisbon Porto Faro Braga Coimbra Aveiro Évora Setúbal Viseu Leiria Beja Bragança Guarda Tomar Sintra Lagos".split(" ");
const cities = towns.map((label) => ({ value: label, label }));

const focused = (stage: Stage) => inside(stage.element).activeElement;
const rows = (stage: Stage) => stage.all(".option").map((one) => one.querySelector(".words")?.firstChild?.textContent);
const highlighted = (stage: Stage) => stage.all(".option[data-highlighted]").map((one) => one.textContent);
async function open(stage: Stage): Promise<void> {
  stage.get(".pick").click();
  await until(() => expect(stage.all(".popup")).toHaveLength(1));
}
/** Presses a key where the focus is. */
function key(stage: Stage, name: string, more: KeyboardEventInit = {}): void {
  const target = focused(stage);
  if (!target) throw new Error("nothing has the focus");
  press(target, name, { code: name, ...more });
}

describe("a list to choose from", () => {
  const select = (more: object = {}) => ({ type: "Select", name: "fruit", options: fruits, ...more });

  it("can be used with the keyboard alone", async () => {
    const stage = await show(form(select({ placeholder: "Fruit" }), submit), answering());
    stage.get(".pick").focus();
    key(stage, "ArrowDown");
    await until(() => expect(focused(stage)).toBe(stage.get(".popup")));
    await until(() => expect(highlighted(stage)).toEqual(["Apples"]));
    key(stage, "ArrowDown");
    await until(() => expect(highlighted(stage)).toEqual(["Bananas"]));
    key(stage, "End");
    await until(() => expect(highlighted(stage)).toEqual(["Cherries"]));
    key(stage, "b");
    await until(() => expect(highlighted(stage)).toEqual(["Bananas"]));
    key(stage, "Enter");
    await until(() => expect([stage.get(".pick").textContent, stage.all(".popup").length]).toEqual(["Bananas", 0]));
    await until(() => expect(focused(stage)).toBe(stage.get(".pick")));
    button(stage.element, "Send").click();
    await until(() => expect(stage.actions()).toEqual([{ type: "send", payload: { fruit: "bananas" } }]));
  });

  it("closes with Esc and leaves what was chosen", async () => {
    const stage = await show(card(select({ defaultValue: "cherries" })));
    await open(stage);
    await until(() => expect(focused(stage)).toBe(stage.get(".popup")));
    key(stage, "ArrowUp");
    key(stage, "Escape");
    await until(() => expect(stage.all(".popup")).toEqual([]));
    expect(stage.get(".pick").textContent).toBe("Cherries");
    await until(() => expect(focused(stage)).toBe(stage.get(".pick")));
  });

  it("says which one is chosen, and what more there is to say", async () => {
    const options = [
      { value: "a", label: "A", description: "The first" },
      { value: "b", label: "B", disabled: true },
      { value: "", label: "None" },
    ];
    const stage = await show(
      form({ type: "Label", value: "Letter", fieldName: "l" }, { type: "Select", name: "l", options, defaultValue: "a" }),
    );
    await open(stage);
    expect(
      stage.all("[role=option]").map((one) => [one.textContent, one.getAttribute("aria-selected"), one.getAttribute("aria-disabled")]),
    ).toEqual([
      ["AThe first", "true", null],
      ["B", "false", "true"],
      ["None", "false", null],
    ]);
    expect(stage.get("[role=listbox]").getAttribute("aria-labelledby")).toBe(stage.get("label").id);
    stage.all(".option")[1]?.click();
    stage.all(".option")[2]?.click();
    // The one that cannot be chosen was not; one without a value can be.
    await until(() => expect(stage.get(".pick").textContent).toBe("None"));
  });

  it("can be emptied, which sends that there is nothing", async () => {
    const stage = await show(form(select({ defaultValue: "apples", clearable: true, placeholder: "Fruit" }), submit), answering());
    button(stage.element, "Clear “Apples”").click();
    await until(() => expect(stage.get(".pick").textContent).toBe("Fruit"));
    expect(stage.all(".clear")).toEqual([]);
    expect(focused(stage)).toBe(stage.get(".pick"));
    button(stage.element, "Send").click();
    await until(() => expect(stage.actions()).toEqual([{ type: "send", payload: { fruit: null } }]));
  });

  it("with nothing in it says so, and a default that is no option is none", async () => {
    const stage = await show(card(select({ options: [null, 7, { label: "no value" }], defaultValue: "apples", placeholder: "Fruit" })));
    expect(stage.get(".pick").textContent).toBe("Fruit");
    await open(stage);
    expect(stage.get(".popup .none").textContent).toBe("There is nothing to choose.");
  });

  it("opens within the element, in the scheme of its card", async () => {
    const stage = await show({ ...card(select()), theme: "dark" });
    await open(stage);
    const layer = stage.get(".popup").closest(".popups");
    expect(layer?.parentElement).toBe(stage.get(".root"));
    expect([layer?.classList.contains("themed"), layer?.getAttribute("data-scheme")]).toEqual([true, "dark"]);
  });

  it("reads from right to left where the page does", async () => {
    document.documentElement.dir = "rtl";
    document.documentElement.style.direction = "rtl";
    const stage = await show(card(select()));
    await open(stage);
    expect(stage.get("[data-part=trigger]").getAttribute("dir")).toBe("rtl");
    document.documentElement.style.direction = "";
  });
});

describe("a list to search in", () => {
  const select = (more: object = {}) => ({ type: "Select", name: "city", options: cities, placeholder: "City", ...more });
  const type = async (stage: Stage, words: string) => {
    stage.get(".pick").focus();
    stage.write(".pick", words);
    await until(() => expect(stage.all(".popup")).toHaveLength(1));
  };

  it("is what more than 15 options are", async () => {
    const few = await show(card(select({ options: cities.slice(0, 15) })));
    expect(few.get(".pick").tagName).toBe("BUTTON");
    few.element.remove();
    const many = await show(card(select()));
    expect(many.get(".pick").tagName).toBe("INPUT");
  });

  it("narrows down to what is typed, whatever its case and accents", async () => {
    const stage = await show(card(select()));
    await type(stage, "BRAGANC");
    await until(() => expect(rows(stage)).toEqual(["Bragança"]));
    stage.write(".pick", "bra");
    await until(() => expect(rows(stage)).toEqual(["Braga", "Coimbra", "Bragança"]));
    stage.write(".pick", "xyz");
    await until(() => expect(stage.get(".none").textContent).toBe("Nothing fits “xyz”."));
  });

  it("takes the marked one with Enter, and sends the form only with the next", async () => {
    const stage = await show(form(select(), submit), answering());
    await type(stage, "evo");
    await until(() => expect(highlighted(stage)).toEqual(["Évora"]));
    key(stage, "Enter");
    await until(() => expect([stage.get<HTMLInputElement>(".pick").value, stage.all(".popup").length]).toEqual(["Évora", 0]));
    expect(stage.actions()).toEqual([]);
    key(stage, "Enter");
    await until(() => expect(stage.actions()).toEqual([{ type: "send", payload: { city: "Évora" } }]));
  });

  it("goes back to what was chosen when the search is left", async () => {
    const stage = await show(card(select({ defaultValue: "Porto" })));
    await type(stage, "far");
    key(stage, "Escape");
    await until(() => expect([stage.get<HTMLInputElement>(".pick").value, stage.all(".popup").length]).toEqual(["Porto", 0]));
    // With no list to close, the key is not the list's any more.
    expect(press(stage.get(".pick"), "Escape").defaultPrevented).toBe(false);
  });

  it("shows what the server sends instead", async () => {
    const stage = await show(card(select({ defaultValue: "Porto" })));
    await stage.replace(card(select({ defaultValue: "Faro" })));
    await until(() => expect(stage.get<HTMLInputElement>(".pick").value).toBe("Faro"));
  });

  it("can be emptied", async () => {
    const stage = await show(form(select({ defaultValue: "Porto", clearable: true }), submit), answering());
    button(stage.element, "Clear “Porto”").click();
    await until(() => expect(stage.get<HTMLInputElement>(".pick").value).toBe(""));
    button(stage.element, "Send").click();
    await until(() => expect(stage.actions()).toEqual([{ type: "send", payload: { city: null } }]));
  });
});

describe("a day", () => {
  it.each([
    ["2026-11-27", "2026-11-27"],
    ["2026-11-27T23:30:00-11:00", "2026-11-27"],
    ["2026-11-27 09:30:00", "2026-11-27"],
    ["2024-02-29T00:00:00Z", "2024-02-29"],
    ["2025-02-29T00:00:00Z", null],
    ["2026-04-31", null],
    ["2026-11-271", null],
    ["27.11.2026", null],
    ["", null],
    [null, null],
    [20261127, null],
  ])("in %j is %j, as it is written", (value, day) => {
    expect(dayOf(value)).toBe(day);
  });

  it.each([
    ["2026-11-27", "2026-12-01"],
    ["2026-11-27T09:30:00Z", "2026-12-01T09:30:00Z"],
    ["2026-11-27T09:30:00.123456+05:30", "2026-12-01T09:30:00.123456+05:30"],
  ])("chosen instead of %s is sent as %s", (given, sent) => {
    expect(withDay(given, "2026-12-01")).toBe(sent);
  });

  it("without a default is sent as the midnight here with which it begins", () => {
    for (const day of ["2026-01-15", "2026-07-15"]) {
      const sent = withDay(null, day);
      expect(sent).toMatch(/^\d{4}-\d{2}-\d{2}T00:00:00[+-]\d{2}:\d{2}$/);
      expect(new Date(sent).getTime()).toBe(new Date(`${day}T00:00:00`).getTime());
    }
  });

  it("is said in the language, with its year if that is another", () => {
    const now = new Date("2026-11-21T10:00:00Z");
    expect(dayInWords("2026-11-27", "en-GB", now)).toBe("Fri 27 Nov");
    expect(dayInWords("2026-11-27", "de", now)).toBe("Fr., 27. Nov.");
    expect(dayInWords("2027-01-01", "en-GB", now)).toBe("Fri, 1 Jan 2027");
  });
});

describe("a calendar", () => {
  const date = (more: object = {}) => ({ type: "DatePicker", name: "due", ...more });
  const heads = (stage: Stage) => stage.all(".calendar th").map((one) => one.textContent);
  const cellOf = (stage: Stage, day: string) => stage.get(`.cell[data-value="${day}"]`);

  it("can be used with the keyboard alone", async () => {
    const stage = await show(form(date({ defaultValue: "2026-11-27T09:30:00Z" }), submit), answering());
    stage.get(".pick").focus();
    key(stage, "ArrowDown");
    await until(() => expect(focused(stage)).toBe(cellOf(stage, "2026-11-27")));
    key(stage, "ArrowRight");
    await until(() => expect(focused(stage)).toBe(cellOf(stage, "2026-11-28")));
    key(stage, "ArrowDown");
    await until(() => expect(focused(stage)).toBe(cellOf(stage, "2026-12-05")));
    key(stage, "PageUp");
    await until(() => expect(focused(stage)).toBe(cellOf(stage, "2026-11-05")));
    key(stage, "Home");
    await until(() => expect(focused(stage)).toBe(cellOf(stage, "2026-11-01")));
    key(stage, "Enter");
    await until(() => expect(stage.all(".popup")).toEqual([]));
    await until(() => expect(focused(stage)).toBe(stage.get(".pick")));
    button(stage.element, "Send").click();
    await until(() => expect(stage.actions()).toEqual([{ type: "send", payload: { due: "2026-11-01T09:30:00Z" } }]));
  });

  it("closes with Esc and leaves the day", async () => {
    const stage = await show(card(date({ defaultValue: "2031-11-27" })));
    await open(stage);
    await until(() => expect(focused(stage)).toBe(cellOf(stage, "2031-11-27")));
    key(stage, "ArrowRight");
    key(stage, "Escape");
    await until(() => expect(stage.all(".popup")).toEqual([]));
    expect(stage.get(".pick").textContent).toBe("Thu, Nov 27, 2031");
  });

  it.each([
    ["en-US", "Sun", "November 2026", "Friday, November 27, 2026, chosen"],
    ["en-GB", "Mon", "November 2026", "Friday, 27 November 2026, chosen"],
    ["de", "Mo", "November 2026", "Freitag, 27. November 2026, gewählt"],
    // Its short names are whole words, which have no room.
    ["ar-EG", "س", "نوفمبر ٢٠٢٦", null],
  ])("begins its weeks as in %s", async (locale, first, title, name) => {
    const stage = await show(card(date({ defaultValue: "2026-11-27" })), new FakeServer(), { locale });
    await open(stage);
    expect([heads(stage).length, heads(stage)[0], stage.get(".sheet-title").textContent]).toEqual([7, first, title]);
    if (name !== null) expect(cellOf(stage, "2026-11-27").getAttribute("aria-label")).toBe(name);
  });

  it("is named by its label and its day", async () => {
    const stage = await show(form({ type: "Label", value: "Due", fieldName: "due" }, date({ defaultValue: "2031-11-27" })));
    const names = () =>
      stage
        .get(".pick")
        .getAttribute("aria-labelledby")
        ?.split(" ")
        .map((id) => stage.get(`#${id}`).textContent);
    await until(() => expect(names()).toEqual(["Due", "Thu, Nov 27, 2031"]));
    stage.element.remove();
    const bare = await show(form(date({ placeholder: "When" })));
    expect(bare.get(".pick").getAttribute("aria-label")).toBe("When");
  });

  it("leads from the days to the months to the years, and back", async () => {
    const stage = await show(card(date({ defaultValue: "2026-11-27" })));
    await open(stage);
    stage.get(".sheet-title").click();
    await until(() => expect([stage.get(".sheet-title").textContent, stage.all(".cell").length]).toEqual(["2026", 12]));
    stage.get(".sheet-title").click();
    await until(() => expect(stage.get(".sheet-title").textContent).toBe("2020 – 2029"));
    button(stage.element, "Next ten years").click();
    await until(() => expect(stage.get(".sheet-title").textContent).toBe("2030 – 2039"));
    stage.get('.cell[data-value="2031"]').click();
    await until(() => expect(stage.get(".sheet-title").textContent).toBe("2031"));
    stage.get('.cell[data-value="2"]').click();
    await until(() => expect(stage.get(".sheet-title").textContent).toBe("February 2031"));
    cellOf(stage, "2031-02-14").click();
    await until(() => expect(stage.get(".pick").textContent).toBe("Fri, Feb 14, 2031"));
  });

  it("does not go beyond its limits", async () => {
    const stage = await show(card(date({ min: "2026-11-10T00:00:00Z", max: "2026-11-20T00:00:00Z", defaultValue: "2026-11-15" })));
    await open(stage);
    expect(["Previous month", "Next month"].map((name) => button(stage.element, name).disabled)).toEqual([true, true]);
    cellOf(stage, "2026-11-21").click();
    expect(stage.all(".popup")).toHaveLength(1);
    cellOf(stage, "2026-11-20").click();
    await until(() => expect(stage.all(".popup")).toEqual([]));
    expect(stage.get(".pick").textContent).toContain("20");
  });

  it("can be emptied, and a default that is no day is none", async () => {
    const stage = await show(form(date({ defaultValue: "2031-11-27", clearable: true, placeholder: "When" }), submit), answering());
    button(stage.element, "Clear “Thu, Nov 27, 2031”").click();
    await until(() => expect(stage.get(".pick").textContent).toBe("When"));
    button(stage.element, "Send").click();
    await until(() => expect(stage.actions()).toEqual([{ type: "send", payload: { due: null } }]));
    stage.element.remove();
    const wrong = await show(card(date({ defaultValue: "soon", placeholder: "When" })));
    expect(wrong.get(".pick").textContent).toBe("When");
  });
});

describe("axe finds nothing", () => {
  const all = form(
    { type: "Label", value: "Title", fieldName: "title" },
    { type: "Input", name: "title", required: true },
    { type: "Input", name: "bare", inputType: "email", defaultValue: "ines@" },
    { type: "Textarea", name: "notes", placeholder: "Notes" },
    { type: "Text", value: "words", editable: { name: "said" } },
    { type: "Label", value: "Priority", fieldName: "priority" },
    { type: "RadioGroup", name: "priority", options: fruits, required: true },
    { type: "RadioGroup", name: "other", options: fruits, ariaLabel: "Other" },
    { type: "Checkbox", name: "agree", label: "I agree", required: true },
    { type: "Checkbox", name: "bare-box" },
    { type: "Button", iconStart: "plus", onClickAction: { type: "x" } },
    { type: "Label", value: "Fruit", fieldName: "fruit" },
    { type: "Select", name: "fruit", options: fruits, clearable: true, defaultValue: "apples" },
    { type: "Select", name: "city", options: cities, placeholder: "City" },
    { type: "Label", value: "Due", fieldName: "due" },
    { type: "DatePicker", name: "due", clearable: true, defaultValue: "2026-11-27" },
    { type: "DatePicker", name: "never", disabled: true },
    submit,
  );
  const check = async (stage: Stage) => {
    const { violations, passes } = await axe.run(stage.element as HTMLElement, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
      resultTypes: ["violations", "passes"],
    });
    expect(violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
    expect(passes.length).toBeGreaterThan(15);
  };

  it("in a form, before and after it was found wrong", async () => {
    const stage = await show(all);
    await check(stage);
    button(stage.element, "Send").click();
    await until(() => expect(stage.all(".problem")).toHaveLength(4));
    await check(stage);
  });

  it.each([0, 1, 2])("in what opens, %i", async (which) => {
    const stage = await show(all);
    stage.all(".pick")[which]?.click();
    await until(() => expect(stage.all(".popup")).toHaveLength(1));
    await check(stage);
    for (const view of which === 2 ? ["2026", "2020 – 2029"] : []) {
      stage.get(".sheet-title").click();
      await until(() => expect(stage.get(".sheet-title").textContent).toBe(view));
      await check(stage);
    }
  });
});
