/** What a program and the processes below it use, as the kernel counts it. */

import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { descendants, isRunning, nameOf } from "../../desktop/support/app.mjs";
import { until } from "../../desktop/support/until.mjs";
import { wallMs } from "./screen.mjs";

const TICK_MS = 10;
/** An idle second has at most this much processor time. */
const QUIET_MS = 60;

/** A program that was started to be measured. */
export class Program {
  constructor(command, args = [], env = {}) {
    this.startedAt = wallMs();
    this.child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "ignore"] });
    this.pid = this.child.pid;
    this.said = "";
    this.child.stdout.setEncoding("utf8").on("data", (text) => {
      this.said += text;
    });
  }

  tell(line) {
    this.child.stdin.write(`${line}\n`);
  }

  /** Ends it as the end of a session does, and waits for it and for what it had started. Once is enough. */
  async end() {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const all = [this.pid, ...descendants(this.pid)];
    process.kill(this.pid, "SIGTERM");
    await until("the program has ended", () => all.every((pid) => !isRunning(pid)), { within: 30_000 });
  }
}

const tree = (pid) => [pid, ...descendants(pid)];
const read = (path) => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // It has ended in between: it uses nothing any more.
    return "";
  }
};

/** Proportional set size in MB, of all processes, and by name. */
export function memory(pid) {
  const byName = {};
  for (const one of tree(pid)) {
    const kb = Number(read(`/proc/${one}/smaps_rollup`).match(/^Pss:\s+(\d+)/m)?.[1] ?? 0);
    byName[nameOf(one)] = (byName[nameOf(one)] ?? 0) + kb / 1024;
  }
  return { all: Object.values(byName).reduce((sum, mb) => sum + mb, 0), byName };
}

/** Processor time of all processes so far, in ms. */
function cpu(pid) {
  const ticks = tree(pid).map((one) => {
    const fields = read(`/proc/${one}/stat`).split(") ").at(-1).split(" ");
    return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  });
  return TICK_MS * ticks.reduce((sum, one) => sum + one, 0);
}

/** How often each thread of one process has waited so far; each time it was woken again. */
function wakeUps(pid) {
  const waits = (thread) => Number(read(`/proc/${pid}/task/${thread}/status`).match(/^voluntary_ctxt_switches:\s+(\d+)/m)?.[1] ?? 0);
  return new Map(readdirSync(`/proc/${pid}/task`).map((thread) => [thread, waits(thread)]));
}

/** Waits until a program has nothing more to do after its start; a machine with other work never lets it be quite still. */
export async function rested(pid, { within = 30_000 } = {}) {
  const deadline = performance.now() + within;
  let before = cpu(pid);
  for (;;) {
    await pause(1_000);
    const now = cpu(pid);
    if (now - before <= QUIET_MS || performance.now() > deadline) return;
    before = now;
  }
}

/** What a program does in ten seconds in which nobody touches it: processor time of all its processes, wake-ups of its own. */
export async function idle(pid) {
  const before = { cpu: cpu(pid), wakeUps: wakeUps(pid) };
  await pause(10_000);
  // Threads that have ended in between are not counted: there is nothing left to read.
  const woken = [...wakeUps(pid)].map(([thread, times]) => times - (before.wakeUps.get(thread) ?? 0));
  return { cpuMs: cpu(pid) - before.cpu, wakeUps: woken.reduce((sum, times) => sum + times, 0) };
}
