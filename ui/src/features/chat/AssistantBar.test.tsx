import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { AssistantState } from "../../api/connection";
import { show } from "../../testing/screen";
import { FakeServer, SETTINGS } from "../../testing/server";
import { AssistantBar } from "./AssistantBar";

const BUILT_IN: AssistantState = {
  provider: "rules",
  name: null,
  model: null,
  host: null,
  leaves_computer: false,
  outage: null,
  stands_in: false,
  slow_s: null,
  tokens: { counted: false, limit: null, used: 0 },
  tier: "standard",
  presets: [],
};

function showBar(assistant: Partial<AssistantState>, trouble: Error | null = null, answers: Record<string, unknown> = {}) {
  const server = new FakeServer({
    "GET /api/v1/assistant": { ...BUILT_IN, ...assistant },
    "GET /api/v1/settings": SETTINGS,
    "PATCH /api/v1/settings": SETTINGS,
    "GET /api/v1/models": { models: ["qwen3:14b", "llama3.3"] },
    ...answers,
  });
  const onSettled = vi.fn();
  const onConnect = vi.fn();
  show(<AssistantBar trouble={trouble} onConnect={onConnect} onPrivacy={() => undefined} onSettled={onSettled} />, server);
  return { server, onSettled, onConnect };
}

const bar = async () => {
  await waitFor(() => expect(screen.getByRole("contentinfo")).not.toBeEmptyDOMElement());
  const foot = screen.getByRole("contentinfo");
  return { text: foot.textContent, tone: foot.dataset.tone };
};

const trouble = (code: string) => Object.assign(new Error("x"), { code });

describe("the assistant bar", () => {
  it.each([
    ["built in", {}, null, "stays", "Built in · nothing leaves this computerConnect a model"],
    [
      "built in, even when an answer failed",
      {},
      trouble("PROVIDER_UNREACHABLE"),
      "stays",
      "Built in · nothing leaves this computerConnect a model",
    ],
    [
      "a model on this computer",
      { provider: "compatible", model: "qwen3:14b", host: "127.0.0.1:11434" },
      null,
      "stays",
      "Compatible server qwen3:14b · nothing leaves this computer",
    ],
    [
      "OpenAI",
      { provider: "openai", model: "gpt-5-mini", host: "api.openai.com", leaves_computer: true },
      null,
      "leaves",
      "OpenAI gpt-5-mini · sent to api.openai.com",
    ],
    [
      "a server in the network",
      { provider: "compatible", model: "m", host: "10.0.0.7:8000", leaves_computer: true },
      null,
      "leaves",
      "Compatible server m · sent to 10.0.0.7:8000",
    ],
    [
      "one that does not answer",
      { provider: "openai", model: "m", host: "api.openai.com", leaves_computer: true },
      trouble("PROVIDER_UNREACHABLE"),
      "broken",
      "OpenAI cannot be reachedUse built in",
    ],
    [
      "a key that was refused",
      { provider: "openai", host: "api.openai.com", leaves_computer: true },
      trouble("KEY_REFUSED"),
      "broken",
      "OpenAI refused the keyUse built in",
    ],
    [
      "an answer that failed by itself",
      { provider: "openai", model: "m", host: "api.openai.com", leaves_computer: true },
      trouble("ANSWER_WITHHELD"),
      "leaves",
      "OpenAI m · sent to api.openai.com",
    ],
    [
      "a program at its usual address",
      { provider: "compatible", name: "Ollama", model: "qwen3:14b", host: "127.0.0.1:11434" },
      null,
      "stays",
      "Ollama qwen3:14b · nothing leaves this computer",
    ],
    [
      "a model that the built-in assistant stands in for",
      { provider: "compatible", name: "Ollama", model: "m", host: "127.0.0.1:11434", outage: "unreachable", stands_in: true },
      null,
      "broken",
      "Ollama cannot be reachedUse built in",
    ],
    ["a connection that is not complete", { provider: "compatible" }, null, "broken", "Compatible server is not set up yetSet it up"],
  ] as [string, Partial<AssistantState>, Error | null, string, string][])("%s", async (_name, assistant, trouble, tone, text) => {
    showBar(assistant, trouble);
    expect(await bar()).toEqual({ text, tone });
  });

  it("goes back to the built-in assistant when asked", async () => {
    const { server, onSettled } = showBar(
      { provider: "openai", host: "api.openai.com", leaves_computer: true },
      trouble("PROVIDER_UNREACHABLE"),
    );
    await bar();
    await userEvent.click(within(screen.getByRole("contentinfo")).getByRole("button", { name: "Use built in" }));
    await waitFor(() => expect(onSettled).toHaveBeenCalled());
    expect(server.to("PATCH /api/v1/settings").map(({ body }) => body)).toEqual([{ provider: "rules" }]);
  });
});

