/** A stand-in for an OpenAI-compatible server: real HTTP, the real stream of Chat Completions, answers by script. */

import { once } from "node:events";
import { createServer } from "node:http";

/**
 * Starts a server. `script` is called with each request's body and yields the deltas to stream, in order. With a `key` it refuses
 * whoever does not bring it, as OpenAI does.
 *
 * Answers `{url, requests, refused, close}`: the bodies that were answered, and how many requests came without the key.
 */
export async function fakeModel(script, { key } = {}) {
  const requests = [];
  let refused = 0;
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    if (!request.url.endsWith("/chat/completions")) return void response.writeHead(404).end();
    if (key && request.headers.authorization !== `Bearer ${key}`) {
      refused += 1;
      const error = { message: "You didn't provide an API key.", type: "invalid_request_error", param: null, code: null };
      return void response.writeHead(401, { "Content-Type": "application/json" }).end(JSON.stringify({ error }));
    }
    const asked = JSON.parse(Buffer.concat(chunks).toString());
    requests.push(asked);
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    const base = { id: `chatcmpl-${requests.length}`, object: "chat.completion.chunk", created: 1_795_000_000, model: asked.model };
    const send = (choice) =>
      response.write(`data: ${JSON.stringify({ ...base, choices: [{ index: 0, finish_reason: null, ...choice }] })}\n\n`);
    let finish = "stop";
    for await (const delta of script(asked)) {
      if (delta.tool_calls) finish = "tool_calls";
      send({ delta });
    }
    send({ delta: {}, finish_reason: finish });
    response.end("data: [DONE]\n\n");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${server.address().port}/v1`,
    requests,
    refused: () => refused,
    close: () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}

/** A call of one tool, cut into pieces as servers do. */
export function toolCall(name, args) {
  const text = JSON.stringify(args);
  const half = Math.floor(text.length / 2);
  const call = (piece) => ({ tool_calls: [{ index: 0, ...piece }] });
  return [
    call({ id: "call_1", type: "function", function: { name, arguments: "" } }),
    call({ function: { arguments: text.slice(0, half) } }),
    call({ function: { arguments: text.slice(half) } }),
  ];
}
