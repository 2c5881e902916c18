import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isAccepted, maxSizeFor, sizeText } from "../../src/composer/files/limits";
import { acceptText } from "../../src/composer/files/Picker";
import { button, find, inside, press, textOf, until } from "../page";
import { answer, type FakeServer } from "../server";
import { field, note, open, start, talkative, write } from "./start";

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

const file = (name: string, type = "application/pdf", bytes = 3) => new File([new Uint8Array(bytes)], name, { type });

describe("limits", () => {
  it.each([
    ["image/png", 5, 5],
    ["image/png", { "image/png": 1, "image/*": 2, "*": 3 }, 1],
    ["image/gif", { "image/png": 1, "image/*": 2, "*": 3 }, 2],
    ["text/plain", { "image/*": 2, "*": 3 }, 3],
    ["text/plain", { "image/*": 2, "": 4 }, 4],
    ["text/plain", { "image/*": 2 }, 100 * 1024 * 1024],
    ["text/plain", undefined, 100 * 1024 * 1024],
  ])("of size for %s among %j: %d", (type, maxSize, limit) => {
    expect(maxSizeFor(type, maxSize === undefined ? {} : { maxSize })).toBe(limit);
  });

  it.each([
    ["a.pdf", "application/pdf", { "application/pdf": [".pdf"] }, true],
    ["a.PDF", "", { "application/pdf": [".pdf"] }, true],
    ["a.png", "image/png", { "image/*": [] }, true],
    ["a.txt", "text/plain;charset=utf-8", { "text/plain": [] }, true],
    ["a.exe", "application/x-msdownload", { "image/*": [".png"] }, false],
    ["a.png", "imagery/png", { "image/*": [] }, false],
    ["a.exe", "", {}, true],
    ["a.exe", "", undefined, true],
  ])("%s of type “%s” among %j: %s", (name, type, accept, accepted) => {
    expect(isAccepted({ name, type }, accept === undefined ? {} : { accept })).toBe(accepted);
  });

  it("as an input and a person read them", () => {
    expect(acceptText({ "image/*": [".png", ".jpg"], "application/pdf": [] })).toBe("image/*,.png,.jpg,application/pdf");
    expect([0, 1, 640 * 1024, 1.26 * 1024 ** 2, 25 * 1024 ** 2, 2048 ** 4].map((bytes) => sizeText(bytes, "en"))).toEqual([
      "0 bytes",
      "1 byte",
      "640 kB",
      "1.3 MB",
      "25 MB",
      "16,384 GB",
    ]);
  });
});

/** A browser's request, answered by the test. */
class FakeXhr {
  static all: FakeXhr[] = [];
  method = "";
  url = "";
  headers: Record<string, string> = {};
  body: unknown;
  aborted = false;
  status = 0;
  statusText = "";
  responseType = "";
  response: ArrayBuffer = new ArrayBuffer(0);
  upload: { onprogress?: (event: object) => void } = {};
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;
  onloadend?: () => void;
  open(method: string, url: string): void {
    Object.assign(this, { method, url });
    FakeXhr.all.push(this);
  }
  setRequestHeader(name: string, value: string): void {
    this.headers[name.toLowerCase()] = value;
  }
  getAllResponseHeaders(): string {
    return "content-type: application/json\r\n";
  }
  send(body: unknown): void {
    this.body = body;
  }
  abort(): void {
    this.aborted = true;
    this.onabort?.();
    this.onloadend?.();
  }
  progress(loaded: number, total: number): void {
    this.upload.onprogress?.({ lengthComputable: true, loaded, total });
  }
  answer(status: number, body: object | null = null): void {
    this.status = status;
    this.response = new TextEncoder().encode(body === null ? "" : JSON.stringify(body)).buffer as ArrayBuffer;
    this.onload?.();
    this.onloadend?.();
  }
  fail(): void {
    this.onerror?.();
    this.onloadend?.();
  }
}

beforeEach(() => {
  FakeXhr.all = [];
  vi.stubGlobal("XMLHttpRequest", FakeXhr);
  vi.stubGlobal("URL", Object.assign(URL, { createObjectURL: vi.fn(() => "blob:picture"), revokeObjectURL: vi.fn() }));
});

const upload = (i = 0): FakeXhr => {
  const found = FakeXhr.all[i];
  if (!found) throw new Error(`no upload ${i}`);
  return found;
};

