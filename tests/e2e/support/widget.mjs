import { once } from "node:events";
import { createServer } from "node:http";

/**
 * A stand-in for OpenAI's CDN: a server on loopback whose script defines `<openai-chatkit>`. It shows the greeting, sends what is typed
 * through `api.fetch` as the protocol says, and calls what the options give it. It is no copy of OpenAI's: that one was never run here.
 */
export async function startWidget(t) {
  const widget = new Widget();
  await widget.listen();
  t.after(() => widget.close());
  return widget;
}

class Widget {
  #server = createServer((request, response) => this.#serve(request, response));
  #held = [];

  constructor() {
    /** Addresses that were asked for. */
    this.requests = [];
    /** How the script is answered: `given`, `missing` (404) or `held` (not at all). */
    this.manner = "given";
  }

  get script() {
    return `http://127.0.0.1:${this.#server.address().port}/deployments/chatkit/chatkit.js`;
  }

  async listen() {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
  }

  async close() {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  #serve(request, response) {
    this.requests.push(request.url);
    if (this.manner === "held") return void this.#held.push(response);
    if (this.manner === "missing") return void response.writeHead(404).end();
    if (request.url.endsWith(".html")) return void response.writeHead(200, { "content-type": "text/html" }).end("<p>inner");
    response.writeHead(200, { "content-type": "text/javascript" }).end(`(${define})(${JSON.stringify(new URL(".", this.script).href)});`);
  }
}

/** Runs in the frame. */
function define(folder) {
  class StandIn extends HTMLElement {
    setOptions(options) {
      this.options = options;
      if (this.field) return;
      this.field = Object.assign(document.createElement("input"), { ariaLabel: "Message to the stand-in" });
      this.log = document.createElement("div");
      const greeting = Object.assign(document.createElement("h1"), { textContent: options.startScreen.greeting });
      // As the real one does: what is seen of it comes from its own host.
      const inner = Object.assign(document.createElement("iframe"), { src: `${folder}inner.html`, title: "inner" });
      this.append(greeting, this.log, this.field, inner);
      this.field.addEventListener("keydown", (event) => event.key === "Enter" && this.send(this.field.value));
      this.tell("ready");
    }

    tell(name, detail) {
      this.dispatchEvent(new CustomEvent(`chatkit.${name}`, { detail }));
    }

    async sendUserMessage({ text }) {
      await this.send(text);
    }

    async send(text) {
      this.tell("response.start");
      const input = { content: [{ type: "input_text", text }], attachments: [], inference_options: {} };
      const body = JSON.stringify({ type: "threads.create", params: { input } });
      const headers = { "Content-Type": "application/json" };
      const response = await this.options.api.fetch(this.options.api.url, { method: "POST", headers, body });
      for (const line of (await response.text()).split("\n")) {
        if (!line.startsWith("data: ")) continue;
        const event = JSON.parse(line.slice(6));
        if (event.type === "thread.created") this.tell("thread.change", { threadId: event.thread.id });
        if (event.item?.type === "assistant_message" && event.type === "thread.item.done") this.say(event.item.content[0].text);
      }
      this.tell("response.end");
    }

    say(text) {
      this.log.append(Object.assign(document.createElement("p"), { textContent: text }));
    }
  }
  customElements.define("openai-chatkit", StandIn);
}
