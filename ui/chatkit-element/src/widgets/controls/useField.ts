import type { RefObject } from "preact";
import { useContext, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useT } from "../../parts/context";
import type { WidgetNode } from "../../wire/protocol";
import { FormContext, readAction, useWidget } from "../context";
import { fieldIdentity, type Kept } from "../kept";
import { useCounterpart } from "../names";
import type { Problem } from "./problems";
import { type Loading, useAction } from "./useAction";

let ids = 0;

/** An id that no other element of the page has. */
export function useFieldId(): string {
  const [id] = useState(() => `ck-field-${++ids}`);
  return id;
}

interface FieldOptions<Value> {
  node: WidgetNode;
  name: string;
  initial: Value;
  /** What is wrong with a value; null when it may be sent. */
  check: (value: Value, element: HTMLElement | null) => Problem | null;
  /** What the server sends counts, also when it sends what it had sent before. */
  serverDecides?: boolean;
}

export interface Field<Value> {
  id: string;
  name: string;
  value: Value;
  /** Changes the value under the hand of the person. */
  set: (value: Value) => void;
  /** Back to what was before. */
  restore: (value: Value) => void;
  /** What is wrong, as a sentence. */
  problem: string | null;
  /** Gets the focus when the value is wrong. */
  ref: RefObject<HTMLElement>;
  /** Id of the `Label` of this name, if there is one. */
  labelId: string | undefined;
  /** The name for a screen reader where no `Label` gives one. */
  spoken: string | undefined;
  /** Attributes that tie the control to what is wrong with it. */
  described: { "aria-invalid"?: true; "aria-describedby"?: string };
}

/**
 * The value of one field, as typed, else as the server gave it. What was typed stays when the server replaces the widget and the field
 * (its key, else its name) is still there with the same default; another default is a newer word of the server.
 */
export function useField<Value>({ node, name, initial, check, serverDecides = false }: FieldOptions<Value>): Field<Value> {
  const scope = useWidget();
  const form = useContext(FormContext);
  const t = useT();
  const id = useFieldId();
  const ref = useRef<HTMLElement>(null);
  const [, redraw] = useState({});
  const own = useRef<Kept | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const identity = fieldIdentity(form?.key ?? "", node, name);
  const lasts = name !== "" && scope.recognizable.has(identity);

  // One that could be mistaken for another holds no longer than its node.
  const kept = lasts ? scope.kept.get(identity) : own.current;
  const isSame = lasts && !serverDecides ? Object.is(kept?.base, initial) : kept?.node === node;
  const holds = kept?.identity === identity && isSame ? kept : null;
  const value = holds ? (holds.value as Value) : initial;
  const latest = useRef(value);
  latest.current = value;

  const set = (next: Value) => {
    latest.current = next;
    own.current = { identity, base: initial, node, value: next };
    if (lasts) scope.kept.set(identity, own.current);
    // What was wrong is checked again with every key, so that the sentence goes as soon as it is no longer true.
    if (problem !== null) setProblem(check(next, ref.current));
    redraw({});
  };
  const restore = (before: Value) => {
    // Something else was chosen, or sent, in between.
    if (own.current?.node === node) set(before);
  };
  const validate = useRef<() => boolean>(() => true);
  validate.current = () => {
    const found = check(latest.current, ref.current);
    setProblem(found);
    return found === null;
  };
  useLayoutEffect(
    () =>
      form?.add({
        name,
        value: () => latest.current,
        validate: () => validate.current(),
        element: () => ref.current,
      }),
    [form, name],
  );
  const labelId = useCounterpart(scope.names, "field", name === "" ? "" : `${form?.key ?? ""}/${name}`, id);
  return {
    id,
    name,
    value,
    set,
    restore,
    problem: problem === null ? null : t(problem),
    ref,
    labelId,
    spoken: labelId === undefined ? spokenName(node, name) : undefined,
    described: problem === null ? {} : { "aria-invalid": true, "aria-describedby": `${id}-problem` },
  };
}

/** A name where the widget gives no label: what it says about the field otherwise, at worst the name in the payload. */
function spokenName(node: WidgetNode, name: string): string {
  for (const text of [node["ariaLabel"], node["placeholder"]]) {
    if (typeof text === "string" && text !== "") return text;
  }
  return name.split(/[._-]/).join(" ").trim() || node.type;
}

interface ChoiceOptions<Value> extends FieldOptions<Value> {
  /** Where it shows that `onChangeAction` runs. */
  auto: Loading;
}

export interface Choice<Value> {
  field: Field<Value>;
  /** Takes a choice: at once on the screen, and to the server if the node has an action. */
  choose: (value: Value) => void;
  /** It cannot be changed just now, because its action runs or is blocked. Said by `choose`. */
  locked: boolean;
  loading: boolean;
}

/** A field that may tell the server of each change. Shows the new value at once, and the old one again when that failed. */
export function useChoice<Value>(options: ChoiceOptions<Value>): Choice<Value> {
  const config = readAction(options.node["onChangeAction"]);
  const action = useAction(config, options.auto);
  const field = useField({ ...options, serverDecides: config !== null });
  const choose = (value: Value) => {
    if (!config) {
      field.set(value);
      return;
    }
    if (action.blocked || action.pending) {
      void action.run();
      return;
    }
    const before = field.value;
    field.set(value);
    void action.run(field.name === "" ? [] : [[field.name, value]]).then((outcome) => {
      if (outcome !== "done") field.restore(before);
    });
  };
  return { field, choose, locked: action.blocked || action.pending, loading: action.loading };
}
