import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { startUiState, useUiState } from "../api/uiState";
import { show } from "../testing/screen";
import { FakeServer } from "../testing/server";
import { DataNotice } from "./DataNotice";

const ASIDE = { id: "2026-11-21T09-00-00", at: "2026-11-21T09:00:00Z", reason: "malformed", from_backup: true };

function showNotice(data: object, missing = 3) {
  const server = new FakeServer({
    "GET /api/v1/app": { data: { health: "good", created: false, migrated_from: null, set_aside: null, ...data } },
    [`GET /api/v1/set-asides/${ASIDE.id}`]: { id: ASIDE.id, at: ASIDE.at, readable_tasks: 5, missing_tasks: missing },
    [`POST /api/v1/set-asides/${ASIDE.id}/bring-back`]: { added: missing, change_set: "c" },
  });
  startUiState({}, async () => undefined);
  show(<DataNotice />, server);
  return server;
}

describe("the notice about the data", () => {
  it("says that a damaged file was put aside and offers what can be read", async () => {
    const server = showNotice({ set_aside: ASIDE });
    const notice = await screen.findByRole("alert");
    const sentence = "set aside whole. You are looking at your newest backup. 3 tasks of it are missing here.";
    await waitFor(() => expect(notice).toHaveTextContent(sentence));
    await userEvent.click(await screen.findByRole("button", { name: "Bring 3 tasks back" }));
    await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
    expect(server.to(`POST /api/v1/set-asides/${ASIDE.id}/bring-back`)).toHaveLength(1);
  });

  it("offers nothing where nothing is missing, and stays read", async () => {
    showNotice({ set_aside: { ...ASIDE, from_backup: false } }, 0);
    expect((await screen.findByRole("alert")).textContent).toContain("so this list is empty");
    await userEvent.click(screen.getByRole("button", { name: "Got it" }));
    expect(screen.queryByRole("alert")).toBeNull();
    expect(useUiState.getState().seen_set_aside).toBe(ASIDE.id);
  });

  it("says that nothing can be saved while the file is damaged, and cannot be closed", async () => {
    showNotice({ health: "damaged", set_aside: ASIDE });
    expect((await screen.findByRole("alert")).textContent).toContain("nothing can be saved");
    expect(screen.queryByRole("button")).toBeNull();
  });
});
