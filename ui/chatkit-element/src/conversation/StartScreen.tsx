/** @jsxImportSource preact */
import type { StartScreenPrompt } from "@openai/chatkit";
import { Icon } from "../icons/Icon";
import { useChat, useOptions, useT } from "../parts/context";

/** A greeting, and prompts that are sent when pressed. */
export function StartScreen() {
  const chat = useChat();
  const t = useT();
  const { startScreen } = useOptions();
  const greeting = startScreen?.greeting ?? t("start.greeting");
  const prompts = startScreen?.prompts ?? [];
  const send = ({ prompt }: StartScreenPrompt) => {
    chat.writing.sendPrompt(prompt).catch(() => undefined);
    chat.focusComposer();
  };
  return (
    <div class="start">
      {greeting.trim() !== "" && <h3 dir="auto">{greeting}</h3>}
      {prompts.length > 0 && (
        <ul class="prompts" aria-label={t("start.prompts")}>
          {prompts.map((prompt, i) => (
            <li key={i}>
              <button type="button" class="prompt" onClick={() => send(prompt)}>
                {prompt.icon && <Icon name={prompt.icon} />}
                <span class="clip" dir="auto">
                  {prompt.label}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
