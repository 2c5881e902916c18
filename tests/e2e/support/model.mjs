import { once } from "node:events";
import { createServer } from "node:http";

/** The models that a fake server has unless told otherwise. */
export const MODELS = ["qwen3:14b", "llama3.3"];

/**
 * An OpenAI-compatible server on loopback that speaks the real wires: `GET /v1/models`, and `POST /v1/chat/completions` and
 * `POST /v1/responses` as event streams. Each question takes the next queued answer; where there is none it says "Hello from the model."
 */
export async function startModel(t, { port = 0, models = MODELS } = {}) {
  const model = new Model(models);
  await model.listen(port);
  t.after(() => model.close());
  return model;
}

class Model {
  #answers = [];
  #server = null;
  #arrivals = new EventTarget();

  constructor(models) {
    this.models = models;
    /** Questions that came in: path, key and body. */
    this.questions = [];
    /** How often the models were asked for. */
    this.listings = 0;
    /** Answers the listing of models in its own way, where set. */
    this.listing = null;
    this.port = 0;
  }

  get address() {
    return `http://127.0.0.1:${this.port}/v1`;
  }

  async listen(port = this.port) {
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.listen(port, "127.0.0.1");
    await once(this.#server, "listening");
    this.port = this.#server.address().port;
  }

  /** Ends the server at once, whatever it was saying. The port stays its own, for `listen()`. */
  async close() {
    if (!this.#server?.listening) return;
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  /** Queues answers: `text(…)`, `call(…)`, `status(…)`, `silence()`, `cut(…)`. */
  answer(...answers) {
    this.#answers.push(...answers);
  }

  /** Waits until so many questions have come in. */
  async asked(count) {
    while (this.questions.length < count) await once(this.#arrivals, "question");
  }

  async #serve(request, response) {
    const key = request.headers.authorization?.replace("Bearer ", "") ?? null;
    if (request.method === "GET" && request.url === "/v1/models") {
      this.listings += 1;
      if (this.listing) return this.listing(request, response, key);
      return json(response, 200, { object: "list", data: this.models.map((id) => ({ id, object: "model", owned_by: "library" })) });
    }
    const wire = { "/v1/chat/completions": completions, "/v1/responses": responses }[request.url];
    if (request.method !== "POST" || !wire) return json(response, 404, { error: { message: "404 page not found" } });
    const body = await bodyOf(request);
    this.questions.push({ path: request.url, key, body });
    this.#arrivals.dispatchEvent(new Event("question"));
    const answer = this.#answers.shift() ?? text("Hello from the model.");
    await answer(response, wire, body);
  }
}

/** Says a text, a word at a time. */
export function text(words) {
  return async (response, wire) => {
    begin(response);
    for (const frame of [...wire.begin(), ...pieces(words).map(wire.piece), ...wire.end("stop")]) response.write(frame);
    response.end();
  };
}

/** Calls a tool. */
export function call(name, args) {
  return async (response, wire) => {
    begin(response);
    for (const frame of [...wire.begin(), ...wire.call(name, JSON.stringify(args)), ...wire.end("tool_calls")]) response.write(frame);
    response.end();
  };
}

/** Refuses with a body of OpenAI's shape. */
export function status(code, name = "server_error", message = "no") {
  return async (response) => json(response, code, { error: { message, type: name, code: name, param: null } });
}

/** Takes the question and says nothing at all until the asker goes away. */
export function silence() {
  return async (response) => {
    await once(response, "close");
  };
}

/** Says some words and waits with the rest until the asker goes away. */
export function hanging(words) {
  return async (response, wire) => {
    begin(response);
    for (const frame of [...wire.begin(), ...pieces(words).map(wire.piece)]) response.write(frame);
    await once(response, "close");
  };
}

/** Says some words, and then the connection breaks. */
export function cut(words) {
  return async (response, wire) => {
    begin(response);
    for (const frame of [...wire.begin(), ...pieces(words).map(wire.piece)]) response.write(frame);
    // What was written has to be on its way before the socket goes.
    await new Promise((done) => response.write(": \n\n", done));
    setImmediate(() => response.socket?.resetAndDestroy());
  };
}

const frame = (value) => `data: ${JSON.stringify(value)}\n\n`;
const pieces = (words) => words.split(/(?<= )/);

/** Chat Completions. */
const completions = {
  begin: () => [chunk({ role: "assistant", content: "" })],
  piece: (content) => chunk({ content }),
  call: (name, args) => [
    chunk({ tool_calls: [{ index: 0, id: "call_1", type: "function", function: { name, arguments: "" } }] }),
    chunk({ tool_calls: [{ index: 0, function: { arguments: args } }] }),
  ],
  end: (reason) => [chunk({}, reason), "data: [DONE]\n\n"],
};

function chunk(delta, finish_reason = null) {
  return frame({
    id: "chatcmpl-1",
    object: "chat.completion.chunk",
    created: 1,
    model: "m",
    choices: [{ index: 0, delta, finish_reason }],
  });
}

/** Responses. */
const responses = {
  begin: () => [frame({ type: "response.created", response: { id: "resp_1", status: "in_progress", output: [] } })],
  piece: (delta) => frame({ type: "response.output_text.delta", item_id: "msg_1", output_index: 0, content_index: 0, delta }),
  call: (name, args) => [
    frame({
      type: "response.output_item.done",
      output_index: 0,
      item: { type: "function_call", id: "fc_1", call_id: "call_1", name, arguments: args, status: "completed" },
    }),
  ],
  end: () => [
    frame({
      type: "response.completed",
      response: { id: "resp_1", status: "completed", output: [], usage: { input_tokens: 9, output_tokens: 9 } },
    }),
  ],
};

function begin(response) {
  response.writeHead(200, { "content-type": "text/event-stream" });
}

function json(response, code, value) {
  response.writeHead(code, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}

async function bodyOf(request) {
  let body = "";
  for await (const piece of request) body += piece;
  return JSON.parse(body);
}
