import type { Chat } from "../chat";
import { localeOf } from "../options";
import { asError, failureFrom } from "../store/failure";
import { type Draft, type DraftFile, EMPTY_DRAFT } from "../store/state";
import { RequestError } from "../wire/api";
import { readAttachment } from "../wire/normalize";
import type { Attachment, UploadDescriptor } from "../wire/protocol";
import { refusalOf } from "./files/limits";
import { tellingFetch } from "./files/transfer";

/** What a file is whose type nobody knows. */
const ANY = "application/octet-stream";

interface Job {
  file: File;
  abort: AbortController;
}

/** Files on their way to the server. What is known of each is in the draft it was added to; the bytes are here. */
export class Uploads {
  #chat: Chat;
  #jobs = new Map<string, Job>();
  /** Records made for a file whose bytes did not get there. */
  #made = new Map<string, string>();

  constructor(chat: Chat) {
    this.#chat = chat;
  }

  /**
   * Adds files to the draft of a thread. Resolves when all are there.
   *
   * # Errors
   * With the first sentence that was said, when one was refused or did not arrive; the others arrive nevertheless.
   */
  async add(files: readonly File[], threadId: string | null): Promise<void> {
    const chat = this.#chat;
    const limits = chat.options.composer?.attachments ?? {};
    const refused: string[] = [];
    const taken: { key: string; file: File }[] = [];
    for (const file of files) {
      const count = this.#draft(threadId).files.length;
      const refusal = refusalOf(file, count, limits, chat.t, localeOf(chat.options));
      if (refusal) refused.push(refusal);
      else taken.push({ key: this.#put(file, threadId), file });
    }
    if (refused.length > 0) chat.writing.note(refused.join(" "), threadId);
    const outcomes = await Promise.all(taken.map(({ key, file }) => this.#run(key, file)));
    const wrong = [...refused, ...outcomes.filter((outcome) => outcome !== null)];
    if (wrong[0] !== undefined) throw new Error(wrong[0]);
  }

  /** Sends a file that did not arrive once more. */
  async retry(key: string): Promise<void> {
    const job = this.#jobs.get(key);
    if (!job) return;
    this.#forgetRecord(key);
    this.#change(key, (file) => ({ ...file, failure: null, progress: null }));
    await this.#run(key, job.file);
  }

  /** Takes a file away: here at once, and on the server. */
  remove(key: string): void {
    const file = this.#find(key);
    if (!file) return;
    this.forget([file]);
    this.#forgetRecord(key);
    if (file.attachment) this.#delete(file.attachment.id);
    this.#each((draft) => ({ ...draft, note: null, files: draft.files.filter((one) => one.key !== key) }), key);
  }

  /** Ends what goes on for files that leave the draft, and frees their bytes. */
  forget(files: readonly DraftFile[]): void {
    for (const { key, preview } of files) {
      this.#jobs.get(key)?.abort.abort();
      this.#jobs.delete(key);
      if (preview?.startsWith("blob:")) URL.revokeObjectURL(preview);
    }
  }

  /** Ends all of it, as when the element leaves its page. What has not arrived can be retried. */
  stop(): void {
    for (const { abort } of this.#jobs.values()) abort.abort();
  }

  #put(file: File, threadId: string | null): string {
    const key = this.#chat.writing.newKey();
    const isImage = file.type.startsWith("image/");
    const one: DraftFile = {
      key,
      name: file.name,
      isImage,
      size: file.size,
      progress: null,
      attachment: null,
      failure: null,
      preview: isImage ? URL.createObjectURL(file) : null,
    };
    this.#chat.drafts.set(threadId, { files: [...this.#draft(threadId).files, one] });
    return key;
  }

  /** Resolves with null when the file has arrived or was removed, else with what was wrong. */
  async #run(key: string, file: File): Promise<string | null> {
    const chat = this.#chat;
    const abort = new AbortController();
    this.#jobs.set(key, { file, abort });
    try {
      const attachment = await this.#send(key, file, abort.signal);
      // Removed while its answer was under way: nobody else knows the record.
      if (!this.#find(key)) {
        this.#delete(attachment.id);
        return null;
      }
      this.#jobs.delete(key);
      this.#made.delete(key);
      this.#change(key, (one) => ({ ...one, attachment, progress: 1, preview: one.preview ?? attachment.preview_url ?? null }));
      this.#unblock(key, file.name);
      chat.announce(chat.t("file.arrived", { name: file.name }));
      return null;
    } catch (error) {
      if (!this.#find(key)) {
        this.#forgetRecord(key);
        return null;
      }
      const { text } = failureFrom(error, chat.t, null);
      const failure = chat.t("file.failed", { name: file.name, reason: text });
      this.#change(key, (one) => ({ ...one, failure, progress: null }));
      if (abort.signal.aborted) return failure;
      chat.announce(failure);
      chat.emit("chatkit.error", { error: asError(error) });
      return failure;
    }
  }

  async #send(key: string, file: File, signal: AbortSignal): Promise<Attachment> {
    const { api, options } = this.#chat;
    const strategy = options.api.uploadStrategy ?? { type: "two_phase" };
    const via = tellingFetch((progress) => this.#change(key, (one) => ({ ...one, progress })));
    if (strategy.type === "direct") {
      const to = { url: strategy.uploadUrl, method: "POST" as const, own: true };
      const answer = await api.upload(to, form(file), signal, via);
      return known(readAttachment(await answer.json().catch(() => null)), strategy.uploadUrl);
    }
    const record = { name: file.name, size: file.size, mime_type: file.type || ANY };
    const made = known(readAttachment(await api.json({ type: "attachments.create", params: record }, signal)), options.api.url);
    this.#made.set(key, made.id);
    const { upload_descriptor: to, ...attachment } = made;
    if (!to) throw new RequestError("format", options.api.url);
    await api.upload(to, bodyFor(to, file), signal, via);
    return attachment;
  }

  /** What was said of it when somebody wanted to send is no longer so. */
  #unblock(key: string, name: string): void {
    const { t } = this.#chat;
    const said = [t("composer.fileWaits", { name }), t("composer.fileFailed", { name })];
    this.#each((draft) => (draft.note !== null && said.includes(draft.note) ? { ...draft, note: null } : draft), key);
  }

  #forgetRecord(key: string): void {
    const id = this.#made.get(key);
    this.#made.delete(key);
    if (id !== undefined) this.#delete(id);
  }

  /** The person is done with it; that the server is not is the page's to know. */
  #delete(id: string): void {
    this.#chat.api
      .json({ type: "attachments.delete", params: { attachment_id: id } })
      .catch((error: unknown) => this.#chat.emit("chatkit.error", { error: asError(error) }));
  }

  #draft(threadId: string | null): Draft {
    return this.#chat.store.state.drafts[threadId ?? ""] ?? EMPTY_DRAFT;
  }

