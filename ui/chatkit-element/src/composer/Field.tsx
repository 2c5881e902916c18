/** @jsxImportSource preact */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { IconButton } from "../parts/buttons";
import { useChat, useChatState, useOptions, useT } from "../parts/context";
import { later } from "../parts/later";
import { currentDraft, type Draft } from "../store/state";
import { builtIns } from "./built-ins";
import { chosenTool } from "./choices";
import { DraftExtras } from "./DraftExtras";
import { recordedType } from "./dictation/support";
import { replaceText } from "./field";
import { Intake } from "./files/Intake";
import { Picker } from "./files/Picker";
import { ReplyWatch } from "./reply/ReplyWatch";
import { SendButton } from "./SendButton";
import { followTags, leftovers, placeTags } from "./tags";

const Marks = later(() => import("./mentions/Marks").then((part) => part.Marks));
const Suggestions = later(() => import("./suggestions/Suggestions").then((part) => part.Suggestions));
const Dictation = later(() => import("./dictation/Dictation").then((part) => part.Dictation));
const ToolMenu = later(() => import("./menus/ToolMenu").then((part) => part.ToolMenu));
const ModelMenu = later(() => import("./menus/ModelMenu").then((part) => part.ModelMenu));

/**
 * The field and what stands around it: one to eight lines, Enter sends, Shift+Enter breaks the line. It is a plain `textarea`: input
 * methods, undo, spelling and screen readers then work everywhere as one knows them. Tags are text in it, marked from behind (`Marks`).
 */
export function Field({ locked }: { locked: string | null }) {
  const chat = useChat();
  const options = useOptions();
  const key = useChatState((state) => state.current);
  const { area, held, hold } = useArea();
  const [dictating, setDictating] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const { attachments, dictation, tools, models } = options.composer ?? {};
  const open = locked === null;
  const takesFiles = open && attachments?.enabled === true;
  const does = {
    attach: takesFiles ? () => picker.current?.click() : null,
    dictate: open && dictation?.enabled && recordedType() ? () => setDictating(true) : null,
    mention:
      open && options.entities?.onTagSearch && options.entities.showComposerMenu ? () => held.current && startMention(held.current) : null,
  };
  const suggests = open && (options.entities?.onTagSearch !== undefined || options.commands?.enabled === true);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another thread, or a lock, ends a dictation
  useEffect(() => setDictating(false), [key, locked]);

  return (
    <form
      class={`composer ${locked ? "locked" : ""}`}
      onSubmit={(event) => {
        event.preventDefault();
        void chat.writing.submit().catch(() => undefined);
      }}
      // The whole box is the field's: a click beside the text puts the caret into it.
      onMouseDown={(event) => {
        if (dictating || (event.target as Element).closest("button, textarea, .extras, .note, .list, [role=menu]")) return;
        event.preventDefault();
        area?.focus();
      }}
    >
      <DraftExtras />
      <div class="writing" hidden={dictating}>
        <TextArea area={area} hold={hold} locked={locked} />
        <div class="tools">
          {does.attach && <ToolButton icon="paperclip" name="attach" run={does.attach} />}
          {does.mention && <ToolButton icon="at-sign" name="mention" run={does.mention} />}
          {open && tools && tools.length > 0 && <ToolMenu tools={tools} />}
          <span class="grow" />
          {open && models && models.length > 0 && <ModelMenu models={models} />}
          {does.dictate && <ToolButton icon="lucide:mic" name="dictate" run={does.dictate} />}
          <SendButton locked={!open} />
        </div>
      </div>
      {dictating && area && <Dictation area={area} onClose={() => setDictating(false)} meanwhile={<div class="place" />} />}
      {takesFiles && <Picker picker={picker} onPicked={() => held.current?.focus()} />}
      {takesFiles && area && <Intake area={area} />}
      {suggests && area && !dictating && <Suggestions area={area} builtIns={() => builtIns(chat, does)} />}
      {open && <ReplyWatch />}
    </form>
  );
}

