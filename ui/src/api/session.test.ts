import { describe, expect, it } from "vitest";
import { aTab, FakeServer, refusal, SESSION } from "../testing/server";
import { SessionKeeper } from "./session";

const OPEN = "POST /api/chatkit/session";
const REFRESH = "POST /api/chatkit/refresh";
const bearer = (secret: string) => `Bearer ${secret}`;

describe("the session of a page", () => {
  it("takes the ticket out of the address before it asks for anything", () => {
    const server = new FakeServer({});
    const tab = aTab(server, { hash: "#ticket=abc%2Fd" });
    new SessionKeeper(tab.host);
    expect(tab.addresses).toEqual(["/"]);
    expect(server.sent).toEqual([]);
  });

  it("leaves in the address what came with the ticket", () => {
    const tab = aTab(new FakeServer({}), { hash: "#ticket=abc&task=t1" });
    new SessionKeeper(tab.host);
    expect(tab.addresses).toEqual(["/#task=t1"]);
  });

  it("leaves a fragment alone that is no ticket", () => {
    const tab = aTab(new FakeServer({}), { hash: "#top" });
    new SessionKeeper(tab.host);
    expect(tab.addresses).toEqual([]);
  });

  it("turns the ticket into a secret once, however many requests need it", async () => {
    const server = new FakeServer({ [OPEN]: SESSION, "GET /x": {} });
    const tab = aTab(server, { hash: "#ticket=abc%2Fd" });
    const session = new SessionKeeper(tab.host);
    await Promise.all([session.fetch("/x"), session.fetch("/x"), session.fetch("/x")]);
    expect(server.to(OPEN).map(({ headers }) => headers.get("Authorization"))).toEqual([bearer("abc/d")]);
    expect(server.to("GET /x").map(({ headers }) => headers.get("Authorization"))).toEqual(Array(3).fill(bearer("secret-1")));
    expect(tab.store.get("docket.client_secret")).toBe("secret-1");
  });

  it("uses the secret of before a reload, and a newer ticket instead of it", async () => {
    const stored = { "docket.client_secret": "kept" };
    const reloaded = new FakeServer({ "GET /x": {} });
    await new SessionKeeper(aTab(reloaded, { stored }).host).fetch("/x");
    expect(reloaded.sent.map(({ path }) => path)).toEqual(["/x"]);
    const reopened = new FakeServer({ [OPEN]: SESSION, "GET /x": {} });
    await new SessionKeeper(aTab(reopened, { stored, hash: "#ticket=new" }).host).fetch("/x");
    expect(reopened.sent.map(({ path }) => path)).toEqual(["/api/chatkit/session", "/x"]);
  });

  it("keeps the headers it was given", async () => {
    const server = new FakeServer({ "POST /x": {} });
    const session = new SessionKeeper(aTab(server, { stored: { "docket.client_secret": "s" } }).host);
    await session.fetch("/x", { method: "POST", headers: new Headers({ Accept: "text/event-stream" }) });
    expect(server.sent[0]?.headers.get("Accept")).toBe("text/event-stream");
  });

  it("refreshes once on 401 and sends the request again, also for several at the same time", async () => {
    const server = new FakeServer({
      [REFRESH]: { ...SESSION, client_secret: "fresh" },
      "GET /x": ({ headers }: { headers: Headers }) =>
        headers.get("Authorization") === bearer("fresh") ? { ok: true } : refusal(401, "SESSION_EXPIRED"),
    });
    const session = new SessionKeeper(aTab(server, { stored: { "docket.client_secret": "stale" } }).host);
    const answers = await Promise.all([session.fetch("/x"), session.fetch("/x")]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(server.to(REFRESH).map(({ body }) => body)).toEqual([{ token: "stale" }]);
  });

  it("does not refresh a second time when the fresh secret is refused too", async () => {
    const server = new FakeServer({ [REFRESH]: { ...SESSION, client_secret: "fresh" }, "GET /x": () => refusal(401, "UNAUTHORIZED") });
    const session = new SessionKeeper(aTab(server, { stored: { "docket.client_secret": "stale" } }).host);
    expect((await session.fetch("/x")).status).toBe(401);
    expect(server.to(REFRESH)).toHaveLength(1);
  });

  it("goes to /renew when the session is gone, at most once in two seconds, and forgets the secret", async () => {
    const server = new FakeServer({ [REFRESH]: () => refusal(401, "SESSION_EXPIRED"), "GET /x": () => refusal(401, "SESSION_EXPIRED") });
    const tab = aTab(server, { stored: { "docket.client_secret": "revoked" } });
    const session = new SessionKeeper(tab.host);
    await expect(session.fetch("/x")).rejects.toMatchObject({ code: "SESSION_EXPIRED", status: 401 });
    expect(tab.store.has("docket.client_secret")).toBe(false);
    tab.wait(1_999);
    await expect(session.fetch("/x")).rejects.toMatchObject({ code: "SESSION_EXPIRED" });
    expect(tab.left).toEqual(["/renew"]);
    tab.wait(1);
    await expect(session.fetch("/x")).rejects.toMatchObject({ code: "SESSION_EXPIRED" });
    expect(tab.left).toEqual(["/renew", "/renew"]);
  });

  it("goes to /renew when the ticket was used before", async () => {
    const tab = aTab(new FakeServer({ [OPEN]: () => refusal(401, "UNAUTHORIZED") }), { hash: "#ticket=used" });
    await expect(new SessionKeeper(tab.host).fetch("/x")).rejects.toMatchObject({ code: "SESSION_EXPIRED" });
    expect(tab.left).toEqual(["/renew"]);
  });

  it("says NETWORK when nobody answers and passes an abort through", async () => {
    const refused = () => Promise.reject(new TypeError("fetch failed"));
    const server = new FakeServer({ "GET /x": refused });
    const session = new SessionKeeper(aTab(server, { stored: { "docket.client_secret": "s" } }).host);
    await expect(session.fetch("/x")).rejects.toMatchObject({ code: "NETWORK", status: 0 });
    await expect(session.fetch("/x", { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: "AbortError" });
  });

  it("tries the same ticket again after the network failed", async () => {
    const server = new FakeServer({ [OPEN]: () => Promise.reject(new TypeError("fetch failed")), "GET /x": {} });
    const session = new SessionKeeper(aTab(server, { hash: "#ticket=abc" }).host);
    await expect(session.fetch("/x")).rejects.toMatchObject({ code: "NETWORK" });
    server.answer(OPEN, SESSION);
    expect((await session.fetch("/x")).status).toBe(200);
  });
});
