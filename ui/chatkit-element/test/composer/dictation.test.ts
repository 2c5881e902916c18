import { afterEach, describe, expect, it, vi } from "vitest";
import { button, find, inside, press, textOf, until } from "../page";
import type { FakeServer } from "../server";
import { field, note, open, start, talkative, write } from "./start";

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, "mediaDevices");
});

class FakeRecorder {
  static types = ["audio/webm;codecs=opus"];
  static isTypeSupported = (type: string) => FakeRecorder.types.includes(type);
  static last: FakeRecorder;
  state = "inactive";
  mimeType: string;
  ondataavailable?: (event: { data: Blob }) => void;
  onstop?: () => void;
  constructor(_: unknown, { mimeType }: { mimeType: string }) {
    this.mimeType = mimeType;
    FakeRecorder.last = this;
  }
  start(): void {
    this.state = "recording";
  }
  stop(): void {
    this.state = "inactive";
    queueMicrotask(() => {
      this.ondataavailable?.({ data: new Blob([new Uint8Array([1, 2, 250])]) });
      this.onstop?.();
    });
  }
}

interface Track {
  stopped: boolean;
  stop: () => void;
}

/** A browser with a microphone, or with one that says `error`. */
function microphone(granted: Promise<void> = Promise.resolve(), types = ["audio/webm;codecs=opus"]): Track {
  const track: Track = {
    stopped: false,
    stop: () => {
      track.stopped = true;
    },
  };
  FakeRecorder.types = types;
  granted.catch(() => undefined);
  vi.stubGlobal("MediaRecorder", FakeRecorder);
  const getUserMedia = vi.fn(async () => {
    await granted;
    return { getTracks: () => [track] };
  });
  Object.defineProperty(navigator, "mediaDevices", { configurable: true, value: { getUserMedia } });
  return track;
}

function hearing(text = "water the plants"): FakeServer {
  return talkative().on("input.transcribe", () => ({ text }));
}

function dictating(server: FakeServer = hearing(), more: object = {}) {
  return { ...start(server, { composer: { dictation: { enabled: true } }, ...more }), server };
}

async function record(element: Element): Promise<void> {
  await until(() => button(element, "Dictate"));
  button(element, "Dictate").click();
  await until(() => expect(button(element, "Stop dictating").disabled).toBe(false));
}

const has = (element: Element, label: string) => inside(element).querySelector(`[aria-label='${label}']`) !== null;

describe("the button", () => {
  it("is there only where the option is on and the browser can record in a type of the protocol", async () => {
    const shown = async (enabled: boolean) => {
      const { element } = start(hearing(), { composer: { dictation: { enabled } } });
      await until(() => expect(field(element)).toBeTruthy());
      return has(element, "Dictate");
    };
    expect(await shown(true)).toBe(false);
    microphone();
    expect(await shown(true)).toBe(true);
    expect(await shown(false)).toBe(false);
    microphone(Promise.resolve(), ["audio/wav"]);
    expect(await shown(true)).toBe(false);
    microphone(Promise.resolve(), ["audio/ogg;codecs=opus"]);
    expect(await shown(true)).toBe(true);
    Object.defineProperty(navigator, "mediaDevices", { configurable: true, value: undefined });
    expect(await shown(true)).toBe(false);
  });
});

