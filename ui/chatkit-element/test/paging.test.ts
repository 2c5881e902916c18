import { afterEach, describe, expect, it } from "vitest";
import type { OpenAIChatKitElement } from "../src/index";
import { button, inside, start, textOf, until } from "./page";
import { assistantItem, type Body, FakeServer, thread, userItem } from "./server";

afterEach(() => document.body.replaceChildren());

const COUNT = 10_000;
const items = Array.from({ length: COUNT }, (_, i) =>
  i % 2 === 0 ? userItem(`question ${i}`, `msg_${i}`) : assistantItem(`answer ${i}`, `msg_${i}`),
);

/** Pages as the protocol has them: the cursor is the id of the last item of a page. */
function page({ params }: Body): object {
  const { after, limit, order } = params as { after?: string; limit: number; order: string };
  const all = order === "desc" ? items.toReversed() : items;
  const from = after ? all.findIndex((item) => (item as { id: string }).id === after) + 1 : 0;
  const data = all.slice(from, from + limit);
  const has_more = from + limit < COUNT;
  return { data, has_more, ...(has_more ? { after: (data.at(-1) as { id: string }).id } : {}) };
}

const long = () =>
  new FakeServer()
    .on("threads.get_by_id", () => thread("thr_1", { items: { data: items.slice(0, 20), has_more: true, after: "msg_19" } }))
    .on("items.list", page);

const questions = (element: OpenAIChatKitElement) => [...inside(element).querySelectorAll(".said p")].map((one) => one.textContent);

async function older(element: OpenAIChatKitElement): Promise<void> {
  const before = questions(element).length;
  await until(() => button(element, "Show earlier messages").click());
  await until(() => expect(questions(element).length).toBeGreaterThan(before));
}

describe("a thread of 10,000 items", () => {
  it("opens at its end with one page, whatever its length", async () => {
    const server = long();
    const { element } = start(server, { initialThread: "thr_1" });
    await until(() => expect(textOf(element)).toContain("answer 9999"));
    expect(server.types()).toEqual(["threads.get_by_id", "items.list"]);
    expect(textOf(element)).not.toContain("question 0 ");
  });

  it("is read back page by page, each item once and in order", async () => {
    const server = long();
    const { element } = start(server, { initialThread: "thr_1" });
    await until(() => expect(textOf(element)).toContain("answer 9999"));
    for (let i = 0; i < 3; i++) await older(element);
    expect(questions(element)).toEqual(Array.from({ length: 100 }, (_, i) => `question ${9800 + 2 * i}`));
    expect(server.types().filter((type) => type === "items.list")).toHaveLength(4);
  });

  it("a page that cannot be read leaves what is there, and can be tried again", async () => {
    const server = long();
    const { element, names } = start(server, { initialThread: "thr_1" });
    await until(() => expect(textOf(element)).toContain("answer 9999"));
    server.on("items.list", () => new Response(null, { status: 503 }));
    await until(() => button(element, "Show earlier messages").click());
    await until(() => expect(names()).toContain("error"));
    expect(textOf(element)).toContain("answer 9999");
    server.on("items.list", page);
    await older(element);
    await until(() => expect(textOf(element)).toContain("question 9900"));
  });
});
