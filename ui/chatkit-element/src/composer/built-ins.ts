import type { Chat } from "../chat";

/** What the composer itself can do, as an entry of the "/" list. */
export interface BuiltIn {
  id: string;
  label: string;
  icon: string;
  run: () => void;
}

interface Actions {
  attach: (() => void) | null;
  dictate: (() => void) | null;
  mention: (() => void) | null;
}

/** What can be done here and now: nothing is listed that the options do not have. */
export function builtIns(chat: Chat, actions: Actions): BuiltIn[] {
  const { t, options, writing } = chat;
  const { toolId } = chat.store.state;
  const list: BuiltIn[] = [];
  if (actions.attach) list.push({ id: "attach", label: t("composer.attach"), icon: "paperclip", run: actions.attach });
  if (actions.mention) list.push({ id: "mention", label: t("composer.mention"), icon: "at-sign", run: actions.mention });
  if (actions.dictate) list.push({ id: "dictate", label: t("composer.dictate"), icon: "lucide:mic", run: actions.dictate });
  for (const tool of options.composer?.tools ?? []) {
    const on = tool.id === toolId;
    const label = t(on ? "composer.toolOff" : "composer.toolOn", { name: tool.label });
    list.push({ id: `tool-${tool.id}`, label, icon: tool.icon, run: () => writing.selectTool(on ? null : tool.id) });
  }
  return list;
}
