import { describe, expect, it } from "vitest";
import { aTab, aTask, FakeServer, refusal } from "../testing/server";
import { Api } from "./client";
import { ApiError, sentenceOf } from "./error";
import { SessionKeeper } from "./session";

function apiOver(server: FakeServer): Api {
  return new Api(new SessionKeeper(aTab(server, { stored: { "docket.client_secret": "s" } }).host));
}

describe("the HTTP routes", () => {
  it("asks for a page of tasks by filter, limit and cursor", async () => {
    const server = new FakeServer({ "GET /api/v1/tasks": { tasks: [], has_more: false, revision: 1 } });
    await apiOver(server).tasks({ view: "all", label: "a&b" }, { limit: 50, after: "x y" });
    const query = new URLSearchParams(server.sent[0]?.path.split("?")[1]);
    expect(Object.fromEntries(query)).toEqual({ view: "all", label: "a&b", limit: "50", after: "x y" });
  });

  it("sends only what is to change, with null for what is to go, as JSON", async () => {
    const server = new FakeServer({ "PATCH /api/v1/tasks/t1": { ...aTask({ id: "t1" }), change_set: "c" } });
    await apiOver(server).patchTask("t1", { due: null });
    expect(server.sent[0]?.body).toEqual({ due: null });
    expect(server.sent[0]?.headers.get("Content-Type")).toBe("application/json");
  });

  it("says no content type where there is no body", async () => {
    const server = new FakeServer({ "POST /api/v1/tasks/t1/complete": { task: aTask({ id: "t1" }), change_set: "c" } });
    await apiOver(server).complete("t1");
    expect(server.sent[0]?.headers.has("Content-Type")).toBe(false);
  });

  it("makes a typed error of a refusal", async () => {
    const server = new FakeServer({ "POST /api/v1/undo": () => refusal(409, "UNDO_CONFLICT") });
    await expect(apiOver(server).undo("c")).rejects.toEqual(new ApiError("UNDO_CONFLICT", "refused with UNDO_CONFLICT", 409));
  });

  it("reads the seconds to wait, and survives an answer that is not JSON", async () => {
    const server = new FakeServer({
      "GET /api/v1/lists": () => refusal(429, "RATE_LIMITED", { "Retry-After": "7" }),
      "GET /api/v1/app": () => new Response("<html>", { status: 502 }),
    });
    await expect(apiOver(server).lists()).rejects.toMatchObject({ code: "RATE_LIMITED", retryAfterS: 7 });
    await expect(apiOver(server).app()).rejects.toMatchObject({ code: "HTTP_502", status: 502 });
  });

  it("passes on what only a desktop can do, and its absence", async () => {
    const server = new FakeServer({
      "POST /api/desktop/quick-add/shown": () => new Response(null, { status: 204 }),
      "POST /api/desktop/quick-add/hide": () => refusal(501, "NO_DESKTOP"),
    });
    await apiOver(server).quickAddWindow("shown");
    await expect(apiOver(server).quickAddWindow("hide")).rejects.toMatchObject({ code: "NO_DESKTOP" });
  });
});

describe("the sentence for a failure", () => {
  it.each([
    [new ApiError("NETWORK", "no answer", 0), "Docket’s own server did not answer. Nothing was lost; try again."],
    [new ApiError("RATE_LIMITED", "x", 429, 12), "Too many at once. Try again in 12 s."],
    [new ApiError("TOKENS_USED_UP", "x", 429, 40_000), "The tokens of today are used up. It starts again at midnight."],
    [new ApiError("INVALID", "`title` is empty", 422), "`title` is empty."],
    [new ApiError("NOT_IMPORTABLE", "line 3 is no task. Look at it.", 422), "Line 3 is no task. Look at it."],
    [new ApiError("DISK_FULL", "whatever the server says", 507), "The disk is full. Nothing was changed; make room and try again."],
    [new ApiError("fallback", "not a code of the catalogue", 500), "Not a code of the catalogue."],
  ])("%s", (error, sentence) => {
    expect(sentenceOf(error)).toBe(sentence);
  });
});