/** A server of the two phases; the bytes go to `url`. */
function twoPhase(to: object = { url: "/up/1", method: "PUT", headers: { "X-Ticket": "t1" } }): FakeServer {
  let made = 0;
  return talkative()
    .on("attachments.create", ({ params }) => {
      const image = String(params["mime_type"]).startsWith("image/");
      const id = `atc_${++made}`;
      return { type: image ? "image" : "file", id, name: params["name"], mime_type: params["mime_type"], upload_descriptor: to };
    })
    .on("attachments.delete", () => ({}));
}

/** Uploads go through the browser's own requests here: without a `fetch` of the page. */
function attaching(server = twoPhase(), attachments: object = {}, api: object = {}) {
  vi.stubGlobal("fetch", server.fetch);
  const options = { api: { fetch: undefined, ...api }, composer: { attachments: { enabled: true, ...attachments } } };
  return { ...start(server, options), server };
}

async function uploads(count: number): Promise<void> {
  await until(() => expect(FakeXhr.all).toHaveLength(count));
}

const chips = (element: Element) => [...inside(element).querySelectorAll(".files .file")].map((one) => one.textContent?.trim());

describe("two phases", () => {
  it("make a record, put the bytes where it says, and send the id with the message", async () => {
    const { element, server } = attaching();
    const told: unknown[] = [];
    element.addEventListener("chatkit.log", (event) => {
      const { name, data } = (event as CustomEvent<{ name: string; data: unknown }>).detail;
      if (name === "composer.files") told.push(data);
    });
    const pdf = file("lease.pdf", "application/pdf", 2048);
    const set = element.setComposerValue({ files: [pdf] });
    set.catch(() => undefined);
    await uploads(1);
    expect(server.last("attachments.create").params).toEqual({ name: "lease.pdf", size: 2048, mime_type: "application/pdf" });
    expect(upload()).toMatchObject({ method: "PUT", url: "/up/1", body: pdf });
    expect(upload().headers).toMatchObject({ "x-ticket": "t1" });
    await until(() => expect(chips(element)).toEqual(["lease.pdfUploading"]));
    upload().progress(512, 2048);
    await until(() => expect(chips(element)).toEqual(["lease.pdf25 %"]));
    expect(find(element, "[role=progressbar]").getAttribute("aria-valuenow")).toBe("25");
    expect(find(element, ".meter i").style.width).toBe("25%");
    upload().answer(204);
    await set;
    await until(() => expect(chips(element)).toEqual(["lease.pdf2 kB"]));
    press(field(element), "Enter");
    await until(() => expect(server.types()).toContain("threads.create"));
    expect(server.last("threads.create").params["input"]).toMatchObject({
      content: [{ type: "input_text", text: "" }],
      attachments: ["atc_1"],
    });
    await until(() => expect(inside(element).querySelector(".files")).toBeNull());
    expect(server.types()).not.toContain("attachments.delete");
    expect(told[0]).toEqual({ threadId: null, files: 1 });
    expect(told.at(-1)).toEqual({ threadId: null, files: 0 });
  });

  it("send a form where the descriptor says POST, the bytes where it names a media type", async () => {
    const { element } = attaching(twoPhase({ url: "/up", method: "POST" }));
    element.setComposerValue({ files: [file("a.txt")] }).catch(() => undefined);
    await uploads(1);
    expect((upload().body as FormData).get("file")).toMatchObject({ name: "a.txt" });

    const other = attaching(twoPhase({ url: "/up", method: "POST", headers: { "content-type": "application/pdf" } }));
    const pdf = file("b.pdf");
    other.element.setComposerValue({ files: [pdf] }).catch(() => undefined);
    await uploads(2);
    expect(upload(1).body).toBe(pdf);
  });

  it.each([
    ["its own host: the page's bearer", { url: "/up", method: "PUT" }, "Bearer s1"],
    ["another host: nothing of the page", { url: "https://store.example/up", method: "PUT" }, undefined],
    ["a descriptor with authorization: that", { url: "/up", method: "PUT", headers: { Authorization: "Ticket 7" } }, "Ticket 7"],
  ])("go to %s", async (_, to, authorization) => {
    const { element } = attaching(twoPhase(to), {}, { getClientSecret: async () => "s1" });
    element.setComposerValue({ files: [file("a.pdf")] }).catch(() => undefined);
    await uploads(1);
    expect(upload().headers["authorization"]).toBe(authorization);
  });

  it("that get no descriptor fail in words", async () => {
    const server = talkative().on("attachments.create", () => ({ type: "file", id: "atc_1", name: "a", mime_type: "b" }));
    const { element } = attaching(server.on("attachments.delete", () => ({})));
    await expect(element.setComposerValue({ files: [file("a.pdf")] })).rejects.toThrow("“a.pdf” did not arrive.");
  });
});

