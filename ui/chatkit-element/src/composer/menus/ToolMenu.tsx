/** @jsxImportSource preact */
import type { ToolOption } from "@openai/chatkit";
import { Icon } from "../../icons/Icon";
import { useChat, useChatState, useT } from "../../parts/context";
import { useSheet } from "../../parts/root";
import { chosenTool } from "../choices";
import { Menu } from "./Menu";
import css from "./menus.css?inline";

/** The tools of the options: pinned ones as buttons, the others in a menu, the chosen one as a chip that lets go of it. */
export function ToolMenu({ tools }: { tools: readonly ToolOption[] }) {
  useSheet(css);
  const chat = useChat();
  const t = useT();
  const chosen = useChatState(chosenTool);
  const pinned = tools.filter((tool) => tool.pinned);
  const others = tools.filter((tool) => !tool.pinned);
  const toggle = (id: string) => chat.writing.selectTool(id === chosen?.id ? null : id);
  return (
    <>
      {others.length > 0 && (
        <Menu
          id="tools"
          label={t("composer.tools")}
          look="icon-button"
          lines={others}
          chosen={chosen?.id ?? null}
          onChoose={toggle}
          side="start"
        >
          <Icon name="settings-slider" />
        </Menu>
      )}
      {pinned.map((tool) => (
        <ToolButton key={tool.id} tool={tool} on={tool.id === chosen?.id} onClick={() => toggle(tool.id)} />
      ))}
      {chosen && !chosen.pinned && <ToolButton tool={chosen} on onClick={() => toggle(chosen.id)} />}
    </>
  );
}

function ToolButton({ tool, on, onClick }: { tool: ToolOption; on: boolean; onClick: () => void }) {
  const t = useT();
  const name = t(on ? "composer.toolOff" : "composer.toolOn", { name: tool.label });
  return (
    <button type="button" class={`tool-button ${on ? "on" : ""}`} aria-label={tool.label} aria-pressed={on} title={name} onClick={onClick}>
      <Icon name={tool.icon} />
      {on && (
        <span class="clip" dir="auto">
          {tool.shortLabel ?? tool.label}
        </span>
      )}
      {on && <Icon name="x" size={12} />}
    </button>
  );
}
