/** @jsxImportSource preact */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { historyOption, localeOf } from "../options";
import { IconButton, TextButton } from "../parts/buttons";
import { useChat, useChatState, useOptions, useT } from "../parts/context";
import { currentConversation } from "../store/state";
import type { Thread } from "../wire/protocol";
import { whenOf } from "./groups";

type Doing = "nothing" | "renaming" | "deleting";

/** A thread in the list: open it, rename it in place, delete it after one question in the same place. */
export function ThreadRow({ thread, now }: { thread: Thread; now: Date }) {
  const chat = useChat();
  const t = useT();
  const options = useOptions();
  const currentId = useChatState((state) => currentConversation(state).thread.id);
  const [doing, setDoing] = useState<Doing>("nothing");
  const row = useRef<HTMLLIElement>(null);
  const did = useRef<Doing>(doing);
  // The field or the question had the focus and is gone.
  useEffect(() => {
    if (doing === "nothing" && did.current !== "nothing") row.current?.querySelector<HTMLButtonElement>(".open")?.focus();
    did.current = doing;
  }, [doing]);
  const { showDelete, showRename } = historyOption(options);
  const title = thread.title ?? t("history.untitled");
  if (doing === "renaming") {
    return (
      <RenameForm
        title={thread.title ?? ""}
        onDone={(next) => {
          setDoing("nothing");
          if (next !== null) void chat.history.rename(thread.id, next);
        }}
      />
    );
  }
  if (doing === "deleting") return <DeleteQuestion thread={thread} onKeep={() => setDoing("nothing")} />;
  return (
    <li class={`item ${currentId === thread.id ? "current" : ""}`} ref={row}>
      <button
        type="button"
        class="open"
        aria-current={currentId === thread.id ? "true" : undefined}
        onClick={() => void chat.setThreadId(thread.id).catch(() => undefined)}
      >
        <span class="clip grow">
          <bdi>{title}</bdi>
        </span>
        <span class="when">{whenOf(thread, now, localeOf(options))}</span>
      </button>
      <span class="on-row">
        {showRename && <IconButton small icon="pencil" label={t("history.rename", { title })} onClick={() => setDoing("renaming")} />}
        {showDelete && (
          <IconButton small icon="lucide:trash-2" label={t("history.delete", { title })} onClick={() => setDoing("deleting")} />
        )}
      </span>
    </li>
  );
}

function RenameForm({ title, onDone }: { title: string; onDone: (title: string | null) => void }) {
  const t = useT();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <li class="item editing">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onDone(field.current?.value ?? null);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || event.isComposing) return;
          event.stopPropagation();
          onDone(null);
        }}
      >
        <input ref={field} class="field grow" dir="auto" aria-label={t("history.renameField")} defaultValue={title} maxLength={200} />
        <button type="submit" class="button small outline">
          {t("history.save")}
        </button>
        <TextButton look="plain" onClick={() => onDone(null)}>
          {t("history.cancel")}
        </TextButton>
      </form>
    </li>
  );
}

function DeleteQuestion({ thread, onKeep }: { thread: Thread; onKeep: () => void }) {
  const chat = useChat();
  const t = useT();
  const row = useRef<HTMLLIElement>(null);
  const heir = useRef<HTMLElement | null>(null);
  // Only once the row is gone: drawing the list anew may move the next one, and what is moved loses the focus. With the drawing
  // and not after the next frame: whoever answers before it would find nothing prepared.
  useLayoutEffect(() => () => queueMicrotask(() => heir.current?.focus()), []);
  // The safe answer has the focus: Enter alone must not delete.
  useLayoutEffect(() => row.current?.querySelector<HTMLButtonElement>(".outline")?.focus(), []);
  return (
    <li
      class="item editing"
      ref={row}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onKeep();
      }}
    >
      <span class="clip grow">{t("history.deleteAsk")}</span>
      <TextButton
        look="danger"
        onClick={() => {
          heir.current = heirOf(row.current);
          void chat.history.remove(thread.id);
        }}
      >
        {t("history.deleteYes")}
      </TextButton>
      <TextButton look="outline" onClick={onKeep}>
        {t("history.deleteNo")}
      </TextButton>
    </li>
  );
}

/** What has the focus after a row: the next one, else the one before it, else the search. */
function heirOf(row: Element | null): HTMLElement | null {
  const rows = [row?.nextElementSibling, row?.previousElementSibling].map((one) => one?.querySelector<HTMLElement>(".open"));
  return rows.find((one) => one) ?? row?.closest(".history")?.querySelector<HTMLElement>("input[type=search]") ?? null;
}