describe("direct uploads", () => {
  const api = { uploadStrategy: { type: "direct", uploadUrl: "/files" } };

  it("post a form to their address, which answers the attachment", async () => {
    const { element, server } = attaching(talkative(), {}, { ...api, getClientSecret: async () => "s1" });
    const set = element.setComposerValue({ files: [file("a.png", "image/png")] });
    set.catch(() => undefined);
    await uploads(1);
    expect(upload()).toMatchObject({ method: "POST", url: "/files" });
    expect(upload().headers["authorization"]).toBe("Bearer s1");
    expect((upload().body as FormData).get("file")).toMatchObject({ name: "a.png" });
    upload().answer(200, { type: "image", id: "atc_9", name: "a.png", mime_type: "image/png", preview_url: "https://x.example/p" });
    await set;
    expect(server.types()).toEqual([]);
    // The picture of the file itself needs no request.
    await until(() => expect(find<HTMLImageElement>(element, ".files img").src).toBe("blob:picture"));
    press(field(element), "Enter");
    await until(() => expect(server.last("threads.create").params["input"]).toMatchObject({ attachments: ["atc_9"] }));
    await until(() => expect(URL.revokeObjectURL).toHaveBeenCalledWith("blob:picture"));
  });

  it("go through the page's fetch", async () => {
    const fetch = vi.fn(async (_url: unknown, _init?: RequestInit) =>
      Response.json({ type: "file", id: "atc_1", name: "a", mime_type: "b" }),
    );
    const { element } = start(talkative(), { api: { ...api, fetch }, composer: { attachments: { enabled: true } } });
    await element.setComposerValue({ files: [file("a.pdf")] });
    expect(fetch.mock.calls[0]?.[0]).toBe("/files");
    expect(fetch.mock.calls[0]?.[1]?.body).toBeInstanceOf(FormData);
    expect(FakeXhr.all).toHaveLength(0);
  });

  it("that are answered with something else fail in words", async () => {
    const { element } = attaching(talkative(), {}, api);
    const set = element.setComposerValue({ files: [file("a.pdf")] });
    set.catch(() => undefined);
    await uploads(1);
    upload().answer(200, { nothing: true });
    await expect(set).rejects.toThrow("“a.pdf” did not arrive. The server’s answer could not be read.");
  });
});

describe("what may not be attached", () => {
  it.each([
    ["too large", { maxSize: { "application/pdf": 2 } }, "“a.pdf” has 3 bytes. At most 2 bytes are possible for such a file."],
    ["of another type", { accept: { "image/*": [".png", ".jpg"] } }, "“a.pdf” cannot be attached here. Possible: .png, .jpg."],
    ["too many", { maxCount: 0 }, "“a.pdf” was left out. At most 0 files go with a message."],
  ])("%s: a sentence with the name and the limit", async (_, attachments, sentence) => {
    const { element, server } = attaching(twoPhase(), attachments);
    await expect(element.setComposerValue({ files: [file("a.pdf")] })).rejects.toThrow(sentence);
    await until(() => expect(note(element)).toBe(sentence));
    expect(server.requests).toHaveLength(0);
  });

  it("leaves out what is beyond the count, and takes the rest", async () => {
    const { element } = attaching(twoPhase(), { maxCount: 1 });
    element.setComposerValue({ files: [file("a.pdf"), file("b.pdf")] }).catch(() => undefined);
    await uploads(1);
    await until(() => expect(note(element)).toBe("“b.pdf” was left out. At most 1 file goes with a message."));
    await until(() => expect(chips(element)).toEqual(["a.pdfUploading"]));
  });

  it("is anything, without the option", async () => {
    const { element } = start(talkative());
    await expect(element.setComposerValue({ files: [file("a.pdf")] })).rejects.toThrow("option `composer.attachments` is not enabled");
    expect(inside(element).querySelector("[aria-label='Attach files']")).toBeNull();
  });
});

