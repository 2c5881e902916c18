/** @jsxImportSource preact */
import { useEffect, useRef, useState } from "preact/hooks";
import { FailureNote } from "../conversation/FailureNote";
import { Icon } from "../icons/Icon";
import { localeOf } from "../options";
import { useAfter } from "../parts/after";
import { TextButton } from "../parts/buttons";
import { useChat, useChatState, useOptions, useT } from "../parts/context";
import { useRoot, useSheet } from "../parts/root";
import css from "../styles/history.css?inline";
import { groupsOf } from "./groups";
import { ThreadRow } from "./ThreadRow";

/** Earlier threads: search over the titles that were read, and more pages on demand. */
export function HistoryView() {
  const chat = useChat();
  const t = useT();
  const locale = localeOf(useOptions());
  const { threads, after, loaded, loading, failure } = useChatState((state) => state.history);
  const [query, setQuery] = useState("");
  const search = useRef<HTMLInputElement>(null);
  const root = useRoot();
  useSheet(css);
  useEffect(() => {
    search.current?.focus();
    // The focus goes back to where one came from.
    return () => {
      if (root.activeElement?.closest(".history")) queueMicrotask(() => root.querySelector<HTMLElement>(".to-history")?.focus());
    };
  }, [root]);

  const wanted = fold(query.trim(), locale);
  const found = threads.filter((thread) => fold(thread.title ?? t("history.untitled"), locale).includes(wanted));
  const now = new Date();
  return (
    <div class="history">
      <label class="search">
        <Icon name="search" size={14} />
        <input
          ref={search}
          type="search"
          aria-label={t("history.search")}
          placeholder={t("history.search")}
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
      </label>
      <div class="scroll" tabIndex={-1}>
        {!loaded && loading && <Loading />}
        {groupsOf(found, now).map((group) => (
          <section key={group.title}>
            <h3 class="head">{t(group.title)}</h3>
            <ul>
              {group.threads.map((thread) => (
                <ThreadRow key={thread.id} thread={thread} now={now} />
              ))}
            </ul>
          </section>
        ))}
        {loaded && threads.length === 0 && !failure && <p class="empty">{t("history.empty")}</p>}
        {loaded && threads.length > 0 && found.length === 0 && <p class="empty">{t("history.noMatch", { query: query.trim() })}</p>}
        {failure && <FailureNote failure={failure} />}
        {after && !failure && (
          <div class="older">
            <TextButton look="plain" onClick={() => void chat.history.more()}>
              {loading ? t("history.loading") : t(wanted === "" ? "history.more" : "history.searchMore")}
            </TextButton>
          </div>
        )}
      </div>
    </div>
  );
}

function Loading() {
  const t = useT();
  const shown = useAfter(300, 0);
  if (!shown) return null;
  return (
    <div class="skeleton" role="status">
      <span class="unseen">{t("history.loading")}</span>
      <i />
      <i />
      <i />
    </div>
  );
}

/** Without case and accents, so that "cafe" finds "Café". */
function fold(text: string, locale: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Mn}+/gu, "")
    .toLocaleLowerCase(locale);
}
