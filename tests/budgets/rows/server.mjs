/** Reading 100,000 tasks over HTTP, as the window does. */

import { Agent, request } from "node:http";
import { most, quantile, row, spread } from "../support/figures.mjs";

const TASKS = 100_000;
const PAGE = 100;
const TODAY_TRIES = 500;
const LETTERS = "abcdefghijklmnopqrstuvwxyz";
/** What people type, letter by letter: words of many tasks, of one, of none; several words; accents; numbers. */
const TYPED = ["dentist", "the landlord", "café", "søren", "zoë", "99999", "12345", "notes about", "holiday plan", "xyzzy", "piano ch"];

function everyKey() {
  const grown = TYPED.flatMap((words) => [...words].map((_, at) => [...words].slice(0, at + 1).join("")));
  const single = [...LETTERS];
  const pairs = single.flatMap((first) => single.map((second) => first + second));
  return { grown, short: [...single, ...pairs] };
}

/** ms of requests, one after the other, over one connection. */
class Line {
  #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  /** `secret`: of a session of this server. */
  constructor(url, secret) {
    this.url = url;
    this.headers = { Authorization: `Bearer ${secret}` };
  }

  get(path) {
    return new Promise((done, failed) => {
      const began = performance.now();
      const asked = request(`${this.url}${path}`, { agent: this.#agent, headers: this.headers }, (answer) => {
        answer.resume();
        answer.on("end", () =>
          answer.statusCode === 200 ? done(performance.now() - began) : failed(new Error(`${path}: ${answer.statusCode}`)),
        );
      });
      asked.on("error", failed);
      asked.end();
    });
  }

  async all(paths) {
    for (const path of paths.slice(0, 20)) await this.get(path);
    const took = [];
    for (const path of paths) took.push(await this.get(path));
    return took;
  }

  close() {
    this.#agent.destroy();
  }
}

/** A session for requests that are not made with `fetch`, which is slower than what is measured. */
async function secretOf(docket) {
  const { ticket } = await docket.request("POST", "/api/chatkit/tickets");
  const made = await fetch(`${docket.url}/api/chatkit/session`, { method: "POST", headers: { Authorization: `Bearer ${ticket}` } });
  return (await made.json()).client_secret;
}

const search = (words) => `/api/v1/tasks?${new URLSearchParams({ view: "all", q: words, limit: String(PAGE) })}`;

export const name = "server";

export async function measure(kit) {
  const docket = await kit.serve(await kit.data(TASKS));
  const line = new Line(docket.url, await secretOf(docket));
  kit.after(() => line.close());
  const bare = await line.all(Array(TODAY_TRIES).fill("/api/v1/settings"));
  const { grown, short } = everyKey();
  const keys = await line.all([...grown, ...grown, ...grown, ...grown].map(search));
  const letters = await line.all(short.map(search));
  const today = await line.all(Array(TODAY_TRIES).fill(`/api/v1/tasks?view=today&limit=${PAGE}`));
  return rowsOf({ bare, keys, letters, today, slowest: slowest(short, letters) });
}

function slowest(words, took) {
  const worst = words.map((word, at) => ({ word, ms: took[at] })).sort((a, b) => b.ms - a.ms);
  return worst.slice(0, 3);
}

function rowsOf({ bare, keys, letters, today, slowest }) {
  const round = (value) => Number(value.toFixed(2));
  const trip = quantile(bare, 0.5);
  const [words, short, day] = [spread(keys), spread(letters), spread(today)];
  return [
    row({
      what: "search in 100,000 tasks over HTTP, a key, p99",
      figure: words.p99,
      unit: "ms",
      floor: quantile(bare, 0.99),
      budgets: [most(10, "ms")],
      note: `p50 ${round(words.p50)}, max ${round(words.max)} of ${words.n}`,
      detail: words,
    }),
    row({
      what: "… every word of one and two letters, p99",
      figure: short.p99,
      unit: "ms",
      floor: quantile(bare, 0.99),
      budgets: [most(10, "ms")],
      note: `p50 ${round(short.p50)}, max ${round(short.max)} of ${short.n}`,
      detail: { ...short, slowest },
    }),
    row({
      what: `today in 100,000 tasks, first ${PAGE}, p50`,
      figure: day.p50,
      unit: "ms",
      floor: trip,
      budgets: [most(1, "ms")],
      note: `p99 ${round(day.p99)}; over HTTP, with the JSON`,
      detail: day,
    }),
  ];
}