describe("an upload that fails", () => {
  it("says so, can be retried, and then goes with the message", async () => {
    const { element, heard, server } = attaching();
    write(element, "look");
    const set = element.setComposerValue({ files: [file("a.pdf")] });
    set.catch(() => undefined);
    await uploads(1);
    press(field(element), "Enter");
    await until(() => expect(note(element)).toBe("“a.pdf” is still on its way. Send once it has arrived."));
    upload().answer(500);
    await expect(set).rejects.toThrow("“a.pdf” did not arrive. The server had a problem of its own.");
    await until(() => expect(chips(element)).toEqual(["a.pdfNot uploaded"]));
    expect(heard.some((one) => one.name === "error")).toBe(true);
    press(field(element), "Enter");
    await until(() => expect(note(element)).toBe("“a.pdf” has not arrived. Retry it or remove it, then send."));
    expect(button(element, "Send").getAttribute("aria-disabled")).toBe("true");
    expect(server.types()).not.toContain("threads.create");
    button(element, "Retry a.pdf").click();
    await uploads(2);
    // The record of the first try is of no use to anybody.
    expect(server.last("attachments.delete").params).toEqual({ attachment_id: "atc_1" });
    upload(1).answer(204);
    await until(() => expect(chips(element)).toEqual(["a.pdf3 bytes"]));
    await until(() => expect(note(element)).toBe(""));
    press(field(element), "Enter");
    await until(() => expect(server.last("threads.create").params["input"]).toMatchObject({ attachments: ["atc_2"] }));
  });

  it("names the network", async () => {
    const { element } = attaching();
    const set = element.setComposerValue({ files: [file("a.pdf")] });
    set.catch(() => undefined);
    await uploads(1);
    upload().fail();
    await expect(set).rejects.toThrow("“a.pdf” did not arrive. The server cannot be reached.");
  });
});

describe("taking a file away", () => {
  it("deletes what the server has", async () => {
    const { element, server } = attaching();
    const set = element.setComposerValue({ files: [file("a.pdf")] });
    set.catch(() => undefined);
    await uploads(1);
    upload().answer(204);
    await set;
    await until(() => button(element, "Remove a.pdf").click());
    await until(() => expect(inside(element).querySelector(".files")).toBeNull());
    await until(() => expect(server.last("attachments.delete").params).toEqual({ attachment_id: "atc_1" }));
  });

  it("ends an upload that is under way", async () => {
    const { element, server } = attaching();
    const set = element.setComposerValue({ files: [file("a.pdf")] });
    set.catch(() => undefined);
    await uploads(1);
    await until(() => button(element, "Remove a.pdf").click());
    await until(() => expect(upload().aborted).toBe(true));
    await set;
    await until(() => expect(server.last("attachments.delete").params).toEqual({ attachment_id: "atc_1" }));
    await until(() => expect(inside(element).querySelector(".files")).toBeNull());
  });

  it("deletes a record that is answered only afterwards", async () => {
    const late = open<object>();
    const server = talkative()
      .on("attachments.create", async () => Response.json(await late.promise))
      .on("attachments.delete", () => ({}));
    const { element } = attaching(server);
    element.setComposerValue({ files: [file("a.pdf")] }).catch(() => undefined);
    await until(() => button(element, "Remove a.pdf").click());
    late.resolve({ type: "file", id: "atc_7", name: "a", mime_type: "b", upload_descriptor: { url: "/up", method: "PUT" } });
    await until(() => expect(inside(element).querySelector(".files")).toBeNull());
    await until(() => expect(server.last("attachments.delete").params).toEqual({ attachment_id: "atc_7" }));
    expect(FakeXhr.all).toHaveLength(0);
  });

  it("tells the page when the server does not", async () => {
    const server = twoPhase().on("attachments.delete", () => new Response(null, { status: 500 }));
    const { element, heard } = attaching(server);
    await element.setComposerValue({ attachments: [{ type: "file", id: "atc_3", name: "a.pdf", mime_type: "application/pdf" }] });
    await until(() => button(element, "Remove a.pdf").click());
    await until(() => expect(heard.filter((one) => one.name === "error")).toHaveLength(1));
    expect(inside(element).querySelector(".files")).toBeNull();
  });
});

