/** @jsxImportSource preact */
import { useT } from "../parts/context";
import type { StructuredInputItem } from "../wire/protocol";

/** A question of the assistant, to read; it is answered in the composer until forms are drawn here. */
export function Question({ item }: { item: StructuredInputItem }) {
  const t = useT();
  return (
    <div class="question">
      {item.inputs.map((input) => (
        <div key={input.id}>
          <p dir="auto">
            <strong>{input.question}</strong>
          </p>
          {input.options && (
            <ul>
              {input.options.map((option) => (
                <li key={option.value} dir="auto">
                  {option.value}
                </li>
              ))}
            </ul>
          )}
          {input.answer && <p dir="auto">{input.answer.values.join(", ")}</p>}
        </div>
      ))}
      {item.status === "pending" && <p class="quiet">{t("question.answerBelow")}</p>}
    </div>
  );
}
