import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import type { AssistantState } from "../../api/connection";
import type { Settings } from "../../api/types";
import { show } from "../../testing/screen";
import { FakeServer, refusal, SETTINGS } from "../../testing/server";
import { AssistantSettings } from "./AssistantSettings";
import { tokensIn } from "./LimitSetting";

const ASSISTANT: AssistantState = {
  provider: "rules",
  name: null,
  model: null,
  host: null,
  leaves_computer: false,
  outage: null,
  stands_in: false,
  slow_s: null,
  tokens: { counted: true, limit: 100_000, used: 61_840 },
  tier: "standard",
  presets: [{ name: "Ollama", base_url: "http://127.0.0.1:11434/v1" }],
};

function showSettings(given: Partial<Settings>, answers: Record<string, unknown> = {}) {
  const settings = { ...SETTINGS, ...given };
  const server = new FakeServer({
    "GET /api/v1/settings": settings,
    "GET /api/v1/assistant": { ...ASSISTANT, provider: settings.provider },
    "GET /api/v1/settings/key": { key: settings.key, for_connection: settings.key.present },
    ...answers,
  });
  return { ...show(<AssistantSettings />, server), server, user: userEvent.setup() };
}

const KEY = "sk-proj-0123456789abcdef4Qx7";

describe("the assistant's settings", () => {
  it("show for the built-in assistant nothing that it does not need, and nothing that axe minds", async () => {
    const { container } = showSettings({});
    expect(await screen.findByRole("radio", { name: "Built in" })).toBeChecked();
    expect(screen.queryByRole("textbox")).toBeNull();
    expect(screen.getByText(/stay on this computer/)).toBeVisible();
    const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });

  it("choose who answers, and go back to what is so when the server refuses", async () => {
    const { user, server } = showSettings({}, { "PATCH /api/v1/settings": () => refusal(503, "UNAVAILABLE"), "GET /api/v1/app": {} });
    await user.click(await screen.findByRole("radio", { name: "OpenAI" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("Refused with UNAVAILABLE.");
    expect(screen.getByRole("radio", { name: "Built in" })).toBeChecked();
    expect(server.to("PATCH /api/v1/settings").map(({ body }) => body)).toEqual([{ provider: "openai" }]);
  });

  it("save a base address with Enter, and keep what was typed when it is refused", async () => {
    const { user, server } = showSettings(
      { provider: "compatible" },
      { "PATCH /api/v1/settings": () => refusal(422, "INVALID"), "GET /api/v1/app": {} },
    );
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
    expect(screen.getByText(/absent or locked. The key is kept in memory/)).toBeVisible();
    expect(server.to("PUT /api/v1/settings/key").map(({ body }) => body)).toEqual([{ key: KEY }]);
    expect(container.innerHTML).not.toContain(KEY.slice(0, -4));
  });

  it("keep a key in the field when it could not be saved", async () => {
    const { user } = showSettings({ provider: "openai" }, { "PUT /api/v1/settings/key": () => refusal(503, "KEY_STORE") });
    await user.type(await screen.findByLabelText("API key"), `${KEY}{Enter}`);
    expect(await screen.findByRole("alert")).toBeVisible();
    expect(screen.getByLabelText("API key")).toHaveValue(KEY);
  });

  it("remove a key only at a second press, since nothing could bring it back", async () => {
    const gone = { key: { present: false, last4: null, store: "keyring" } };
    const key = { present: true, last4: "4Qx7", store: "keyring" } as const;
    const { user, server } = showSettings({ provider: "openai", key }, { "DELETE /api/v1/settings/key": gone, "GET /api/v1/app": {} });
    await user.click(await screen.findByRole("button", { name: "Remove" }));
    expect(screen.getByRole("button", { name: "Keep it" })).toHaveFocus();
    await user.click(screen.getByRole("button", { name: "Keep it" }));
    expect(server.to("DELETE /api/v1/settings/key")).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Remove" }));
    await user.click(within(screen.getByRole("alertdialog")).getByRole("button", { name: "Remove" }));
    expect(await screen.findByLabelText("API key")).toHaveValue("");
    expect(server.to("DELETE /api/v1/settings/key")).toHaveLength(1);
  });

  it("say that a key is for another connection, and take one for this", async () => {
    const key = { present: true, last4: "4Qx7", store: "keyring" } as const;
    showSettings({ provider: "compatible", key }, { "GET /api/v1/settings/key": { key, for_connection: false } });
    expect(await screen.findByText(/for another connection/)).toBeVisible();
    expect(screen.getByLabelText("API key")).toHaveValue("");
    expect(screen.queryByText(/4Qx7/)).toBeNull();
  });

  it.each([
    ["KEY_REFUSED", null, "OpenAI refused this key. It may have been deleted or belong to another project. Paste a new one."],
    ["KEY_MISSING", null, "OpenAI wants a key, and there is none for it yet."],
    ["QUOTA_EXCEEDED", null, "The account at OpenAI has no credit left. Add some there, then test again."],
    ["PROVIDER_UNREACHABLE", "refused", "Nothing answers at OpenAI. Start the server there, or change the address."],
    ["PROVIDER_UNREACHABLE", "unknown_host", "There is no host called OpenAI, or this computer has no network."],
    ["PROVIDER_UNREACHABLE", "tls", "OpenAI does not speak https in a way that can be trusted. A server on this computer may use http."],
    ["PROVIDER_UNREACHABLE", "slow", "OpenAI said nothing for 10 s. It may be busy or still starting."],
    ["PROVIDER_UNREACHABLE", null, "OpenAI cannot be reached. Check the network and the address."],
    ["NOT_A_MODEL", null, "OpenAI answers, but not as an OpenAI-compatible server. The base address often ends in /v1."],
    ["MODEL_NOT_FOUND", null, "This server has no model “gpt-9”. It has a and b."],
    ["SOMETHING_NEW", null, "In the words of the server."],
  ])("say of a test that ended with %s, %s: %s", async (code, reason, sentence) => {
    const test = { ok: false, code, reason, message: "In the words of the server.", took_ms: 5, models: ["a", "b"] };
    const assistant = { ...ASSISTANT, provider: "openai", name: "OpenAI", host: "api.openai.com", model: "gpt-9" };
    const { user } = showSettings({ provider: "openai" }, { "POST /api/v1/settings/test": test, "GET /api/v1/assistant": assistant });
    await user.click(await screen.findByRole("button", { name: "Test connection" }));
    expect(await screen.findByRole("alert")).toHaveTextContent(sentence);
  });

  it("offer a higher limit where the day is nearly used up", async () => {
    const assistant = { ...ASSISTANT, provider: "openai", tokens: { counted: true, limit: 200_000, used: 190_000 } };
    const patched = { ...SETTINGS, provider: "openai", daily_tokens: 400_000 };
    const answers = { "GET /api/v1/assistant": assistant, "PATCH /api/v1/settings": patched, "GET /api/v1/app": {} };
    const { user, server } = showSettings({ provider: "openai", daily_tokens: 200_000 }, answers);
    expect(await screen.findByRole("meter")).toHaveAttribute("aria-valuetext", "190,000 of 200,000 tokens used today");
    await user.click(screen.getByRole("button", { name: "Raise it to 400,000" }));
    await waitFor(() => expect(server.to("PATCH /api/v1/settings").map(({ body }) => body)).toEqual([{ daily_tokens: 400_000 }]));
  });

  it("understand numbers with the separators of any language, and refuse what is none", async () => {
    expect(["200,000", "200.000", "200 000", "200'000", "", "many", "-1"].map(tokensIn)).toEqual([
      ...[200_000, 200_000, 200_000, 200_000],
      null,
      undefined,
      undefined,
    ]);
    const { user, server } = showSettings({ provider: "openai" });
    await user.type(await screen.findByRole("textbox", { name: "Daily limit" }), "many{Enter}");
    expect(screen.getByRole("alert")).toHaveTextContent("Write a whole number, such as 200,000.");
    expect(server.to("PATCH /api/v1/settings")).toEqual([]);
  });

  it("offer no button to remove what is in the environment", async () => {
    showSettings({ provider: "openai", key: { present: true, last4: "4Qx7", store: "environment" } });
    expect(await screen.findByText(/OPENAI_API_KEY/)).toBeVisible();
    expect(screen.queryByRole("button", { name: /Remove|Forget/ })).toBeNull();
  });
});
