/** @jsxImportSource preact */
import type { HeaderOption } from "@openai/chatkit";
import { headerOption, historyOption } from "../options";
import { IconButton } from "../parts/buttons";
import { useChat, useChatState, useOptions, useT } from "../parts/context";
import { currentConversation } from "../store/state";
import { labelOf } from "./labels";

type HeaderAction = NonNullable<HeaderOption["leftAction"]>;

export function Header() {
  const chat = useChat();
  const options = useOptions();
  const t = useT();
  const view = useChatState((state) => state.view);
  const threadTitle = useChatState((state) => currentConversation(state).thread.title);
  const header = headerOption(options);
  const inHistory = view === "history";
  const title = inHistory ? t("history.title") : (header.title?.text ?? threadTitle ?? t("header.title"));
  // The list of chats can be opened by the page alone, and must not be a dead end.
  if (!header.enabled && !inHistory) {
    // Who moves by headings finds the chat by its name, shown or not.
    return (
      <h2 class="unseen">
        <bdi>{title}</bdi>
      </h2>
    );
  }
  const { leftAction, rightAction } = header.enabled ? header : {};
  return (
    <header class="bar">
      {leftAction && <Action class="left" action={leftAction} />}
      <h2 class="title clip">
        <bdi class={header.title?.enabled === false && !inHistory ? "unseen" : ""}>{title}</bdi>
      </h2>
      {(inHistory || historyOption(options).enabled) && (
        <IconButton
          class="to-history"
          icon={inHistory ? "x" : "history"}
          label={inHistory ? t("header.back") : t("header.history")}
          onClick={() => (inHistory ? chat.history.hide() : chat.history.show())}
        />
      )}
      <IconButton icon="square-pen" label={t("header.new")} onClick={() => void chat.setThreadId(null)} />
      {rightAction && <Action class="right" action={rightAction} />}
    </header>
  );
}

/** A button of the page's own. What it does wrong is told, and harms nothing. */
function Action({ action: { icon, onClick }, class: className }: { action: HeaderAction; class: string }) {
  const chat = useChat();
  const t = useT();
  const act = () => {
    try {
      Promise.resolve<unknown>(onClick()).catch((error) => chat.report(error));
    } catch (error) {
      chat.report(error);
    }
  };
  return <IconButton class={className} icon={icon} label={t(labelOf(icon))} onClick={act} />;
}
