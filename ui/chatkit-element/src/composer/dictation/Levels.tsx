/** @jsxImportSource preact */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Recording } from "./recorder";

interface LevelsProps {
  recording: Recording;
  /** It has gone on for too long: a microphone that was forgotten. */
  onLate: () => void;
}

const BARS = 24;
const STEP_MS = 90;
/** With reduced motion the bars still tell that something is heard, a few times a second. */
const STILL_STEP_MS = 400;
const MAX_MS = 10 * 60_000;
const LOW_PX = 3;
const HIGH_PX = 18;

/** The time, and how loud the last two seconds were. */
export function Levels({ recording, onLate }: LevelsProps) {
  const bars = useRef<HTMLSpanElement>(null);
  const [seconds, setSeconds] = useState(0);
  const late = useRef(onLate);
  late.current = onLate;
  useEffect(() => {
    const began = performance.now();
    const heard = new Array<number>(BARS).fill(0);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const look = () => {
      heard.push(recording.level());
      heard.shift();
      for (const [i, bar] of [...(bars.current?.children ?? [])].entries()) {
        (bar as HTMLElement).style.height = `${LOW_PX + (heard[i] ?? 0) * (HIGH_PX - LOW_PX)}px`;
      }
      const passed = performance.now() - began;
      setSeconds(Math.floor(passed / 1000));
      if (passed > MAX_MS) late.current();
    };
    const timer = setInterval(look, still ? STILL_STEP_MS : STEP_MS);
    return () => clearInterval(timer);
  }, [recording]);
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return (
    <>
      <span class="time" role="timer">
        {time}
      </span>
      <span class="wave" ref={bars} aria-hidden="true">
        {Array.from({ length: BARS }, (_, i) => (
          <i key={i} />
        ))}
      </span>
    </>
  );
}
