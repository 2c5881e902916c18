import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { AssistantInfo } from "../../api/types";
import { show } from "../../testing/screen";
import { FakeServer, SETTINGS } from "../../testing/server";
import { AssistantBar } from "./AssistantBar";

function showBar(assistant: Partial<AssistantInfo>, trouble: Error | null = null) {
  const info: AssistantInfo = { provider: "rules", model: null, host: null, leaves_computer: false, ...assistant };
  const server = new FakeServer({ "GET /api/v1/app": { assistant: info }, "PATCH /api/v1/settings": SETTINGS });
  const onSettled = vi.fn();
  show(<AssistantBar trouble={trouble} onConnect={() => undefined} onPrivacy={() => undefined} onSettled={onSettled} />, server);
  return { server, onSettled };
}

const bar = async () => {
  const foot = screen.getByRole("contentinfo");
  await waitFor(() => expect(foot).not.toBeEmptyDOMElement());
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
    ["a connection that is not complete", { provider: "compatible" }, null, "broken", "Compatible server is not set up yetSet it up"],
  ] as [string, Partial<AssistantInfo>, Error | null, string, string][])("%s", async (_name, assistant, trouble, tone, text) => {
    showBar(assistant, trouble);
    expect(await bar()).toEqual({ text, tone });
  });

  it("goes back to the built-in assistant when asked", async () => {
    const { server, onSettled } = showBar(
      { provider: "openai", host: "api.openai.com", leaves_computer: true },
      trouble("PROVIDER_UNREACHABLE"),
    );
    await userEvent.click(await screen.findByRole("button", { name: "Use built in" }));
    await waitFor(() => expect(onSettled).toHaveBeenCalled());
    expect(server.to("PATCH /api/v1/settings").map(({ body }) => body)).toEqual([{ provider: "rules" }]);
  });
});
