/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { TextKey, Translate } from "../i18n";
import { Icon } from "../icons/Icon";
import { Markdown } from "../markdown/Markdown";
import { localeOf } from "../options";
import { useOptions, useT } from "../parts/context";
import type { Timing } from "../store/thread";
import type { Task, Workflow } from "../wire/protocol";

type LineState = "runs" | "done" | "failed" | "rest";

/** The protocol has no failed state: a server shows it by one of these icons. */
const FAILED_ICONS = new Set(["circle-alert", "circle-x", "triangle-alert", "x"].map((name) => `lucide:${name}`));

interface LineProps {
  state: LineState;
  /** What the server gave; drawn only where no state has an icon of its own. */
  icon: string | undefined;
  text: string;
  /** Milliseconds, where they were measured here. */
  tookMs?: number | undefined;
  expanded?: boolean;
  children?: ComponentChildren;
}

const SHORTEST_MS = 50;

function seconds(ms: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(ms / 1000);
}

/** One line: how it stands, what was done, how long it took; details below it on demand. */
function Line({ state, icon, text, tookMs, expanded = false, children }: LineProps) {
  const t = useT();
  const locale = localeOf(useOptions());
  // The server opens and folds it, until a person has.
  const [wish, setOpen] = useState<boolean | null>(null);
  const open = wish ?? expanded;
  // What took no time worth telling is not told.
  const took = tookMs === undefined || tookMs < SHORTEST_MS ? null : t("tool.seconds", { seconds: seconds(tookMs, locale) });
  const line = (
    <>
      <StateIcon state={state} icon={icon} />
      <span class="clip">
        <bdi>{text}</bdi>
      </span>
      {took && <span class="took">{took}</span>}
    </>
  );
  if (!children) return <p class={`tool ${state}`}>{line}</p>;
  return (
    <div class="toolbox">
      <button type="button" class={`tool ${state}`} aria-expanded={open} onClick={() => setOpen(!open)}>
        {line}
        <Icon name={open ? "chevron-down" : "chevron-right"} size={12} class="more" />
      </button>
      {open && <div class="details">{children}</div>}
    </div>
  );
}

interface WorkflowLineProps {
  workflow: Workflow;
  open: boolean;
  timing: Timing | undefined;
}

/** A workflow as one line: what it does now, then what it came to. Its tasks are the details. */
export function WorkflowLine({ workflow, open, timing }: WorkflowLineProps) {
  const t = useT();
  const { tasks, summary, type } = workflow;
  const only = tasks.length === 1 && type === "custom" ? tasks[0] : undefined;
  const icon = type === "reasoning" ? "brain" : (summary?.icon ?? only?.icon);
  const tookMs = elapsed(timing, summary?.duration);
  // "Thought for 4 s" says itself how long it took.
  const isThought = type === "reasoning" && !summary?.title;
  return (
    <Line
      state={workflowState(workflow, open, icon)}
      icon={icon}
      text={open ? presentText(workflow, t) : pastText(workflow, tookMs, t)}
      tookMs={open || isThought ? undefined : tookMs}
      expanded={workflow.expanded === true}
    >
      {only ? hasContent(only) && <TaskDetails task={only} /> : tasks.length > 0 && <TaskList tasks={tasks} />}
    </Line>
  );
}

/** What is being done. */
function presentText({ tasks }: Workflow, t: Translate): string {
  const current = tasks.findLast((task) => task.status_indicator === "loading") ?? tasks.at(-1);
  return current ? titleOf(current, t) : t("tool.thinking");
}

/** What it came to. */
function pastText({ tasks, summary, type }: Workflow, tookMs: number | undefined, t: Translate): string {
  if (summary?.title) return summary.title;
  if (type === "reasoning")
    return tookMs === undefined ? t("tool.thoughtOver") : t("tool.thought", { seconds: Math.max(1, Math.round(tookMs / 1000)) });
  const last = tasks.at(-1);
  return last ? titleOf(last, t) : t("tool.details");
}

function workflowState({ tasks, type }: Workflow, open: boolean, icon: string | undefined): LineState {
  if (open || tasks.some((task) => task.status_indicator === "loading")) return "runs";
  if (icon && FAILED_ICONS.has(icon)) return "failed";
  return type === "custom" && tasks.length > 0 && tasks.every((task) => task.status_indicator === "complete") ? "done" : "rest";
}

export function TaskLine({ task, open, timing }: { task: Task; open: boolean; timing: Timing | undefined }) {
  const t = useT();
  return (
    <Line state={taskState(task, open)} icon={taskIcon(task)} text={titleOf(task, t)} tookMs={elapsed(timing, undefined)}>
      {hasContent(task) && <TaskDetails task={task} />}
    </Line>
  );
}

function taskState(task: Task, open: boolean): LineState {
  if (open || task.status_indicator === "loading") return "runs";
  if (task.icon && FAILED_ICONS.has(task.icon)) return "failed";
  return task.status_indicator === "complete" && task.type !== "thought" ? "done" : "rest";
}

function taskIcon(task: Task): string | undefined {
  if (task.type === "thought") return "brain";
  return task.icon ?? (task.type === "web_search" ? "globe" : task.type === "file" ? "document" : undefined);
}

function TaskList({ tasks }: { tasks: readonly Task[] }) {
  const t = useT();
  return (
    <ul class="steps">
      {tasks.map((task, i) => (
        <li key={i}>
          {task.type !== "thought" && (
            <p class={`tool ${taskState(task, false)}`}>
              <StateIcon state={taskState(task, false)} icon={taskIcon(task)} />
              <span dir="auto">{titleOf(task, t)}</span>
            </p>
          )}
          {hasContent(task) && <TaskDetails task={task} />}
        </li>
      ))}
    </ul>
  );
}

function TaskDetails({ task }: { task: Task }) {
  return (
    <div class="about">
      {task.content && <Markdown text={task.content} />}
      {task.queries?.map((query) => (
        <p key={query} dir="auto">
          {query}
        </p>
      ))}
      {task.sources?.map((source, i) => (
        <p key={i} dir="auto">
          {source.url ? <Markdown text={`[${escapeLabel(source.title)}](<${source.url.replace(/[<>]/g, "")}>)`} /> : source.title}
        </p>
      ))}
    </div>
  );
}

function escapeLabel(text: string): string {
  return text.replace(/[\\[\]]/g, "\\$&");
}

function hasContent(task: Task): boolean {
  return Boolean(task.content || task.queries?.length || task.sources?.length);
}

const FALLBACK_TITLES: Readonly<Record<Task["type"], TextKey>> = {
  custom: "tool.details",
  web_search: "tool.searched",
  thought: "tool.thinking",
  file: "tool.files",
  image: "tool.image",
};

function titleOf(task: Task, t: Translate): string {
  if (task.title) return task.title;
  if (task.type === "web_search" && task.title_query) return task.title_query;
  if (task.type === "web_search" && task.status_indicator === "loading") return t("tool.search");
  return t(FALLBACK_TITLES[task.type] ?? "tool.details");
}

/** The state comes first: a tick when done, a sign when it failed; else what the server chose. */
function StateIcon({ state, icon }: { state: LineState; icon: string | undefined }) {
  const name = { runs: icon === "brain" ? "brain" : "loader", done: "check", failed: icon, rest: icon }[state];
  return <Icon name={name ?? "circle"} size={14} />;
}

function elapsed(timing: Timing | undefined, seconds: number | undefined): number | undefined {
  if (seconds !== undefined) return seconds * 1000;
  return timing?.to === undefined ? undefined : timing.to - timing.from;
}
