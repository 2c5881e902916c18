import { describe, expect, it, vi } from "vitest";
import { ApiError } from "../../api/error";
import { chatFetch } from "./chatFetch";

const READ = { method: "POST", body: JSON.stringify({ type: "threads.list", params: {} }) };
const MESSAGE = { method: "POST", body: JSON.stringify({ type: "threads.create", params: {} }) };
const unreachable = () => new ApiError("NETWORK", "no answer", 0);

/** A server that answers in turn, and the pauses that were made. */
function turns(...answers: (number | Error)[]) {
  const pauses: number[] = [];
  const send = vi.fn(async () => {
    const answer = answers.shift() ?? 200;
    if (answer instanceof Error) throw answer;
    return new Response(null, { status: answer });
  });
  const fetch = chatFetch(send, async (ms) => void pauses.push(ms));
  return { fetch, send, pauses };
}

describe("the chat's fetch", () => {
  it.each([
    ["a first answer", READ, [200], 200, []],
    ["a server that has just started", MESSAGE, [503, 503, 200], 200, [1_000, 2_000]],
    ["a server that stays away", MESSAGE, [503, 503, 503, 200], 503, [1_000, 2_000]],
    ["a reading that found nobody", READ, [unreachable(), 200], 200, [1_000]],
    ["too many messages", MESSAGE, [429, 200], 429, []],
    ["a fault of the server", MESSAGE, [500, 200], 500, []],
  ] as const)("%s", async (_name, init, answers, status, expected) => {
    const { fetch, pauses } = turns(...answers);
    expect((await fetch("/chatkit", init)).status).toBe(status);
    expect(pauses).toEqual(expected);
  });

  it("never sends a message twice that may have arrived", async () => {
    const { fetch, send } = turns(unreachable(), 200);
    await expect(fetch("/chatkit", MESSAGE)).rejects.toMatchObject({ code: "NETWORK" });
    expect(send).toHaveBeenCalledTimes(1);
  });

  it("gives up after three readings", async () => {
    const { fetch, send } = turns(unreachable(), unreachable(), unreachable());
    await expect(fetch("/chatkit", READ)).rejects.toMatchObject({ code: "NETWORK" });
    expect(send).toHaveBeenCalledTimes(3);
  });

  it("waits for nobody who has left", async () => {
    const leaving = new AbortController();
    const send = vi.fn(async () => new Response(null, { status: 503 }));
    const sent = chatFetch(send)("/chatkit", { ...READ, signal: leaving.signal });
    leaving.abort(new DOMException("left", "AbortError"));
    await expect(sent).rejects.toMatchObject({ name: "AbortError" });
    expect(send).toHaveBeenCalledTimes(1);
  });
});