describe("the ways out above the bar", () => {
  const OPENAI = { provider: "openai", name: "OpenAI", model: "m", host: "api.openai.com", leaves_computer: true } as const;
  const ways = async () => {
    const group = await screen.findByRole("group", { name: "Ways out" });
    return within(group)
      .getAllByRole("button")
      .map(({ textContent }) => textContent);
  };

  it.each([
    ["KEY_MISSING", ["Add a key", "Use built in"]],
    ["KEY_REFUSED", ["Replace the key", "Use built in"]],
    ["QUOTA_EXCEEDED", ["Use built in"]],
    ["TOKEN_BUDGET_USED", ["Raise it in Settings", "Use built in"]],
    ["ANSWER_BROKE_OFF", ["Continue with built in"]],
    ["PROVIDER_UNREACHABLE", ["Use built in"]],
    ["CONTEXT_TOO_LONG", ["New chat from a summary", "New chat"]],
  ])("of %s are %s", async (code, expected) => {
    showBar(OPENAI, trouble(code));
    expect(await ways()).toEqual(expected);
  });

  it("offer a model that is there in place of one that is not", async () => {
    const { server } = showBar(OPENAI, trouble("MODEL_NOT_FOUND"));
    await userEvent.click(await screen.findByRole("button", { name: "Use qwen3:14b" }));
    await waitFor(() => expect(server.to("PATCH /api/v1/settings").map(({ body }) => body)).toEqual([{ model: "qwen3:14b" }]));
    expect(screen.getByRole("button", { name: "Choose another" })).toBeVisible();
  });

  it("lead back to a model that is away, without a message", async () => {
    const away = { ...OPENAI, outage: "unreachable", stands_in: true } as const;
    const test = { ok: true, code: "OK", message: "", reason: null, took_ms: 1, models: [] };
    const { server, onSettled } = showBar(away, null, { "POST /api/v1/settings/test": test });
    expect(await ways()).toEqual(["Try again"]);
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(onSettled).toHaveBeenCalled());
    expect(server.to("POST /api/v1/settings/test")).toHaveLength(1);
  });

  it("are none where the conversation itself has them, or the built-in assistant answers", async () => {
    showBar(OPENAI, trouble("ANSWER_WITHHELD"));
    await bar();
    expect(screen.queryByRole("group")).toBeNull();
  });

  it("of a long wait are to wait on, to stop, and to use what is built in", async () => {
    const { server } = showBar({ ...OPENAI, slow_s: 30 }, null, {
      "POST /api/v1/assistant/stop": () => new Response(null, { status: 204 }),
    });
    expect(await screen.findByText("m has said nothing for 30 s. It may still be loading.")).toBeVisible();
    await userEvent.click(screen.getByRole("button", { name: "Stop" }));
    await waitFor(() => expect(server.to("POST /api/v1/assistant/stop")).toHaveLength(1));
    await userEvent.click(screen.getByRole("button", { name: "Wait on" }));
    await waitFor(() => expect(screen.queryByText(/has said nothing/)).toBeNull());
  });
});
