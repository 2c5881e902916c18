/** @jsxImportSource preact */
import { useEffect, useRef, useState } from "preact/hooks";
import { useChat, useChatState, useT } from "../parts/context";
import { useRoot } from "../parts/root";
import { currentConversation } from "../store/state";
import type { StructuredInput, StructuredInputItem } from "../wire/protocol";
import { QuestionField } from "./QuestionField";

/** What is chosen and written for one question. */
export interface Reply {
  chosen: readonly string[];
  own: string;
}

export const NO_REPLY: Reply = { chosen: [], own: "" };

/** Choices that a digit reaches. */
const MOST_KEYS = 9;

/** Questions of the assistant: to answer or to skip as long as they wait, then to read. */
export function Question({ item }: { item: StructuredInputItem }) {
  return item.status === "pending" ? <Asking item={item} /> : <Answered item={item} />;
}

function Asking({ item }: { item: StructuredInputItem }) {
  const chat = useChat();
  const t = useT();
  const busy = useChatState((state) => currentConversation(state).phase !== "idle");
  const form = useRef<HTMLFormElement>(null);
  const root = useRoot();
  // The fields go when the question is answered: who was in them goes on where one writes.
  useEffect(
    () => () => {
      if (root.activeElement?.closest(".question")) queueMicrotask(() => chat.focusComposer());
    },
    [root, chat],
  );
  const [replies, setReplies] = useState<Readonly<Record<string, Reply>>>({});
  const replyTo = (input: StructuredInput) => replies[input.id] ?? NO_REPLY;
  const empty = item.inputs.every((input) => valuesOf(input, replyTo(input)).length === 0);
  const keys = keyed(item.inputs);
  const reply = (input: StructuredInput, change: (reply: Reply) => Reply) =>
    setReplies((all) => ({ ...all, [input.id]: change(all[input.id] ?? NO_REPLY) }));
  const answer = () => {
    const answers = item.inputs.map((input) => {
      const values = valuesOf(input, replyTo(input));
      return [input.id, { values, skipped: values.length === 0 }] as const;
    });
    void chat.responses.answer(item, "answered", Object.fromEntries(answers)).catch(() => undefined);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const number = digitOf(event);
    const input = keys.input;
    const value = number === null || !input ? undefined : input.options?.[number - 1]?.value;
    if (!input || number === null || value === undefined || number > keys.count) return;
    event.preventDefault();
    reply(input, (old) => chosen(input, old, value));
    form.current?.querySelectorAll<HTMLInputElement>(".choice input")[number - 1]?.focus();
  };
  return (
    <form
      class="w-card question"
      ref={form}
      aria-label={item.inputs[0]?.question}
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        if (!empty && !busy) answer();
      }}
    >
      {item.inputs.map((input) => (
        <div class="part" key={input.id}>
          <QuestionField input={input} name={`${item.id} ${input.id}`} reply={replyTo(input)} onReply={(change) => reply(input, change)} />
        </div>
      ))}
      <div class="foot">
        <button type="submit" class="button primary" disabled={empty} aria-disabled={busy}>
          {t("question.answer")}
        </button>
        <button
          type="button"
          class="button plain quiet"
          aria-disabled={busy}
          onClick={() => {
            if (!busy) void chat.responses.answer(item, "skipped", {}).catch(() => undefined);
          }}
        >
          {t("question.skip")}
        </button>
        {keys.count > 0 && (
          <span class="keys" aria-hidden="true">
            {Array.from({ length: keys.count }, (_, i) => (
              <kbd key={i}>{i + 1}</kbd>
            ))}
          </span>
        )}
      </div>
    </form>
  );
}

/** Digits choose where it is plain what they mean: in a form with one question of choices. */
function keyed(inputs: readonly StructuredInput[]): { input: StructuredInput | null; count: number } {
  const choices = inputs.filter((input) => (input.options?.length ?? 0) > 0);
  const [input] = choices;
  if (!input || choices.length !== 1) return { input: null, count: 0 };
  return { input, count: Math.min(input.options?.length ?? 0, MOST_KEYS) };
}

/** The digit of a key, but not while somebody writes. */
function digitOf(event: KeyboardEvent): number | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !/^[1-9]$/.test(event.key)) return null;
  const { target } = event;
  if (target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === "text")) return null;
  return Number(event.key);
}

/** The reply with a choice made, or taken back where several may be made. */
export function chosen(input: StructuredInput, { chosen, own }: Reply, value: string): Reply {
  if (!input.multiple) return { chosen: [value], own: "" };
  return { chosen: chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value], own };
}

function valuesOf(input: StructuredInput, { chosen, own }: Reply): string[] {
  const written = own.trim() === "" ? [] : [own.trim()];
  return input.multiple ? [...chosen, ...written] : [...written, ...chosen].slice(0, 1);
}

function Answered({ item }: { item: StructuredInputItem }) {
  const t = useT();
  return (
    <dl class="answered">
      {item.inputs.map((input) => {
        const values = input.answer?.skipped === true ? [] : (input.answer?.values ?? []);
        return (
          <div key={input.id}>
            <dt dir="auto">{input.question}</dt>
            <dd dir="auto" class={values.length === 0 ? "quiet" : ""}>
              {values.join(", ") || t("question.skipped")}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
