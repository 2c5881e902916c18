import { useEffect, useRef, useState } from "react";
import type { Api } from "../../../api/client";
import { useApi } from "../../../api/queries";
import type { FrameAdmission } from "../../../api/types";
import { words } from "../../../words/words";
import type { CommandTarget } from "../commands";
import { type ChatProps, type SharedOptions, useChatOptions, useConversation } from "../useChatOptions";
import { type Call, type FromFrame, isRecord, type Method, readFromFrame, type ToFrame, withoutFunctions } from "./messages";

/** The app never waits longer for OpenAI's element (product: the chat). */
const DEADLINE_MS = 5_000;

/** Why the built-in element takes its place. */
export type Fallback = "late" | "blocked" | "refused";

/** OpenAI's element, in a frame of another origin that reaches the chat and nothing else. */
export default function FramePanel({ onFallback, ...props }: ChatProps & { onFallback(why: Fallback): void }) {
  const api = useApi();
  const frame = useRef<HTMLIFrameElement>(null);
  const admission = useAdmission(api, onFallback);
  const post = (message: ToFrame): void => {
    if (admission) frame.current?.contentWindow?.postMessage(message, admission.origin);
  };
  const act = (method: Method, argument: unknown): void => post({ kind: "do", method, argument });
  const target: CommandTarget = {
    say: (text) => act("sendUserMessage", { text }),
    begin: (text) => {
      act("setComposerValue", { text });
      act("focusComposer", null);
    },
    newChat: () => act("setThreadId", null),
  };
  const options = useChatOptions(props, () => target);
  const conversation = useConversation(props.onTrouble);
  const deadline = useDeadline(() => onFallback("late"));

  const onEvent = ({ name, detail }: Extract<FromFrame, { kind: "event" }>): void => {
    const { threadId } = detail;
    if (name === "ready") props.onReady();
    else if (name === "response.start") conversation.onResponseStart();
    else if (name === "response.end") conversation.onResponseEnd();
    else if (name === "error") conversation.onError({ error: new Error(String(detail.message ?? "")) });
    else if (name === "mention") options.entities?.onClick?.(detail as never);
    else if (threadId === null || typeof threadId === "string") conversation.onThreadChange({ threadId });
  };
  const onCall = ({ id, name, argument }: Extract<FromFrame, { kind: "call" }>): void => {
    answerTo(name, argument, options, api).then(
      (result) => post({ kind: "answer", id, result: withoutFunctions(result), isRefused: false }),
      () => post({ kind: "answer", id, result: null, isRefused: true }),
    );
  };
  const onMessage = (message: FromFrame): void => {
    if (message.kind === "hello" && admission) {
      const { ticket, script } = admission;
      post({ kind: "start", ticket, script, options: plain(options) });
    } else if (message.kind === "defined") deadline.meet();
    else if (message.kind === "failed") onFallback("blocked");
    else if (message.kind === "event") onEvent(message);
    else if (message.kind === "call") onCall(message);
  };
  useMessages(frame, admission?.origin ?? null, onMessage);
  const sent = JSON.stringify(plain(options));
  const isFirst = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is sent is what counts, not which object holds it
  useEffect(() => {
    if (!isFirst.current) post({ kind: "options", options: plain(options) });
    isFirst.current = false;
  }, [sent]);

  if (!admission) return null;
  return (
    <iframe ref={frame} className="chat-element chat-frame" title={words.chat.region} src={admission.url} referrerPolicy="no-referrer" />
  );
}

const plain = (options: SharedOptions): Record<string, unknown> => withoutFunctions(options) as Record<string, unknown>;

/** What the window does for the frame; rejects what the frame may not have. */
async function answerTo(name: Call, argument: unknown, options: SharedOptions, api: Api): Promise<unknown> {
  switch (name) {
    case "ticket":
      return (await api.admitFrame()).ticket;
    case "clientTool":
      if (!isRecord(argument)) throw new Error("no client tool");
      return options.onClientTool?.({ name: String(argument.name), params: isRecord(argument.params) ? argument.params : {} });
    case "commands":
      return options.commands?.onSearch?.(String(argument));
    case "command":
      return options.commands?.onSelect?.({ id: String(argument), label: "" });
    case "preview":
      return options.entities?.onRequestPreview?.(argument as never);
  }
}

function useAdmission(api: Api, onFallback: (why: Fallback) => void): FrameAdmission | null {
  const [admission, setAdmission] = useState<FrameAdmission | null>(null);
  const fall = useRef(onFallback);
  fall.current = onFallback;
  useEffect(() => {
    let isCurrent = true;
    api.admitFrame().then(
      (admitted) => isCurrent && setAdmission(admitted),
      () => isCurrent && fall.current("refused"),
    );
    return () => {
      isCurrent = false;
    };
  }, [api]);
  return admission;
}

/** Calls `onMissed` unless it is met in time. */
function useDeadline(onMissed: () => void): { meet(): void } {
  const missed = useRef(onMissed);
  missed.current = onMissed;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    timer.current = setTimeout(() => missed.current(), DEADLINE_MS);
    return () => clearTimeout(timer.current);
  }, []);
  return { meet: () => clearTimeout(timer.current) };
}

/** Messages of this frame, from the origin that the server named, and of no other window. */
function useMessages(
  frame: React.RefObject<HTMLIFrameElement | null>,
  origin: string | null,
  onMessage: (message: FromFrame) => void,
): void {
  const latest = useRef(onMessage);
  latest.current = onMessage;
  useEffect(() => {
    if (origin === null) return;
    const listen = (event: MessageEvent): void => {
      if (event.origin !== origin || event.source !== frame.current?.contentWindow) return;
      const message = readFromFrame(event.data);
      if (message) latest.current(message);
    };
    window.addEventListener("message", listen);
    return () => window.removeEventListener("message", listen);
  }, [frame, origin]);
}
