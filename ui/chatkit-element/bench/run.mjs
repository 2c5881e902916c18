/**
 * Measures the element against a plain `react-markdown` chat, in one browser and one run: `npm run bench`. Prints a table, and JSON with
 * `--json`. `--rate` deltas a second (5000), `--seconds` of them (5), `--items` of the long thread (10000).
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { serve } from "./server.mjs";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    rate: { type: "string", default: "5000" },
    seconds: { type: "string", default: "5" },
    items: { type: "string", default: "10000" },
  },
});
const FRAME_MS = 16.7;
const CHATS = ["element", "plain"];
/** Of each delta; with less on the screen something is wrong, not slow. */
const LEAST_CHARACTERS = 2.5;

const round = (value, digits = 1) => Number(value.toFixed(digits));
const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;

/** Tasks of the page's main thread between two moments: how long each took, by the clock and on the processor. */
async function traced(client, act) {
  const events = [];
  client.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  await client.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: ["toplevel", "__metadata"] },
  });
  const result = await act();
  const complete = new Promise((resolve) => client.once("Tracing.tracingComplete", resolve));
  await client.send("Tracing.end");
  await complete;
  const main = new Set(
    events.filter((one) => one.name === "thread_name" && one.args.name === "CrRendererMain").map((one) => `${one.pid} ${one.tid}`),
  );
  const tasks = events.filter((one) => /RunTask$/.test(one.name) && one.ph === "X" && main.has(`${one.pid} ${one.tid}`));
  return { result, tasks: tasks.map(({ dur, tdur }) => ({ wallMs: dur / 1000, cpuMs: (tdur ?? dur) / 1000 })) };
}

async function heap(client) {
  await client.send("HeapProfiler.collectGarbage");
  await client.send("HeapProfiler.collectGarbage");
  const { usedSize } = await client.send("Runtime.getHeapUsage");
  const { nodes } = await client.send("Memory.getDOMCounters");
  return { heapMB: round(usedSize / 1e6), nodes };
}

async function open(browser, address) {
  const page = await (await browser.newContext({ viewport: { width: 420, height: 800 } })).newPage();
  const client = await page.context().newCDPSession(page);
  await page.goto(address);
  return { page, client };
}

/** One answer at the given rate, from its first words on the screen to its last. */
async function measureStream(browser, address, chat) {
  const { rate, seconds } = values;
  const { page, client } = await open(browser, `${address}?chat=${chat}&rate=${rate}&seconds=${seconds}`);
  const expected = Number(rate) * Number(seconds);
  await page.waitForFunction(() => window.bench.shownLength() > 0, null, { polling: 20 });
  const { result, tasks } = await traced(client, () => page.evaluate(untilQuiet, { stillMs: 1500, leastMs: Number(seconds) * 1000 }));
  if (result.length < expected * LEAST_CHARACTERS) throw new Error(`${chat} showed ${result.length} characters of ${expected} deltas`);
  const gaps = result.gaps.sort((a, b) => a - b);
  const cpu = tasks.map((task) => task.cpuMs).sort((a, b) => a - b);
  const wall = tasks.map((task) => task.wallMs).sort((a, b) => a - b);
  await page.context().close();
  return {
    deltasPerSecond: Math.round((expected * (1 - result.first / result.length)) / (result.tookMs / 1000)),
    framesPerSecond: round(gaps.length / (result.tookMs / 1000)),
    p99FrameMs: round(quantile(gaps, 0.99)),
    longestFrameMs: round(gaps.at(-1) ?? 0),
    longTasks: wall.filter((ms) => ms > 50).length,
    longestTaskMs: round(wall.at(-1) ?? 0),
    longestTaskCpuMs: round(cpu.at(-1) ?? 0),
    tasksOverFrameCpu: cpu.filter((ms) => ms > FRAME_MS).length,
    cpuMsPerFrame: round(cpu.reduce((sum, ms) => sum + ms, 0) / Math.max(gaps.length, 1)),
  };
}

/** In the page: waits until the text grows no more; how long it grew, and the times between frames meanwhile. */
function untilQuiet({ stillMs, leastMs }) {
  return new Promise((resolve) => {
    const began = performance.now();
    const first = window.bench.shownLength();
    let length = first;
    let at = began;
    const look = () => {
      const now = performance.now();
      const shown = window.bench.shownLength();
      if (shown !== length) {
        length = shown;
        at = now;
      }
      if (now - at <= stillMs || now - began <= leastMs) return setTimeout(look, 100);
      const frames = window.bench.frames.filter((time) => time >= began && time <= at);
      resolve({ tookMs: at - began, first, length, gaps: frames.slice(1).map((time, i) => time - frames[i]) });
    };
    look();
  });
}

/** A thread of many items, opened: until its last item is on the screen, and what it then holds. */
async function measureThread(browser, address, chat) {
  const { page, client } = await open(browser, "about:blank");
  await page.goto(`${address}?chat=${chat}&open=1&items=${values.items}`);
  const began = performance.now();
  const last = `Question ${Number(values.items) - 2}?`;
  await page.getByText(last).first().waitFor({ timeout: 300_000 });
  const openedMs = performance.now() - began;
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  const held = await heap(client);
  await page.context().close();
  return { openedMs: Math.round(openedMs), ...held };
}

function table(rows) {
  const names = Object.keys(rows.element);
  const lines = names.map((name) => [name, ...CHATS.map((chat) => String(rows[chat][name]))]);
  const all = [["", "element", "react-markdown"], ...lines];
  const widths = [0, 1, 2].map((i) => Math.max(...all.map((line) => line[i].length)));
  return all
    .map((line) => `| ${line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(" | ")} |`)
    .join("\n");
}

const server = await serve(join(import.meta.dirname, "../dist/bench"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--enable-precise-memory-info"],
});
try {
  const rows = {};
  for (const chat of CHATS) {
    rows[chat] = { ...(await measureStream(browser, server.address, chat)), ...(await measureThread(browser, server.address, chat)) };
  }
  console.log(values.json ? JSON.stringify({ ...values, ...rows }, null, 2) : table(rows));
} finally {
  await browser.close();
  server.close();
}
