/** @jsxImportSource preact */
import { useT } from "../parts/context";
import type { StructuredInput } from "../wire/protocol";
import { chosen, type Reply } from "./Question";

interface QuestionFieldProps {
  input: StructuredInput;
  /** Of the group of choices; differs between questions of a page. */
  name: string;
  reply: Reply;
  onReply: (change: (reply: Reply) => Reply) => void;
}

/** One question with its choices, and a line for an answer in own words. */
export function QuestionField({ input, name, reply, onReply }: QuestionFieldProps) {
  const options = input.type === "multiple_choice" ? (input.options ?? []).filter((option) => typeof option?.value === "string") : [];
  return (
    <fieldset>
      <legend dir="auto">{input.question}</legend>
      {input.description && (
        <p class="about" dir="auto">
          {input.description}
        </p>
      )}
      {options.map(({ value }) => (
        <label class="choice" key={value}>
          <input
            type={input.multiple ? "checkbox" : "radio"}
            name={name}
            checked={reply.chosen.includes(value)}
            onChange={() => onReply((old) => chosen(input, old, value))}
          />
          <span dir="auto">{value}</span>
        </label>
      ))}
      <OwnWords input={input} among={options.length > 0} reply={reply} onReply={onReply} />
    </fieldset>
  );
}

interface OwnWordsProps {
  input: StructuredInput;
  /** There are choices above it. */
  among: boolean;
  reply: Reply;
  onReply: (change: (reply: Reply) => Reply) => void;
}

/** Looks like one of the choices where there are some, like a field where there are none. */
function OwnWords({ input, among, reply, onReply }: OwnWordsProps) {
  const t = useT();
  const label = among ? t("question.other") : input.question;
  const field = (
    <input
      type="text"
      class={among ? "own" : "field own"}
      dir="auto"
      aria-label={label}
      placeholder={among ? label : ""}
      value={reply.own}
      onInput={(event) => {
        const own = event.currentTarget.value;
        onReply((old) => ({ chosen: input.multiple ? old.chosen : [], own }));
      }}
    />
  );
  if (!among) return field;
  return (
    <div class={reply.own.trim() === "" ? "choice other" : "choice other on"}>
      <i class={input.multiple ? "mark box" : "mark"} />
      {field}
    </div>
  );
}
