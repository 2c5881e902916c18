import { afterEach, expect, it } from "vitest";
import { button, find, inside, mount, textOf, until } from "./page";
import { assistantItem, FakeServer, thread, userItem } from "./server";

afterEach(() => document.body.replaceChildren());

const inputs = [
  { type: "multiple_choice", id: "which", question: "Which one?", options: [{ value: "A" }, { value: "B" }], multiple: false },
  { type: "multiple_choice", id: "days", question: "Which days?", options: [{ value: "Mon" }, { value: "Tue" }], multiple: true },
  { type: "freeform", id: "note", question: "Anything else?" },
];

const asked = (status: string, answers?: object[]) => ({
  type: "structured_input",
  id: "msg_q",
  thread_id: "thr_1",
  created_at: "",
  status,
  inputs: inputs.map((input, i) => ({ ...input, ...(answers && { answer: answers[i] }) })),
});

async function ask(answers: object[]) {
  const server = new FakeServer()
    .on("threads.get_by_id", () => thread("thr_1", { items: { data: [userItem("hi"), asked("pending")], has_more: false } }))
    .onStream("threads.add_structured_input", (stream) => {
      stream.send({ type: "stream_options", stream_options: { allow_cancel: true } });
      stream.send(
        { type: "thread.item.replaced", item: asked("answered", answers) },
        { type: "thread.item.done", item: assistantItem("noted") },
      );
      stream.end();
    });
  const page = mount();
  page.element.setOptions({ api: { url: "/chatkit", fetch: server.fetch as never }, initialThread: "thr_1" } as never);
  await until(() => expect(find(page.element, ".question")).toBeTruthy());
  return { ...page, server };
}

function choose(element: Element, label: string): void {
  const found = [...inside(element).querySelectorAll(".choice")].find((one) => one.textContent === label);
  found?.querySelector("input")?.click();
}

function write(element: Element, at: number, text: string): void {
  const field = inside(element).querySelectorAll<HTMLInputElement>(".own")[at];
  if (!field) throw new Error("no such field");
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

it("questions are answered by choice and in own words; what is left open is skipped", async () => {
  const { element, server, names } = await ask([
    { values: ["a third"], skipped: false },
    { values: ["Mon", "Tue"], skipped: false },
    { values: [], skipped: true },
  ]);
  expect(button(element, "Answer").disabled).toBe(true);
  choose(element, "A");
  await until(() => expect(button(element, "Answer").disabled).toBe(false));
  write(element, 0, " a third ");
  choose(element, "Mon");
  await until(() => expect(inside(element).querySelectorAll(":checked").length).toBe(1));
  choose(element, "Tue");
  await until(() => expect(inside(element).querySelectorAll(":checked").length).toBe(2));
  button(element, "Answer").click();
  await until(() => expect(textOf(element)).toContain("noted"));
  expect(server.last("threads.add_structured_input").params).toEqual({
    thread_id: "thr_1",
    item_id: "msg_q",
    input: {
      status: "answered",
      answers: {
        which: { values: ["a third"], skipped: false },
        days: { values: ["Mon", "Tue"], skipped: false },
        note: { values: [], skipped: true },
      },
    },
  });
  expect(textOf(element, ".answered")).toBe("Which one?a thirdWhich days?Mon, TueAnything else?Skipped");
  expect(inside(element).querySelector(".question")).toBeNull();
  await until(() => expect(names().slice(-2)).toEqual(["response.start", "response.end"]));
});

it("questions can be skipped as a whole", async () => {
  const { element, server } = await ask([]);
  button(element, "Skip").click();
  await until(() => expect(textOf(element)).toContain("noted"));
  expect(server.last("threads.add_structured_input").params["input"]).toEqual({ status: "skipped", answers: {} });
});
