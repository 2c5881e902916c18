/** @jsxImportSource preact */
import { headerOption, historyOption } from "../options";
import { IconButton } from "../parts/buttons";
import { useChat, useChatState, useOptions, useT } from "../parts/context";
import { currentConversation } from "../store/state";

export function Header() {
  const chat = useChat();
  const options = useOptions();
  const t = useT();
  const view = useChatState((state) => state.view);
  const threadTitle = useChatState((state) => currentConversation(state).thread.title);
  const header = headerOption(options);
  const inHistory = view === "history";
  const title = inHistory ? t("history.title") : (header.title?.text ?? threadTitle ?? t("header.title"));
  // Who moves by headings finds the chat by its name, shown or not.
  if (!header.enabled) {
    return (
      <h2 class="unseen">
        <bdi>{title}</bdi>
      </h2>
    );
  }
  const act = (onClick: () => void) => () => {
    try {
      onClick();
    } catch (error) {
      chat.report(error);
    }
  };
  return (
    <header class="bar">
      {header.leftAction && (
        <IconButton class="left" icon={header.leftAction.icon} label={t("header.left")} onClick={act(header.leftAction.onClick)} />
      )}
      <h2 class="title clip">
        <bdi class={header.title?.enabled === false && !inHistory ? "unseen" : ""}>{title}</bdi>
      </h2>
      {historyOption(options).enabled && (
        <IconButton
          icon={inHistory ? "x" : "history"}
          label={inHistory ? t("header.back") : t("header.history")}
          onClick={() => (inHistory ? chat.history.hide() : chat.history.show())}
        />
      )}
      <IconButton icon="square-pen" label={t("header.new")} onClick={() => void chat.setThreadId(null)} />
      {header.rightAction && (
        <IconButton icon={header.rightAction.icon} label={t("header.right")} onClick={act(header.rightAction.onClick)} />
      )}
    </header>
  );
}