function ToolButton({ icon, name, run }: { icon: string; name: "attach" | "mention" | "dictate"; run: () => void }) {
  const t = useT();
  return <IconButton icon={icon} label={t(`composer.${name}`)} onClick={run} />;
}

/** The field's element: for drawing what needs it, and for what is pressed before that has been drawn. */
function useArea() {
  const [area, setArea] = useState<HTMLTextAreaElement | null>(null);
  const held = useRef<HTMLTextAreaElement | null>(null);
  const hold = useCallback((element: HTMLTextAreaElement | null) => {
    held.current = element;
    setArea(element);
  }, []);
  return { area, held, hold };
}

interface TextAreaProps {
  area: HTMLTextAreaElement | null;
  hold: (area: HTMLTextAreaElement | null) => void;
  locked: string | null;
}

function TextArea({ area, hold, locked }: TextAreaProps) {
  const chat = useChat();
  const options = useOptions();
  const t = useT();
  const text = useChatState((state) => currentDraft(state).text);
  const marked = useChatState((state) => currentDraft(state).placed.length > 0);
  const tool = useChatState(chosenTool);
  const placeholder = locked ?? tool?.placeholderOverride ?? options.composer?.placeholder ?? t("composer.placeholder");
  useFocusRequests(area);
  useFollow(area);
  useLayoutEffect(() => {
    if (area) grow(area);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter belongs to it; 229 is what Safari reports just after.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key !== "Enter" || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void chat.writing.submit().catch(() => undefined);
  };
  const onInput = (event: Event & { currentTarget: HTMLTextAreaElement }) => {
    const field = event.currentTarget;
    const { isComposing, inputType } = event as unknown as InputEvent;
    const before = currentDraft(chat.store.state);
    chat.drafts.change(edited(before, field.value, field.selectionStart));
    if (!isComposing && inputType?.startsWith("delete")) removeLeftovers(field, before);
  };
  return (
    <div class="text">
      {marked && area && <Marks area={area} />}
      <textarea
        ref={hold}
        rows={1}
        dir="auto"
        aria-label={t("composer.label")}
        placeholder={placeholder}
        disabled={locked !== null}
        value={text}
        onInput={onInput}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}

function useFocusRequests(area: HTMLTextAreaElement | null): void {
  const requests = useChatState((state) => state.focusRequests);
  const met = useRef(requests);
  useEffect(() => {
    if (!area || met.current === requests) return;
    met.current = requests;
    area.focus();
  }, [area, requests]);
}

/**
 * Keeps the field at the draft's text. Drawing does that too, but only where the text is another one than was drawn last: what is pasted
 * and sent within one frame was never drawn, and would stay in the field.
 */
function useFollow(area: HTMLTextAreaElement | null): void {
  const { store } = useChat();
  useEffect(() => {
    if (!area) return;
    return store.watch(() => {
      const { text } = currentDraft(store.state);
      if (area.value === text) return;
      area.value = text;
      grow(area);
    });
  }, [area, store]);
}

/** The draft after an edit of its text. Most drafts have no tags, and nothing to look for. */
function edited(before: Draft, text: string, caret: number): Partial<Draft> {
  if (before.tags.length === 0) return { text };
  return { text, placed: placeTags(text, before.tags, followTags(before.text, before.placed, text, caret)) };
}

/** A tag of which a part was deleted goes as a whole: it is one thing. */
function removeLeftovers(field: HTMLTextAreaElement, before: Draft): void {
  const [left] = leftovers(before.text, before.placed, field.value, field.selectionStart);
  if (left) replaceText(field, left.from, left.to, "");
}

/** An "@" at the caret, as if typed: the list of suggestions opens on it. */
function startMention(area: HTMLTextAreaElement): void {
  const { selectionStart: from, selectionEnd: to, value } = area;
  replaceText(area, from, to, from > 0 && !/\s/.test(value[from - 1] ?? "") ? " @" : "@");
}

/** As high as its text, up to what the sheet allows. Through CSSOM, which a strict style policy permits. */
function grow(area: HTMLTextAreaElement): void {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}
