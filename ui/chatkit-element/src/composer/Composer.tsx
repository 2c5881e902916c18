/** @jsxImportSource preact */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../icons/Icon";
import { Markdown } from "../markdown/Markdown";
import { useChat, useChatState, useOptions, useT } from "../parts/context";
import { currentConversation, currentDraft } from "../store/state";
import { DraftExtras } from "./DraftExtras";

/** Where messages are written: one to eight lines, Enter sends, Shift+Enter breaks the line. */
export function Composer() {
  const status = useChatState((state) => currentConversation(state).thread.status);
  const { disclaimer } = useOptions();
  const t = useT();
  return (
    <div class="foot">
      {status.type === "closed" ? (
        <p class="closed">
          <Icon name="lock" size={14} />
          <span dir="auto">{status.reason ?? t("composer.closed")}</span>
        </p>
      ) : (
        <Field locked={status.type === "locked" ? (status.reason ?? t("composer.locked")) : null} />
      )}
      {disclaimer?.text && (
        <div class={`disclaimer ${disclaimer.highContrast ? "strong" : ""}`}>
          <Markdown text={disclaimer.text} />
        </div>
      )}
    </div>
  );
}

function Field({ locked }: { locked: string | null }) {
  const chat = useChat();
  const options = useOptions();
  const t = useT();
  const text = useChatState((state) => currentDraft(state).text);
  const focusRequests = useChatState((state) => state.focusRequests);
  const toolId = useChatState((state) => state.toolId);
  const area = useRef<HTMLTextAreaElement>(null);
  const focused = useRef(focusRequests);

  useLayoutEffect(() => {
    if (area.current) grow(area.current);
  });
  useEffect(() => {
    if (focused.current === focusRequests) return;
    focused.current = focusRequests;
    area.current?.focus();
  }, [focusRequests]);

  const tool = options.composer?.tools?.find((one) => one.id === toolId);
  const placeholder = locked ?? tool?.placeholderOverride ?? options.composer?.placeholder ?? t("composer.placeholder");
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter belongs to it; 229 is what Safari reports just after.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key !== "Enter" || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void chat.writing.submit().catch(() => undefined);
  };
  return (
    <form
      class={`composer ${locked ? "locked" : ""}`}
      onSubmit={(event) => {
        event.preventDefault();
        void chat.writing.submit().catch(() => undefined);
      }}
      // The whole box is the field's: a click beside the text puts the caret into it.
      onMouseDown={(event) => {
        if ((event.target as Element).closest("button, textarea, .extras")) return;
        event.preventDefault();
        area.current?.focus();
      }}
    >
      <DraftExtras />
      <textarea
        ref={area}
        rows={1}
        dir="auto"
        aria-label={t("composer.label")}
        placeholder={placeholder}
        disabled={locked !== null}
        value={text}
        onInput={(event) => chat.drafts.change({ text: event.currentTarget.value })}
        onKeyDown={onKeyDown}
      />
      <div class="tools">
        <span class="grow" />
        <SendButton locked={locked !== null} />
      </div>
    </form>
  );
}

function SendButton({ locked }: { locked: boolean }) {
  const chat = useChat();
  const t = useT();
  const phase = useChatState((state) => currentConversation(state).phase);
  const mayStop = useChatState((state) => currentConversation(state).thread.allowCancel !== false);
  const empty = useChatState((state) => {
    const draft = currentDraft(state);
    return draft.text.trim() === "" && draft.attachments.length === 0;
  });
  if (phase === "running" && mayStop) {
    return (
      <button type="button" class="send" aria-label={t("composer.stop")} title={t("composer.stop")} onClick={() => chat.stop()}>
        <span class="square" />
      </button>
    );
  }
  const off = empty || locked || phase !== "idle";
  return (
    <button type="submit" class="send" aria-label={t("composer.send")} title={t("composer.send")} disabled={off}>
      <Icon name="arrow-up" />
    </button>
  );
}

/** As high as its text, up to what the sheet allows. Through CSSOM, which a strict style policy permits. */
function grow(area: HTMLTextAreaElement): void {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}
