import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, request as httpRequest } from "node:http";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { newWorld, referencePort } from "./reference.mjs";

const PAGES = fileURLToPath(new URL("../dist/", import.meta.url));
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css" };
const API = "/api/chatkit";
const REPORTS = "/policy-reports";

/** The strictest policy the element is meant for. `images` are the hosts that a page of this kind would allow pictures from. */
function policy(images) {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' data: blob:${images.map((host) => ` https://${host}`).join("")}`,
    "font-src 'self'",
    "connect-src 'self'",
    "media-src 'self' blob:",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    `report-uri ${REPORTS}`,
  ].join("; ");
}

/**
 * A small server with the pages, under the policy, and behind `/api/chatkit` the reference server, so that there is one origin. It can
 * hold a request back, refuse it or break it off.
 *
 * `answer` stands in for the reference server: `(exchange) => void`. Without `isStrict` there is no policy.
 */
export async function openSite(t, { images = [], answer, isStrict = true } = {}) {
  const site = new Site(isStrict ? policy(images) : null, answer);
  await site.open();
  t.after(() => site.close());
  return site;
}

class Site {
  #server;
  #headers;
  #answer;
  #world;
  #upstream;
  #sockets = new Set();
  #interceptors = [];
  /** Types and parameters of the protocol's requests, and the paths of the others, in order. */
  requests = [];
  /** What went wrong in here. */
  troubles = [];
  /** What browsers reported of the content policy. */
  policyReports = [];

