/** What is heard while it is being recorded, and afterwards. */
export interface Recording {
  /** Loudness of this moment, 0 to 1. */
  level: () => number;
  /** Ends it; resolves with what was recorded. */
  stop: () => Promise<Blob>;
  /** Ends it and forgets it. */
  cancel: () => void;
}

/**
 * Records from the microphone until stopped. However it ends, the microphone is let go of.
 *
 * # Errors
 * A `DOMException` of `getUserMedia`; the `reason` of `signal` when that came first.
 */
export async function record(type: string, signal: AbortSignal): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const release = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  try {
    // Given up while the browser was still asking.
    signal.throwIfAborted();
    return recordFrom(stream, type, release);
  } catch (error) {
    release();
    throw error;
  }
}

function recordFrom(stream: MediaStream, type: string, release: () => void): Recording {
  const recorder = new MediaRecorder(stream, { mimeType: type });
  const pieces: Blob[] = [];
  const meter = meterOf(stream);
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  const ended = new Promise<void>((resolve, reject) => {
    recorder.onstop = () => resolve();
    recorder.onerror = (event) => reject((event as ErrorEvent).error ?? new Error("the recording failed"));
  });
  // Whoever stops waits for it; before that nobody does.
  ended.catch(() => undefined);
  const end = () => {
    if (recorder.state !== "inactive") recorder.stop();
    meter.close();
    release();
  };
  recorder.start();
  return {
    level: meter.level,
    stop: async () => {
      end();
      await ended;
      return new Blob(pieces, { type });
    },
    cancel: end,
  };
}

/** Without sound of its own: only looked at. A browser that cannot do that has no level, and records all the same. */
function meterOf(stream: MediaStream): { level: () => number; close: () => void } {
  if (typeof AudioContext === "undefined") return { level: () => 0, close: () => undefined };
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  const source = context.createMediaStreamSource(stream);
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const level = () => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    // Speech lies between about -50 and -10 dB.
    const decibels = 10 * Math.log10(power + 1e-9);
    return Math.min(1, Math.max(0, (decibels + 50) / 40));
  };
  return { level, close: () => void context.close().catch(() => undefined) };
}

const CHUNK = 0x8000;

/** The bytes of a recording as standard base64. */
export async function toBase64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = "";
  // In pieces: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}
