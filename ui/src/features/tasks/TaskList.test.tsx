import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { beforeEach, describe, expect, it } from "vitest";
import type { Task } from "../../api/types";
import { useNotices } from "../../components/notices";
import { Toasts } from "../../components/Toasts";
import { CLOCK, show } from "../../testing/screen";
import { aPage, aTask, FakeServer, HOME, refusal, someLists } from "../../testing/server";
import { forgetLeaving } from "./leaving";
import { TaskList } from "./TaskList";

const TASKS = [
  aTask({ id: "bill", title: "Pay the electricity bill", due: "2026-11-18", priority: 1, list: "home", labels: ["bills"] }),
  aTask({ id: "plants", title: "Water the plants", due: "2026-11-21" }),
  aTask({ id: "train", title: "Book the train", due: "2026-11-21T18:00", due_zone: "Europe/Berlin" }),
];

function showToday(answers: Record<string, unknown> = {}, tasks: Task[] = TASKS) {
  const server = new FakeServer({ "GET /api/v1/tasks": aPage(tasks), "GET /api/v1/lists": someLists([HOME]), ...answers });
  const page = show(
    <>
      <TaskList place={{ kind: "today" }} title="Today" clock={CLOCK} />
      <Toasts />
    </>,
    server,
  );
  return { ...page, server, user: userEvent.setup() };
}

const row = (name: RegExp) => screen.findByRole("row", { name });
const changed = (task: Task, given: Partial<Task>) => ({ ...task, revision: task.revision + 1, change_set: "c1", ...given });

beforeEach(() => {
  forgetLeaving();
  useNotices.setState({ shown: [], spoken: "" });
});