describe("dictating", () => {
  it.each([
    ["the best type", ["audio/mp4", "audio/webm;codecs=opus"], "audio/webm;codecs=opus"],
    ["the type there is", ["audio/mp4"], "audio/mp4"],
  ])("sends what was said in %s, and puts its text at the caret without sending it", async (_, types, type) => {
    const track = microphone(Promise.resolve(), types);
    const { element, server } = dictating();
    write(element, "Please today");
    field(element).setSelectionRange(6, 6);
    await record(element);
    expect(find<HTMLElement>(element, ".writing").hidden).toBe(true);
    expect(find(element, "[role=timer]").textContent).toBe("0:00");
    expect(inside(element).querySelectorAll(".wave i")).toHaveLength(24);
    button(element, "Stop dictating").click();
    await until(() => expect(server.types()).toEqual(["input.transcribe"]));
    expect(server.last("input.transcribe").params).toEqual({ audio_base64: "AQL6", mime_type: type });
    expect(track.stopped).toBe(true);
    await until(() => expect(field(element).value).toBe("Please water the plants today"));
    expect(find<HTMLElement>(element, ".writing").hidden).toBe(false);
    expect(server.types()).toEqual(["input.transcribe"]);
  });

  it("is given up with Escape or the button, and the microphone is let go of", async () => {
    const track = microphone();
    const { element, server } = dictating();
    await record(element);
    expect(press(find(element, ".dictation"), "Escape").defaultPrevented).toBe(true);
    await until(() => expect(inside(element).querySelector(".dictation")).toBeNull());
    await until(() => expect(track.stopped).toBe(true));
    track.stopped = false;
    await record(element);
    button(element, "Cancel dictation").click();
    await until(() => expect(track.stopped).toBe(true));
    expect(server.requests).toHaveLength(0);
  });

  it("given up while the browser still asks, lets go of the microphone it then gets", async () => {
    const answer = open<void>();
    const track = microphone(answer.promise);
    const { element } = dictating();
    await until(() => button(element, "Dictate"));
    button(element, "Dictate").click();
    await until(() => expect(textOf(element, ".dictation")).toContain("Asking for the microphone"));
    // The question comes after the picture: given up before it, nothing is asked and nothing has to be let go of.
    await until(() => expect(navigator.mediaDevices.getUserMedia).toHaveBeenCalled());
    button(element, "Cancel dictation").click();
    await until(() => expect(inside(element).querySelector(".dictation")).toBeNull());
    expect(track.stopped).toBe(false);
    answer.resolve();
    await until(() => expect(track.stopped).toBe(true));
  });

  it("ends with the thread, and when the element leaves its page", async () => {
    const track = microphone();
    const { element } = dictating();
    await record(element);
    await element.setThreadId("thr_other");
    await until(() => expect(inside(element).querySelector(".dictation")).toBeNull());
    expect(track.stopped).toBe(true);
    track.stopped = false;
    await record(element);
    element.remove();
    await until(() => expect(track.stopped).toBe(true));
  });

  it.each([
    ["NotAllowedError", "The microphone is not allowed here. Allow it in the settings of the browser, then try again."],
    ["NotFoundError", "No microphone was found."],
    ["NotReadableError", "The microphone cannot be used. Another program may have it."],
  ])("says %s in a sentence", async (name, sentence) => {
    microphone(Promise.reject(new DOMException("no", name)));
    const { element, heard } = dictating();
    await until(() => button(element, "Dictate"));
    button(element, "Dictate").click();
    await until(() => expect(note(element)).toBe(sentence));
    await until(() => expect(inside(element).querySelector(".dictation")).toBeNull());
    await until(() => expect(heard.filter((one) => one.name === "error")).toHaveLength(1));
  });

  it("does not lose what was said when it cannot be written down", async () => {
    microphone();
    const server = talkative().on("input.transcribe", () => new Response(null, { status: 503 }));
    const { element } = dictating(server);
    await record(element);
    button(element, "Stop dictating").click();
    await until(() =>
      expect(textOf(element, ".dictation")).toContain("This could not be written down. The server had a problem of its own."),
    );
    server.on("input.transcribe", () => ({ text: "after all" }));
    button(element, "Try again").click();
    await until(() => expect(field(element).value).toBe("after all"));
    expect(server.requests.map((one) => one.body.params["audio_base64"])).toEqual(["AQL6", "AQL6"]);
  });

  it("can be discarded after a failure, and says when there were no words", async () => {
    microphone();
    const server = talkative().on("input.transcribe", () => new Response(null, { status: 503 }));
    const { element } = dictating(server);
    await record(element);
    button(element, "Stop dictating").click();
    await until(() => button(element, "Discard").click());
    await until(() => expect(inside(element).querySelector(".dictation")).toBeNull());
    expect(field(element).value).toBe("");
    server.on("input.transcribe", () => ({ text: "  " }));
    await record(element);
    button(element, "Stop dictating").click();
    await until(() => expect(note(element)).toBe("No words were heard."));
  });

  it("does not stop a running answer with its Escape", async () => {
    microphone();
    const server = hearing().onStream("threads.create");
    const { element, names } = dictating(server);
    void element.sendUserMessage({ text: "hi" }).catch(() => undefined);
    await until(() => expect(server.streams).toHaveLength(1));
    await record(element);
    press(find(element, ".dictation"), "Escape");
    await until(() => expect(inside(element).querySelector(".dictation")).toBeNull());
    expect(server.streams[0]?.closed).toBe(false);
    expect(names()).not.toContain("response.end");
  });
});