  #find(key: string): DraftFile | undefined {
    return Object.values(this.#chat.store.state.drafts)
      .flatMap((draft) => draft.files)
      .find((file) => file.key === key);
  }

  #change(key: string, change: (file: DraftFile) => DraftFile): void {
    this.#each((draft) => ({ ...draft, files: draft.files.map((file) => (file.key === key ? change(file) : file)) }), key);
  }

  /** The draft that has the file: it moves when a new thread gets its id. */
  #each(change: (draft: Draft) => Draft, key: string): void {
    for (const [id, draft] of Object.entries(this.#chat.store.state.drafts)) {
      if (draft.files.some((file) => file.key === key)) this.#chat.drafts.set(id === "" ? null : id, change(draft));
    }
  }
}

function known(attachment: Attachment | null, address: string): Attachment {
  if (!attachment) throw new RequestError("format", address);
  return attachment;
}

function form(file: File): FormData {
  const data = new FormData();
  data.append("file", file, file.name);
  return data;
}

/** PUT takes the bytes as they are, POST a form, as the protocol's guide has it; a descriptor that names a media type means the bytes. */
function bodyFor({ method, headers }: UploadDescriptor, file: File): FormData | Blob {
  const named = Object.keys(headers ?? {}).some((name) => name.toLowerCase() === "content-type");
  return method === "PUT" || named ? file : form(file);
}
