import { afterEach, describe, expect, it, vi } from "vitest";
import { button, inside, mount, until } from "../page";
import { FakeServer, thread } from "../server";
import { form, submit, widgetItem } from "./stage";

// The parts with the machines cannot be loaded: the connection is gone, or the host has been updated.
vi.mock("../../src/widgets/controls/Listbox", () => {
  throw new TypeError("Failed to fetch dynamically imported module");
});
vi.mock("../../src/widgets/controls/SearchBox", () => {
  throw new TypeError("Failed to fetch dynamically imported module");
});
vi.mock("../../src/widgets/controls/Calendar", () => {
  throw new TypeError("Failed to fetch dynamically imported module");
});

afterEach(() => document.body.replaceChildren());

const options = ["a", "b"].map((value) => ({ value, label: value.toUpperCase() }));

describe("without their parts", () => {
  it("lists and days are the browser's own, and can be used", async () => {
    const root = form(
      { type: "Label", value: "Letter", fieldName: "letter" },
      { type: "Select", name: "letter", options, placeholder: "Choose", clearable: true },
      { type: "Select", name: "searched", options, searchable: true, defaultValue: "b" },
      { type: "DatePicker", name: "due", defaultValue: "2026-11-27T09:30:00Z", max: "2026-12-24T00:00:00Z" },
      submit,
    );
    const server = new FakeServer()
      .on("threads.get_by_id", () => thread("thr_1", { items: { data: [widgetItem(root)], has_more: false } }))
      .on("threads.sync_custom_action", () => ({}));
    const { element } = mount();
    element.setOptions({ api: { url: "/chatkit", fetch: server.fetch as never }, initialThread: "thr_1", locale: "en" } as never);
    const all = <Kind extends Element>(selector: string) => [...inside(element).querySelectorAll<Kind>(selector)];
    const focused = () => inside(element).activeElement;
    await until(() => expect(all(".widget")).toHaveLength(1));
    const [first, , third] = all<HTMLElement>(".pick");
    first?.click();
    await until(() => expect(all("select.pick")).toHaveLength(2));
    const [letter, searched] = all<HTMLSelectElement>("select.pick");
    expect(focused()).toBe(letter);
    third?.click();
    await until(() => expect(all("input[type=date]")).toHaveLength(1));
    const [due] = all<HTMLInputElement>("input[type=date]");
    expect(focused()).toBe(due);
    if (!letter || !searched || !due) throw new Error("a field is missing");
    expect([letter.value, searched.value, due.value, due.max]).toEqual(["", "b", "2026-11-27", "2026-12-24"]);
    await until(() => expect(inside(element).querySelector("label")?.htmlFor).toBe(letter.id));

    letter.selectedIndex = 1;
    letter.dispatchEvent(new Event("change", { bubbles: true }));
    due.value = "2026-12-01";
    due.dispatchEvent(new Event("change", { bubbles: true }));
    button(element, "Send").click();
    await until(() =>
      expect(server.last("threads.sync_custom_action").params["action"]).toEqual({
        type: "send",
        payload: { letter: "a", searched: "b", due: "2026-12-01T09:30:00Z" },
      }),
    );
  });
});
