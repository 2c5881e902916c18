import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { describe, expect, it, vi } from "vitest";
import { show } from "../../testing/screen";
import { aTask, FakeServer, HOME, refusal, type Sent } from "../../testing/server";
import { linesOf } from "./lines";
import { PastedLines } from "./PastedLines";

const DRAFT = {
  due_zone: null,
  rrule: null,
  repeat_from: null,
  priority: null,
  labels: [],
  list: null,
  duration_min: null,
  reminders: [],
};

/** Understands `today`; refuses to add what is called Bad. */
function server() {
  return new FakeServer({
    "POST /api/v1/quick-add/preview": ({ body }: Sent) => {
      const { text } = body as { text: string };
      const title = text.replace(" today", "");
      return { draft: { ...DRAFT, title, due: title === text ? null : "2026-11-21" }, spans: [] };
    },
    "POST /api/v1/quick-add": ({ body }: Sent) => {
      const { text } = body as { text: string };
      if (text === "Bad") return refusal(507, "DISK_FULL");
      return { ...aTask({ id: text, title: text }), change_set: text, understood: "", created_lists: [], created_labels: [] };
    },
  });
}

function showLines(text: string) {
  const fake = server();
  const onAdded = vi.fn();
  const onBack = vi.fn();
  const page = show(<PastedLines {...linesOf(text)} lists={[HOME]} today="2026-11-21" onAdded={onAdded} onBack={onBack} />, fake);
  return { ...page, fake, onAdded, onBack, user: userEvent.setup() };
}

const added = (fake: FakeServer) => fake.to("POST /api/v1/quick-add").map(({ body }) => (body as { text: string }).text);

describe("pasted lines", () => {
  it("are read as tasks, and Enter adds those that are chosen, in order", async () => {
    const { user, fake, onAdded, container } = showLines("- Milk today\n- Bread\n- [x] Eggs");
    expect(await screen.findByText("Sat 21 Nov")).toBeVisible();
    expect(screen.getByText("Bullets and boxes were left out")).toBeVisible();
    const boxes = screen.getAllByRole("checkbox");
    expect(boxes.map((box) => (box as HTMLInputElement).checked)).toEqual([true, true, false]);
    await waitFor(() => expect(screen.getByRole("checkbox", { name: "Milk" })).toHaveFocus());
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    await user.click(screen.getByRole("checkbox", { name: "Bread" }));
    await user.click(screen.getByRole("checkbox", { name: "Eggs" }));
    await user.keyboard("{Enter}");
    await waitFor(() => expect(onAdded).toHaveBeenCalled());
    expect(added(fake)).toEqual(["Milk today", "Eggs"]);
    expect(onAdded.mock.calls[0]?.[1]).toBe(true);
  });

  it("that could not be added stay, with why", async () => {
    const { user, onAdded } = showLines("Milk\nBad");
    await user.keyboard("{Enter}");
    expect(await screen.findByRole("alert")).toHaveTextContent("One line was not added.");
    expect(screen.getAllByRole("checkbox")).toHaveLength(1);
    expect(onAdded.mock.calls.map(([tasks, isAll]) => [tasks.length, isAll])).toEqual([[1, false]]);
  });

  it("go back to the text with Escape, and nothing is added while none is chosen", async () => {
    const { user, fake, onBack } = showLines("[x] Milk\n[x] Bread");
    await user.keyboard("{Enter}");
    await user.keyboard("{Escape}");
    expect(onBack).toHaveBeenCalledOnce();
    expect(added(fake)).toEqual([]);
  });
});
