import { fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { createRef } from "react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Draft, Span } from "../../api/types";
import { startUiState, useUiState } from "../../api/uiState";
import { show } from "../../testing/screen";
import { aTask, FakeServer, HOME, refusal, type Sent, someLists } from "../../testing/server";
import { AddLine } from "./AddLine";

const PLAIN: Draft = {
  title: "",
  due: null,
  due_zone: null,
  rrule: null,
  repeat_from: null,
  priority: null,
  labels: [],
  list: null,
  duration_min: null,
  reminders: [],
};

/** Understands `tomorrow` and `#Home`, unless they are to be ignored: enough to see what the line does with an answer. */
function understand({ body }: Sent): { draft: Draft; spans: Span[] } {
  const { text, ignore } = body as { text: string; ignore: { start: number; end: number }[] };
  const draft = { ...PLAIN, title: text };
  const spans: Span[] = [];
  for (const [word, kind] of [
    ["tomorrow", "due"],
    ["#Home", "list"],
  ] as const) {
    const start = text.indexOf(word);
    if (start < 0 || ignore.some((part) => part.start === start)) continue;
    spans.push({ start, end: start + word.length, kind, text: word });
    if (kind === "due") draft.due = "2026-11-22";
    else draft.list = "Home";
  }
  return { draft, spans };
}

function showLine(answers: Record<string, unknown> = {}, defaults = {}) {
  const server = new FakeServer({ "GET /api/v1/lists": someLists([HOME]), "POST /api/v1/quick-add/preview": understand, ...answers });
  const onAdded = vi.fn();
  const page = show(
    <AddLine today="2026-11-21" defaults={defaults} inputRef={createRef()} onAdded={onAdded} onLeave={() => undefined} />,
    server,
  );
  return { ...page, server, onAdded, user: userEvent.setup(), field: screen.getByRole("textbox", { name: "Add a task" }) };
}

const chips = () => screen.queryAllByRole("listitem").map(({ textContent }) => textContent);

beforeEach(() => startUiState({}, async () => undefined));

describe("the add line", () => {
  it("tints what is understood without changing the text, and shows it as chips", async () => {
    const { user, field, container } = showLine();
    await user.type(field, "Pay rent tomorrow #Home");
    await waitFor(() => expect(chips()).toEqual(["Sun 22 Nov", "Home"]));
    expect([...container.querySelectorAll(".token")].map(({ textContent }) => textContent)).toEqual(["tomorrow", "#Home"]);
    expect(container.querySelector(".quick-mirror")).toHaveTextContent("Pay rent tomorrow #Home");
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });

  it("shows a repeat with its first day, how long it takes and the reminder, and leaves each as text", async () => {
    const text = "Yoga every tue for 1 hour !10m";
    const said = { rrule: "FREQ=WEEKLY;BYDAY=TU", due: "2026-11-24", duration_min: 60, reminders: [{ before_due_min: 10 }] };
    const spans = (
      [
        ["every tue", "repeat"],
        ["for 1 hour", "duration"],
        ["!10m", "reminder"],
      ] as const
    ).map(([part, kind]) => {
      const start = text.indexOf(part);
      return { start, end: start + part.length, kind, text: part };
    });
    const preview = { draft: { ...PLAIN, title: "Yoga", ...said }, spans };
    const { user, field } = showLine({ "POST /api/v1/quick-add/preview": preview });
    await user.click(field);
    await user.paste(text);
    await waitFor(() => expect(chips()).toEqual(["every tue, first Tue 24 Nov", "1 h", "!10m"]));
    await user.click(screen.getByRole("button", { name: "Leave 1 h as text" }));
    expect(await screen.findByRole("button", { name: "Use for 1 hour again" })).toBeVisible();
  });

  it("leaves a part as text when its chip is refused, and takes it back", async () => {
    const { user, field, server } = showLine();
    await user.type(field, "Read tomorrow");
    await user.click(await screen.findByRole("button", { name: "Leave Sun 22 Nov as text" }));
    const back = await screen.findByRole("button", { name: "Use tomorrow again" });
    expect(field).toHaveValue("Read tomorrow");
    expect(server.to("POST /api/v1/quick-add/preview").at(-1)?.body).toEqual({ text: "Read tomorrow", ignore: [] });
    await waitFor(() =>
      expect(server.to("POST /api/v1/quick-add/preview").at(-1)?.body).toEqual({ text: "Read tomorrow", ignore: [{ start: 5, end: 13 }] }),
    );
    await user.click(back);
    await screen.findByRole("button", { name: "Leave Sun 22 Nov as text" });
  });

  it("takes the meaning away with the first Backspace at the end, and a letter with the second", async () => {
    const { user, field } = showLine();
    await user.type(field, "Read tomorrow");
    await screen.findByRole("button", { name: "Leave Sun 22 Nov as text" });
    await user.keyboard("{Backspace}");
    expect(field).toHaveValue("Read tomorrow");
    expect(await screen.findByRole("button", { name: "Use tomorrow again" })).toBeVisible();
    await user.keyboard("{Backspace}");
    expect(field).toHaveValue("Read tomorro");
  });

  it("adds with Enter what is written, with what was refused and what the place implies", async () => {
    const added = { ...aTask({ id: "t" }), change_set: "c", understood: "", created_lists: [], created_labels: [] };
    const { user, field, server, onAdded } = showLine({ "POST /api/v1/quick-add": added }, { due: "2026-11-21" });
    await user.type(field, "Read tomorrow");
    await screen.findByRole("button", { name: "Leave Sun 22 Nov as text" });
    await user.keyboard("{Backspace}{Enter}");
    await waitFor(() => expect(onAdded).toHaveBeenCalledWith(added));
    expect(server.to("POST /api/v1/quick-add").map(({ body }) => body)).toEqual([
      { text: "Read tomorrow", ignore: [{ start: 5, end: 13 }], defaults: { due: "2026-11-21" } },
    ]);
    expect(field).toHaveValue("");
    expect(chips()).toEqual([]);
  });

  it("adds once, however often Enter is pressed while it waits", async () => {
    let answer: (body: unknown) => void = () => undefined;
    const waiting = new Promise((resolve) => {
      answer = resolve;
    });
    const { user, field, server } = showLine({ "POST /api/v1/quick-add": () => waiting });
    await user.type(field, "Once{Enter}{Enter}{Enter}");
    answer({ ...aTask({ id: "t" }), change_set: "c", understood: "", created_lists: [], created_labels: [] });
    await waitFor(() => expect(field).toHaveValue(""));
    expect(server.to("POST /api/v1/quick-add")).toHaveLength(1);
  });

  it("keeps the text and says why when it could not be added", async () => {
    const { user, field } = showLine({ "POST /api/v1/quick-add": () => refusal(507, "DISK_FULL") });
    await user.type(field, "Precious words{Enter}");
    expect(await screen.findByRole("alert")).toHaveTextContent("The disk is full. Nothing was changed; make room and try again.");
    expect(field).toHaveValue("Precious words");
    await user.type(field, "!");
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("goes on without tints when the preview fails", async () => {
    const { user, field } = showLine({ "POST /api/v1/quick-add/preview": () => Promise.reject(new TypeError("fetch failed")) });
    await user.type(field, "Pay tomorrow");
    expect(field).toHaveValue("Pay tomorrow");
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("puts pasted lines beside each other instead of gluing their words", () => {
    const { field } = showLine();
    fireEvent.paste(field, { clipboardData: { getData: () => "Milk\r\n  Bread\n" } });
    expect(field).toHaveValue("Milk Bread");
  });

  it("begins with the draft of last time and keeps the new one", async () => {
    startUiState({ add_draft: "Half a thou" }, async () => undefined);
    const { user, field } = showLine();
    expect(field).toHaveValue("Half a thou");
    await user.type(field, "ght");
    expect(useUiState.getState().add_draft).toBe("Half a thought");
  });
});
