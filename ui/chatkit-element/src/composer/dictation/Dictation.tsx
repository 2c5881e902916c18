/** @jsxImportSource preact */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Chat } from "../../chat";
import type { Translate } from "../../i18n";
import { Icon } from "../../icons/Icon";
import { IconButton, TextButton } from "../../parts/buttons";
import { useChat, useT } from "../../parts/context";
import { useSheet } from "../../parts/root";
import { asError, failureFrom } from "../../store/failure";
import { currentConversation, EMPTY_DRAFT } from "../../store/state";
import { insertApart } from "../field";
import css from "./dictation.css?inline";
import { Levels } from "./Levels";
import { type Recording, record, toBase64 } from "./recorder";
import { recordedType } from "./support";

type Phase =
  | { at: "asking" }
  | { at: "recording"; recording: Recording }
  | { at: "writing"; sound: Blob }
  /** With what was said, which is not lost. */
  | { at: "failed"; text: string; sound: Blob };

interface DictationProps {
  area: HTMLTextAreaElement;
  /** It is over, for whatever reason. */
  onClose: () => void;
}

/** Stands in the place of the field while one speaks. What is heard becomes text at the caret, and is not sent. */
export function Dictation({ area, onClose }: DictationProps) {
  useSheet(css);
  const t = useT();
  const { phase, stop, retry } = useDictation(area, onClose);
  const done = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a button that was disabled can have the focus only in the next phase
  useEffect(() => done.current?.focus(), [phase.at]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    // Not for the answer that may be running.
    event.preventDefault();
    event.stopPropagation();
    close();
  };
  const close = () => {
    onClose();
    requestAnimationFrame(() => area.focus());
  };
  return (
    <div class="dictation" role="group" aria-label={t("composer.dictate")} onKeyDown={onKeyDown}>
      <div class="heard">
        {phase.at === "recording" && <Levels recording={phase.recording} onLate={stop} />}
        {phase.at === "failed" && <p class="red">{phase.text}</p>}
        {(phase.at === "asking" || phase.at === "writing") && (
          <p class="quiet" role="status">
            {t(phase.at === "asking" ? "dictation.asking" : "dictation.writing")}
          </p>
        )}
      </div>
      <div class="tools">
        {phase.at !== "failed" && <IconButton icon="x" label={t("dictation.cancel")} onClick={close} />}
        {phase.at === "recording" && <span class="hint">{t("dictation.hint")}</span>}
        <span class="grow" />
        {phase.at === "failed" ? (
          <>
            <TextButton look="plain" onClick={close}>
              {t("dictation.discard")}
            </TextButton>
            <TextButton onClick={() => retry(phase.sound)}>{t("dictation.retry")}</TextButton>
          </>
        ) : (
          <button
            type="button"
            class="send"
            ref={done}
            aria-label={t("dictation.stop")}
            title={t("dictation.stop")}
            disabled={phase.at !== "recording"}
            onClick={stop}
          >
            <Icon name="check" />
          </button>
        )}
      </div>
    </div>
  );
}

/** From the microphone to the text: asks, records, has it written down, puts it into the draft it began in. */
function useDictation(area: HTMLTextAreaElement, onClose: () => void) {
  const chat = useChat();
  const [phase, setPhase] = useState<Phase>({ at: "asking" });
  const [work] = useState(() => new AbortController());
  const [threadKey] = useState(() => chat.store.state.current);
  const latest = useRef(phase);
  latest.current = phase;
  const over = useRef(onClose);
  over.current = onClose;

  useEffect(() => {
    record(recordedType() ?? "", work.signal).then(
      (recording) => {
        // Once more: it may have been given up in the same moment.
        if (work.signal.aborted) recording.cancel();
        else setPhase({ at: "recording", recording });
      },
      (error: unknown) => {
        if (work.signal.aborted) return;
        chat.writing.fail(microphoneText(error, chat.t), error);
        over.current();
        area.focus();
      },
    );
    return () => {
      work.abort();
      if (latest.current.at === "recording") latest.current.recording.cancel();
    };
  }, [chat, work, area]);

  const write = async (sound: Blob) => {
    setPhase({ at: "writing", sound });
    try {
      const text = await transcribe(chat, sound, work.signal);
      if (work.signal.aborted) return;
      over.current();
      if (text === "") chat.writing.note(chat.t("dictation.nothing"));
      else put(chat, area, threadKey, text);
    } catch (error) {
      if (work.signal.aborted) return;
      const reason = failureFrom(error, chat.t, null).text;
      const text = chat.t("dictation.failed", { reason });
      setPhase({ at: "failed", text, sound });
      chat.announce(text);
      chat.emit("chatkit.error", { error: asError(error) });
    }
  };
  const stop = () => {
    const now = latest.current;
    if (now.at !== "recording") return;
    setPhase({ at: "writing", sound: new Blob() });
    now.recording.stop().then(write, (error: unknown) => {
      chat.writing.fail(microphoneText(error, chat.t), error);
      over.current();
    });
  };
  return { phase, stop, retry: (sound: Blob) => void write(sound) };
}

async function transcribe(chat: Chat, sound: Blob, signal: AbortSignal): Promise<string> {
  const params = { audio_base64: await toBase64(sound), mime_type: sound.type };
  const answer = (await chat.api.json({ type: "input.transcribe", params }, signal)) as { text?: unknown } | null;
  return typeof answer?.text === "string" ? answer.text.trim() : "";
}

/** At the caret; the field is shown again only with the next drawing. */
function put(chat: Chat, area: HTMLTextAreaElement, key: string, text: string): void {
  requestAnimationFrame(() => {
    if (chat.store.state.current === key && area.isConnected) return insertApart(area, text);
    const { id } = (chat.conversation(key) ?? currentConversation(chat.store.state)).thread;
    const before = (chat.store.state.drafts[id ?? ""] ?? EMPTY_DRAFT).text;
    chat.drafts.set(id, { text: before === "" ? text : `${before} ${text}` });
  });
}

/** Names of the failures: https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia */
function microphoneText(error: unknown, t: Translate): string {
  const name = error instanceof DOMException || error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return t("dictation.denied");
  if (name === "NotFoundError" || name === "OverconstrainedError") return t("dictation.noMicrophone");
  return t("dictation.busy");
}