describe("ways in", () => {
  const paste = (files: File[], types: string[]) =>
    Object.assign(new Event("paste", { bubbles: true, cancelable: true }), { clipboardData: { files, types } });
  const drag = (name: string, dataTransfer: object) =>
    Object.assign(new Event(name, { bubbles: true, cancelable: true }), { dataTransfer });
  const item = (one: File, isDirectory = false) => ({
    kind: "file",
    getAsFile: () => one,
    webkitGetAsEntry: () => ({ isDirectory, name: one.name }),
  });

  it("a picker that is there from the first moment and knows the types and the count", async () => {
    const { element } = attaching(twoPhase(), { accept: { "image/*": [".png"] }, maxCount: 1 });
    const input = find<HTMLInputElement>(element, "input[type=file]");
    expect(input.accept).toBe("image/*,.png");
    expect(input.multiple).toBe(false);
    const clicked = vi.spyOn(input, "click");
    button(element, "Attach files").click();
    expect(clicked).toHaveBeenCalledTimes(1);
    Object.defineProperty(input, "files", { configurable: true, value: [file("a.png", "image/png")] });
    input.dispatchEvent(new Event("change", { bubbles: true }));
    await uploads(1);
  });

  it("a paste with files; text that brings a picture of itself stays text", async () => {
    const { element } = attaching();
    await until(() => find(element, "input[type=file]"));
    const picture = paste([file("image.png", "image/png")], ["Files", "text/html"]);
    field(element).dispatchEvent(picture);
    expect(picture.defaultPrevented).toBe(true);
    await uploads(1);
    const cells = paste([file("cells.png", "image/png")], ["text/plain", "Files"]);
    field(element).dispatchEvent(cells);
    expect(cells.defaultPrevented).toBe(false);
    await until(() => expect(chips(element)).toHaveLength(1));
  });

  it("a drop anywhere on the chat, shown while it is dragged; folders are named", async () => {
    const { element } = attaching();
    await until(() => find(element, "input[type=file]"));
    const pdf = file("a.pdf");
    const data = { types: ["Files"], items: [item(pdf), item(file("papers"), true)], files: [pdf], dropEffect: "none" };
    await until(() => {
      element.dispatchEvent(drag("dragover", data));
      expect(data.dropEffect).toBe("copy");
    });
    await until(() => expect(textOf(element, ".drop")).toBe("Drop files to attach them"));
    const drop = drag("drop", data);
    element.dispatchEvent(drop);
    expect(drop.defaultPrevented).toBe(true);
    await uploads(1);
    await until(() => expect(inside(element).querySelector(".drop")).toBeNull());
    await until(() => expect(note(element)).toBe("“papers” is a folder. Attach the files in it."));
    const text = drag("dragover", { types: ["text/plain"] });
    element.dispatchEvent(text);
    expect(text.defaultPrevented).toBe(false);
  });

  it("a drag that goes elsewhere leaves nothing behind", async () => {
    const { element } = attaching();
    await until(() => find(element, "input[type=file]"));
    await until(() => {
      element.dispatchEvent(drag("dragenter", { types: ["Files"], items: [], files: [] }));
      expect(inside(element).querySelector(".drop")).not.toBeNull();
    });
    await until(() => expect(inside(element).querySelector(".drop")).toBeNull());
  });
});

it("files stay with their thread, and with the one that a first message makes", async () => {
  const server = twoPhase().onStream("threads.create");
  const { element } = attaching(server);
  void element.sendUserMessage({ text: "hi" });
  await until(() => expect(server.streams).toHaveLength(1));
  element.setComposerValue({ files: [file("a.pdf")] }).catch(() => undefined);
  await uploads(1);
  server.streams[0]?.send(...answer("hi", "one"));
  await until(() => expect(textOf(element)).toContain("one"));
  await element.setThreadId("thr_other");
  await until(() => expect(inside(element).querySelector(".files")).toBeNull());
  upload().answer(204);
  server.streams[0]?.end();
  await element.setThreadId("thr_1");
  await until(() => expect(chips(element)).toEqual(["a.pdf3 bytes"]));
});

it("an element that leaves its page stops uploading", async () => {
  const { element } = attaching();
  element.setComposerValue({ files: [file("a.pdf")] }).catch(() => undefined);
  await uploads(1);
  element.remove();
  await until(() => expect(upload().aborted).toBe(true));
});

it("files of a message that the server never took come back into the composer with its words", async () => {
  const server = talkative().on("threads.create", () => Promise.reject(new TypeError("offline")));
  const { element } = attaching(server);
  await element.setComposerValue({
    text: "look",
    attachments: [{ type: "file", id: "atc_3", name: "a.pdf", mime_type: "application/pdf" }],
  });
  press(field(element), "Enter");
  await until(() => button(element, "Edit the message").click());
  await until(() => expect(field(element).value).toBe("look"));
  await until(() => expect(chips(element)).toEqual(["a.pdf"]));
});
