import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { Settings } from "../../api/types";
import { show } from "../../testing/screen";
import { FakeServer, refusal, SETTINGS } from "../../testing/server";
import { AssistantSettings } from "./AssistantSettings";

function showSettings(given: Partial<Settings>, answers: Record<string, unknown> = {}) {
  const server = new FakeServer({ "GET /api/v1/settings": { ...SETTINGS, ...given }, ...answers });
  return { ...show(<AssistantSettings />, server), server, user: userEvent.setup() };
}

const KEY = "sk-proj-0123456789abcdef4Qx7";

describe("the assistant's settings", () => {
  it("show for the built-in assistant nothing that it does not need, and nothing that axe minds", async () => {
    const { container } = showSettings({});
    expect(await screen.findByRole("radio", { name: "Built in" })).toBeChecked();
    expect(screen.queryByRole("textbox")).toBeNull();
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });

  it("choose who answers, and go back to what is so when the server refuses", async () => {
    const { user, server } = showSettings({}, { "PATCH /api/v1/settings": () => refusal(503, "UNAVAILABLE") });
    await user.click(await screen.findByRole("radio", { name: "OpenAI" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("Refused with UNAVAILABLE.");
    expect(screen.getByRole("radio", { name: "Built in" })).toBeChecked();
    expect(server.to("PATCH /api/v1/settings").map(({ body }) => body)).toEqual([{ provider: "openai" }]);
  });

  it("save a base address with Enter, and keep what was typed when it is refused", async () => {
    const { user, server } = showSettings({ provider: "compatible" }, { "PATCH /api/v1/settings": () => refusal(422, "INVALID") });
    const field = await screen.findByRole("textbox", { name: "Base address" });
    await user.type(field, "http://example.org/v1{Enter}");
    expect(await screen.findByRole("alert")).toBeVisible();
    expect(field).toHaveValue("http://example.org/v1");
    server.answer("PATCH /api/v1/settings", { ...SETTINGS, provider: "compatible", base_url: "http://127.0.0.1:11434/v1" });
    await user.clear(field);
    await user.type(field, "http://127.0.0.1:11434/v1{Enter}");
    await waitFor(() => expect(screen.queryByRole("button", { name: "Save" })).toBeDisabled());
    expect(server.to("PATCH /api/v1/settings").at(-1)?.body).toEqual({ base_url: "http://127.0.0.1:11434/v1" });
  });

  it("take a key in, show no more than its last letters, and say where it is kept", async () => {
    const saved = { key: { present: true, last4: "4Qx7", store: "memory" } };
    const { user, server, container } = showSettings({ provider: "openai" }, { "PUT /api/v1/settings/key": saved, "GET /api/v1/app": {} });
    const field = await screen.findByLabelText("API key");
    expect(field).toHaveAttribute("type", "password");
    await user.type(field, ` ${KEY} `);
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("••••••••••••4Qx7")).toBeVisible();
    expect(screen.getByText(/no keyring. The key is kept in memory/)).toBeVisible();
    expect(server.to("PUT /api/v1/settings/key").map(({ body }) => body)).toEqual([{ key: KEY }]);
    expect(container.innerHTML).not.toContain(KEY.slice(0, -4));
  });

  it("keep a key in the field when it could not be saved", async () => {
    const { user } = showSettings({ provider: "openai" }, { "PUT /api/v1/settings/key": () => refusal(503, "KEY_STORE") });
    await user.type(await screen.findByLabelText("API key"), `${KEY}{Enter}`);
    expect(await screen.findByRole("alert")).toBeVisible();
    expect(screen.getByLabelText("API key")).toHaveValue(KEY);
  });

  it("remove a key", async () => {
    const gone = { key: { present: false, last4: null, store: "none" } };
    const key = { present: true, last4: "4Qx7", store: "keyring" } as const;
    const { user } = showSettings({ provider: "openai", key }, { "DELETE /api/v1/settings/key": gone, "GET /api/v1/app": {} });
    await user.click(await screen.findByRole("button", { name: "Remove" }));
    expect(await screen.findByLabelText("API key")).toHaveValue("");
  });

  it("offer no button to remove what is in the environment", async () => {
    showSettings({ provider: "openai", key: { present: true, last4: "4Qx7", store: "environment" } });
    expect(await screen.findByText(/OPENAI_API_KEY/)).toBeVisible();
    expect(screen.queryByRole("button", { name: /Remove|Forget/ })).toBeNull();
  });
});
