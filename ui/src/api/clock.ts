import { useEffect, useMemo, useState } from "react";
import { type Day, dayInZone, isOverdue, type Moment, momentInZone } from "../words/dates";
import type { AppInfo, Task } from "./types";

const MINUTE_MS = 60_000;

/** The server's clock and zone: what "today" and "late" mean. The computer's own clock only carries it on. */
export class Clock {
  readonly #nowMs: number;
  readonly zone: string;
  readonly now: Moment;
  readonly today: Day;

  constructor(nowMs: number, zone: string) {
    this.#nowMs = nowMs;
    this.zone = zone;
    this.now = momentInZone(nowMs, zone);
    this.today = dayInZone(nowMs, zone);
  }

  /** Whether an open task is late: by its day, or by its minute in the zone that its time was said in. */
  isOverdue(task: Pick<Task, "status" | "due" | "due_zone">): boolean {
    if (!task.due || task.status === "done") return false;
    const now = task.due_zone && task.due_zone !== this.zone ? momentInZone(this.#nowMs, task.due_zone) : this.now;
    return isOverdue(task.due, now);
  }
}

/** Unix milliseconds of the server's `now`, such as `2026-11-21T10:00:00+01:00[Europe/Berlin]`. */
export function instantOf(now: string): number {
  return Date.parse(now.replace(/\[.*$/, ""));
}

/** How far the server's clock is ahead of ours, in milliseconds. */
export function offsetOf(app: Pick<AppInfo, "now">, ownNowMs = Date.now()): number {
  return instantOf(app.now) - ownNowMs;
}

/** The clock as of this minute; renders again when the minute changes, so that rows become late by themselves. */
export function useClock(offsetMs: number, zone: string): Clock {
  const [minute, setMinute] = useState(() => Math.floor((Date.now() + offsetMs) / MINUTE_MS));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = (): void => {
      const now = Date.now() + offsetMs;
      setMinute(Math.floor(now / MINUTE_MS));
      timer = setTimeout(tick, MINUTE_MS - (now % MINUTE_MS) + 20);
    };
    tick();
    return () => clearTimeout(timer);
  }, [offsetMs]);
  return useMemo(() => new Clock(minute * MINUTE_MS, zone), [minute, zone]);
}