describe("the list", () => {
  it("is a grid with one tab stop, named rows and headings, and nothing that axe minds", async () => {
    const { container } = showToday();
    await row(/electricity bill, priority 1, overdue since Wednesday 18 November, Home, bills/);
    expect(screen.getAllByRole("heading").map(({ textContent }) => textContent)).toEqual(["Overdue", "Today"]);
    expect(container.querySelectorAll("[role=grid] [tabindex='0']")).toHaveLength(1);
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });

  it("moves a real focus with j and k and stops at the ends", async () => {
    const { user } = showToday();
    await row(/bill/);
    const focused = () => document.activeElement?.getAttribute("data-task");
    await user.keyboard("j");
    await waitFor(() => expect(focused()).toBe("bill"));
    for (const [key, id] of [
      ["j", "plants"],
      ["j", "train"],
      ["j", "train"],
      ["k", "plants"],
      ["{Home}", "bill"],
      ["{End}", "train"],
    ] as const) {
      await user.keyboard(key);
      await waitFor(() => expect(focused()).toBe(id));
    }
  });

  it("does nothing to a task whose row does not have the focus", async () => {
    const { user, server } = showToday();
    await row(/bill/);
    await user.keyboard("e{Backspace}1t");
    expect(server.sent.filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("completes with e, keeps the row with Undo, and takes it back by its own change set", async () => {
    const { user, server } = showToday({
      "POST /api/v1/tasks/plants/complete": { task: { ...TASKS[1], status: "done", revision: 2 }, change_set: "c1" },
      "POST /api/v1/undo": { undone: "c1", change_set: "c2", tasks: [{ ...TASKS[1], revision: 3 }] },
    });
    (await row(/plants/)).focus();
    await user.keyboard("e");
    expect(await screen.findByRole("checkbox", { name: "Reopen Water the plants" })).toBeChecked();
    const undo = within(await row(/plants/)).getByRole("button", { name: "Undo" });
    await waitFor(() => expect(undo).toBeEnabled());
    await user.click(undo);
    expect(await screen.findByRole("checkbox", { name: "Complete Water the plants" })).not.toBeChecked();
    expect(server.to("POST /api/v1/undo").map(({ body }) => body)).toEqual([{ change_set: "c1" }]);
  });

  it("takes a completion back and says why when the server refuses it", async () => {
    const { user } = showToday({ "POST /api/v1/tasks/plants/complete": () => refusal(404, "TASK_NOT_FOUND") });
    await user.click(await screen.findByRole("checkbox", { name: "Complete Water the plants" }));
    expect(await screen.findByText("This task is gone. It may have been deleted elsewhere.")).toBeVisible();
    expect(screen.getByRole("checkbox", { name: "Complete Water the plants" })).not.toBeChecked();
  });

  it.each([
    ["1", { priority: 1 }],
    ["t", { due: "2026-11-21T18:00", due_zone: "Europe/Berlin" }],
    ["m", { due: "2026-11-22T18:00", due_zone: "Europe/Berlin" }],
    ["w", { due: "2026-11-23T18:00", due_zone: "Europe/Berlin" }],
  ])("sends for the key %s only what it changes, keeping the time of a date", async (key, body) => {
    const { user, server } = showToday({ "PATCH /api/v1/tasks/train": changed(TASKS[2] as Task, {}) });
    (await row(/train/)).focus();
    await user.keyboard(key);
    await waitFor(() => expect(server.to("PATCH /api/v1/tasks/train").map((sent) => sent.body)).toEqual([body]));
  });

  it("edits the title in place: Enter saves, Escape does not, blank is not a title", async () => {
    const { user, server } = showToday({ "PATCH /api/v1/tasks/plants": changed(TASKS[1] as Task, { title: "Water everything" }) });
    (await row(/plants/)).focus();
    await user.keyboard("{F2}");
    await user.keyboard("Nothing{Escape}");
    (await row(/plants/)).focus();
    await user.keyboard("{F2}");
    await user.clear(screen.getByRole("textbox", { name: "Title" }));
    await user.keyboard("{Enter}");
    expect(server.to("PATCH /api/v1/tasks/plants")).toEqual([]);
    (await row(/plants/)).focus();
    await user.keyboard("{F2}");
    await user.keyboard("Water everything{Enter}");
    await row(/Water everything/);
    expect(server.to("PATCH /api/v1/tasks/plants").map(({ body }) => body)).toEqual([{ title: "Water everything" }]);
  });

  it("moves to the trash with Backspace and offers Undo", async () => {
    const { user, server } = showToday({
      "DELETE /api/v1/tasks/plants": changed(TASKS[1] as Task, { deleted_at: "2026-11-21T09:04:00Z" }),
      "POST /api/v1/undo": { undone: "c1", change_set: "c2", tasks: [{ ...TASKS[1], revision: 3 }] },
    });
    (await row(/plants/)).focus();
    await user.keyboard("{Backspace}");
    const notice = await screen.findByText("Moved to the trash");
    await user.click(screen.getByRole("button", { name: "Undo" }));
    await waitFor(() => expect(server.to("POST /api/v1/undo").map(({ body }) => body)).toEqual([{ change_set: "c1" }]));
    expect(notice).not.toBeInTheDocument();
  });
});

describe("a list that cannot be shown", () => {
  it("says what an empty place is for", async () => {
    showToday({}, []);
    expect(await screen.findByText(/Nothing due today/)).toBeVisible();
  });

  it("says that it could not be read, and tries again", async () => {
    const { user, server } = showToday({ "GET /api/v1/tasks": () => refusal(503, "UNAVAILABLE") });
    expect(await screen.findByRole("alert")).toHaveTextContent("The list could not be read.");
    server.answer("GET /api/v1/tasks", aPage(TASKS));
    await user.click(screen.getByRole("button", { name: "Retry" }));
    await row(/plants/);
  });
});

describe("a long list", () => {
  it("draws what is in sight, and asks for the next page by its cursor", async () => {
    const many = Array.from({ length: 100 }, (_, index) => aTask({ id: `t${index}`, due: "2026-11-21" }));
    const { server } = showToday({
      "GET /api/v1/tasks": ({ path }: { path: string }) =>
        path.includes("after=") ? aPage([aTask({ id: "last", due: "2026-11-21" })]) : aPage(many, { has_more: true, after: "cursor" }),
    });
    await screen.findByRole("row", { name: "Task t0, due Saturday 21 November" });
    expect(screen.getAllByRole("row").length).toBeLessThan(60);
    expect(screen.getByRole("grid")).toHaveAttribute("aria-rowcount", "-1");
    const user = userEvent.setup();
    screen.getByRole("row", { name: /Task t0,/ }).focus();
    await user.keyboard("{End}");
    await waitFor(() => expect(server.to("GET /api/v1/tasks").at(-1)?.path).toContain("after=cursor"));
    await waitFor(() => expect(screen.getByRole("grid")).toHaveAttribute("aria-rowcount", "102"));
  });
});
