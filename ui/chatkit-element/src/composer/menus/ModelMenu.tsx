/** @jsxImportSource preact */
import type { ModelOption } from "@openai/chatkit";
import { Icon } from "../../icons/Icon";
import { useChat, useChatState, useT } from "../../parts/context";
import { shownModel } from "../choices";
import { Menu } from "./Menu";

/** Which model answers the next message. */
export function ModelMenu({ models }: { models: readonly ModelOption[] }) {
  const chat = useChat();
  const t = useT();
  const modelId = useChatState((state) => state.modelId);
  const shown = shownModel(models, modelId);
  const name = shown?.label ?? "";
  return (
    <Menu
      id="models"
      label={t("composer.model", { name })}
      look="model"
      lines={models}
      chosen={shown?.id ?? null}
      onChoose={(id) => chat.writing.selectModel(id)}
      side="end"
    >
      <span class="clip" dir="auto">
        {name}
      </span>
      <Icon name="chevron-down" size={12} />
    </Menu>
  );
}