  constructor(policy, answer) {
    this.#answer = answer;
    this.#headers = {
      ...(policy && { "Content-Security-Policy": policy }),
      "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": "no-store",
    };
    this.#server = createServer((request, response) => {
      this.#take(request, response).catch((error) => {
        this.troubles.push(String(error.stack));
        response.destroy();
      });
    });
    this.#server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
  }

  async open() {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    this.origin = `http://127.0.0.1:${this.#server.address().port}`;
    if (this.#answer) return;
    this.#upstream = await referencePort();
    this.#world = newWorld(this.origin);
  }

  async close() {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#server, "close");
  }

  /** The address of a page with these options. */
  address(page, options = {}) {
    return `${this.origin}/${page}?options=${encodeURIComponent(JSON.stringify(options))}`;
  }

  /** The types of the protocol's requests so far. */
  types() {
    return this.requests.flatMap(({ type }) => type ?? []);
  }

  /** Has `act(exchange)` take the next request of this type (or path) instead of handing it on. */
  next(type, act) {
    this.#interceptors.push({ type, act, once: true });
  }

  /** Has `act(exchange)` take every request of this type (or path; `*` is all) until the answered function is called. */
  always(type, act) {
    const interceptor = { type, act, once: false };
    this.#interceptors.push(interceptor);
    return () => {
      this.#interceptors = this.#interceptors.filter((one) => one !== interceptor);
    };
  }

  /** Holds the next request of this type back until `release()`; `arrived` tells when it is there. */
  hold(type) {
    const arrived = deferred();
    const gate = deferred();
    this.next(type, async (exchange) => {
      arrived.resolve();
      await gate.promise;
      await exchange.forward();
    });
    return { arrived: arrived.promise, release: gate.resolve };
  }

  /** Asks the reference server itself, past the page: what it keeps, or what is to be there before a page opens. */
  async ask(type, params = {}) {
    const response = await this.#direct("POST", API, JSON.stringify({ type, params }), { "Content-Type": "application/json" });
    return response.json();
  }

  /** Sends a message as another page would, and waits for the end of the answer. Answers the thread's id. */
  async say(text, threadId) {
    const input = { content: [{ type: "input_text", text }], attachments: [], inference_options: {} };
    const body = threadId
      ? { type: "threads.add_user_message", params: { thread_id: threadId, input } }
      : { type: "threads.create", params: { input } };
    const response = await this.#direct("POST", API, JSON.stringify(body), { "Content-Type": "application/json" });
    const stream = await response.text();
    return threadId ?? JSON.parse(stream.slice("data: ".length, stream.indexOf("\n"))).thread.id;
  }

  /** A thing the reference server tells its tests. */
  async debug(path) {
    return (await this.#direct("GET", `${API}/debug/${path}`)).json();
  }

  /** The bytes the reference server has at a path. */
  async download(path) {
    return Buffer.from(await (await this.#direct("GET", `${API}/${path}`)).arrayBuffer());
  }

  async #direct(method, path, body, headers = {}) {
    const base = `http://127.0.0.1:${this.#upstream}`;
    const world = { "x-world": this.#world };
    if (!this.secret) {
      const session = await fetch(`${base}${API}/session`, { method: "POST", headers: world });
      this.secret = (await session.json()).client_secret;
    }
    const response = await fetch(`${base}${path}`, {
      method,
      body,
      headers: { ...world, ...headers, Authorization: `Bearer ${this.secret}` },
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  }

  async #take(request, response) {
    const { pathname } = new URL(request.url, this.origin);
    if (pathname === REPORTS) {
      this.policyReports.push(JSON.parse(await bodyOf(request))["csp-report"]);
      response.writeHead(204).end();
    } else if (pathname === API || pathname.startsWith(`${API}/`)) {
      await this.#takeApi(request, response, pathname);
    } else {
      await this.#takeFile(request, response, pathname);
    }
  }

  async #takeFile(request, response, pathname) {
    const [folder, name] = pathname.startsWith("/react18") ? ["react18", pathname.replace("/react18", "/react")] : ["now", pathname];
    const file = extname(name) === "" ? `${name}.html` : name;
    const path = pathname.startsWith("/assets/") ? await this.#asset(name) : `${PAGES}${folder}${file}`;
    try {
      const bytes = await readFile(path);
      response.writeHead(200, { ...this.#headers, "Content-Type": TYPES[extname(path)] ?? "application/octet-stream" }).end(bytes);
    } catch {
      // A picture of the server itself may be asked for, whatever it is called; nothing else.
      if (request.headers["sec-fetch-dest"] !== "image") this.troubles.push(`request for ${pathname}`);
      response.writeHead(404, this.#headers).end();
    }
  }

  /** Built names are unlike, so that the pages can share a folder. */
  async #asset(name) {
    const now = `${PAGES}now${name}`;
    return readFile(now).then(
      () => now,
      () => `${PAGES}react18${name}`,
    );
  }

  async #takeApi(request, response, pathname) {
    const body = await bodyOf(request);
    const asked = pathname === API ? JSON.parse(body) : { path: pathname.slice(API.length + 1) };
    const { type, params } = asked;
    this.requests.push({ ...(type ? { type, params } : { path: asked.path }), method: request.method, headers: request.headers });
    const exchange = new Exchange(request, response, body, asked, (options) => this.#forward(request, response, body, options));
    const found = this.#interceptors.find((one) => one.type === "*" || one.type === type || one.type === asked.path);
    if (!found) return this.#answer ? this.#answer(exchange) : exchange.forward();
    if (found.once) this.#interceptors = this.#interceptors.filter((one) => one !== found);
    await found.act(exchange);
  }

  /**
   * Hands a request on. `cutAfter`: breaks the connection off once the answer has said that; `rest`: keeps what follows `[words, promise]`
   * back until then; `rewrite`: other words in the answer.
   */
  #forward(request, response, body, { cutAfter, rest, rewrite } = {}) {
    const options = {
      port: this.#upstream,
      host: "127.0.0.1",
      method: request.method,
      path: request.url,
      headers: { ...request.headers, host: `127.0.0.1:${this.#upstream}`, "x-world": this.#world },
    };
    return new Promise((resolve, reject) => {
      const upstream = httpRequest(options, (answer) => {
        const { "content-length": _, ...headers } = answer.headers;
        response.writeHead(answer.statusCode, rewrite ? headers : answer.headers);
        let said = "";
        answer.on("data", (bytes) => {
          response.write(rewrite ? rewrite(bytes.toString("utf8")) : bytes);
          // The server writes event by event, and so they are read.
          if (rest && bytes.includes(rest[0])) {
            answer.pause();
            rest[1].then(() => answer.resume());
          }
          if (cutAfter === undefined) return;
          said += bytes.toString("utf8");
          if (said.includes(cutAfter)) response.destroy();
        });
        answer.on("end", () => response.end(resolve));
        answer.on("error", () => response.destroy());
      });
      // Somebody who goes away takes the request with him: the protocol's only way to cancel.
      response.on("close", () => {
        upstream.destroy();
        resolve();
      });
      upstream.on("error", (error) => (response.destroyed || response.writableEnded ? resolve() : reject(error)));
      upstream.end(body);
    });
  }
}

/** One request to the API and the ways to answer it. */
class Exchange {
  constructor(request, response, body, asked, forward) {
    Object.assign(this, { request, response, body, asked, forward });
  }

  json(status, document, headers = {}) {
    this.response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(document));
  }

  /** Answers with events; `open` leaves the connection open and answers a function that sends more. */
  events(list) {
    this.response.writeHead(200, { "Content-Type": "text/event-stream" });
    for (const event of list) this.response.write(`data: ${JSON.stringify(event)}\n\n`);
    this.response.end();
  }

  /** As a server does that is not there, or a cable that is pulled. */
  drop() {
    this.response.destroy();
  }
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function deferred() {
  const deferred = {};
  deferred.promise = new Promise((resolve, reject) => Object.assign(deferred, { resolve, reject }));
  return deferred;
}
