/** @jsxImportSource preact */
import { useState } from "preact/hooks";
import { useChat, useChatState, useT } from "../parts/context";
import { currentConversation } from "../store/state";
import type { StructuredInput, StructuredInputItem } from "../wire/protocol";

/** What is chosen and written for one question. */
interface Reply {
  chosen: readonly string[];
  own: string;
}

const NO_REPLY: Reply = { chosen: [], own: "" };

/** Questions of the assistant: to answer or to skip as long as they wait, then to read. */
export function Question({ item }: { item: StructuredInputItem }) {
  return item.status === "pending" ? <Asking item={item} /> : <Answered item={item} />;
}

function Asking({ item }: { item: StructuredInputItem }) {
  const chat = useChat();
  const t = useT();
  const busy = useChatState((state) => currentConversation(state).phase !== "idle");
  const [replies, setReplies] = useState<Readonly<Record<string, Reply>>>({});
  const values = (input: StructuredInput) => valuesOf(input, replies[input.id] ?? NO_REPLY);
  const empty = item.inputs.every((input) => values(input).length === 0);
  const answer = () => {
    const answers = item.inputs.map((input) => [input.id, { values: values(input), skipped: values(input).length === 0 }] as const);
    void chat.responses.answer(item, "answered", Object.fromEntries(answers)).catch(() => undefined);
  };
  return (
    <form
      class="w-card question"
      onSubmit={(event) => {
        event.preventDefault();
        if (!empty && !busy) answer();
      }}
    >
      {item.inputs.map((input) => (
        <div class="part" key={input.id}>
          <Field
            input={input}
            name={`${item.id} ${input.id}`}
            reply={replies[input.id] ?? NO_REPLY}
            onReply={(change) => setReplies((all) => ({ ...all, [input.id]: change(all[input.id] ?? NO_REPLY) }))}
          />
        </div>
      ))}
      <div class="foot">
        <button type="submit" class="button primary" disabled={empty} aria-disabled={busy}>
          {t("question.answer")}
        </button>
        <button
          type="button"
          class="button plain"
          aria-disabled={busy}
          onClick={() => {
            if (!busy) void chat.responses.answer(item, "skipped", {}).catch(() => undefined);
          }}
        >
          {t("question.skip")}
        </button>
      </div>
    </form>
  );
}

interface FieldProps {
  input: StructuredInput;
  name: string;
  reply: Reply;
  onReply: (change: (reply: Reply) => Reply) => void;
}

function Field({ input, name, reply, onReply }: FieldProps) {
  const t = useT();
  const options = input.type === "multiple_choice" ? (input.options ?? []) : [];
  const choose = (value: string, on: boolean) => {
    onReply(({ chosen, own }) => {
      if (!input.multiple) return { chosen: [value], own: "" };
      return { chosen: on ? [...chosen, value] : chosen.filter((one) => one !== value), own };
    });
  };
  return (
    <fieldset>
      <legend dir="auto">{input.question}</legend>
      {input.description && <p class="quiet">{input.description}</p>}
      {options.map(({ value }) => (
        <label class="choice" key={value}>
          <input
            type={input.multiple ? "checkbox" : "radio"}
            name={name}
            checked={reply.chosen.includes(value)}
            onChange={(event) => choose(value, event.currentTarget.checked)}
          />
          <span dir="auto">{value}</span>
        </label>
      ))}
      <input
        class="field own"
        dir="auto"
        aria-label={options.length > 0 ? t("question.other") : input.question}
        placeholder={options.length > 0 ? t("question.other") : ""}
        value={reply.own}
        onInput={(event) => {
          const own = event.currentTarget.value;
          onReply(({ chosen }) => ({ chosen: input.multiple ? chosen : [], own }));
        }}
      />
    </fieldset>
  );
}

function valuesOf(input: StructuredInput, { chosen, own }: Reply): string[] {
  const written = own.trim() === "" ? [] : [own.trim()];
  return input.multiple ? [...chosen, ...written] : [...written, ...chosen].slice(0, 1);
}

function Answered({ item }: { item: StructuredInputItem }) {
  const t = useT();
  return (
    <dl class="answered">
      {item.inputs.map((input) => (
        <div key={input.id}>
          <dt dir="auto">{input.question}</dt>
          <dd dir="auto">{input.answer?.values.join(", ") || t("question.skipped")}</dd>
        </div>
      ))}
    </dl>
  );
}
