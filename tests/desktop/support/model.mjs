/** A stand-in for an OpenAI-compatible server: real HTTP, the real stream of Chat Completions, answers by script. */

import { once } from "node:events";
import { createServer } from "node:http";

/**
 * Starts a server. `script` is called with each request (`{body, authorization}`) and answers the deltas to stream, in order; a
 * delta may be a promise, so that a test decides when the answer goes on.
 *
 * Answers `{url, requests, close}`.
 */
export async function fakeModel(script) {
  const requests = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    if (!request.url.endsWith("/chat/completions")) return void response.writeHead(404).end();
    const asked = { body: JSON.parse(Buffer.concat(chunks).toString()), authorization: request.headers.authorization };
    requests.push(asked);
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    const base = { id: `chatcmpl-${requests.length}`, object: "chat.completion.chunk", created: 1_795_000_000, model: asked.body.model };
    const send = (choice) => response.write(`data: ${JSON.stringify({ ...base, choices: [{ index: 0, finish_reason: null, ...choice }] })}\n\n`);
    let finish = "stop";
    for await (const delta of script(asked, requests.length)) {
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
