/** @jsxImportSource preact */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { TextKey, Translate } from "../i18n";
import { Icon } from "../icons/Icon";
import { Markdown } from "../markdown/Markdown";
import { useOptions, useT } from "../parts/context";
import { localeOf } from "../options";
import type { Timing } from "../store/thread";
import type { Task, Workflow } from "../wire/protocol";

type LineState = "runs" | "done" | "failed" | "rest";

/** The protocol has no failed state: a server shows it by one of these icons. */
const FAILED_ICONS = new Set(["circle-alert", "circle-x", "triangle-alert", "x"].map((name) => `lucide:${name}`));

interface LineProps {
  state: LineState;
  icon: string;
  text: string;
  /** Milliseconds, where they were measured here. */
  tookMs?: number | undefined;
  expanded?: boolean;
  children?: ComponentChildren;
}

/** One line: how it stands, what was done, how long it took; details below it on demand. */
function Line({ state, icon, text, tookMs, expanded = false, children }: LineProps) {
  const t = useT();
  const locale = localeOf(useOptions());
  const [open, setOpen] = useState(expanded);
  const took =
    tookMs === undefined
      ? null
      : t("tool.seconds", { seconds: new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(tookMs / 1000) });
  const line = (
    <>
      <Icon name={icon} size={14} />
      <span class="clip" dir="auto">
        {text}
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

export function WorkflowLine({
  workflow,
  open,
  timing,
}: {
  workflow: Workflow;
  open: boolean;
  timing: Timing | undefined;
}) {
  const t = useT();
  const { tasks, summary, type } = workflow;
  const current = tasks.findLast((task) => task.status_indicator === "loading") ?? tasks.at(-1);
  const only = tasks.length === 1 && type === "custom" ? tasks[0] : undefined;
  const text = open ? (current && titleOf(current, t)) : (summary?.title ?? (only && titleOf(only, t)));
  const seconds = summary?.duration;
  const icon = summary?.icon ?? only?.icon;
  const state = stateOf(open || tasks.some((task) => task.status_indicator === "loading"), icon, type === "custom");
  const details = only ? <TaskDetails task={only} /> : <TaskList tasks={tasks} />;
  const hasDetails = only ? hasContent(only) : tasks.length > 0;
  return (
    <Line
      state={state}
      icon={lineIcon(state, type === "reasoning" ? "brain" : icon)}
      text={text ?? (open ? t("tool.thinking") : t("tool.thought", { seconds: seconds ?? secondsOf(timing) }))}
      tookMs={open || (text === undefined && type === "reasoning") ? undefined : elapsed(timing, seconds)}
      expanded={workflow.expanded === true}
    >
      {hasDetails ? details : undefined}
    </Line>
  );
}

export function TaskLine({ task, open, timing }: { task: Task; open: boolean; timing: Timing | undefined }) {
  const t = useT();
  const state = stateOf(open || task.status_indicator === "loading", task.icon, task.type !== "thought");
  return (
    <Line
      state={state}
      icon={lineIcon(state, task.type === "thought" ? "brain" : task.icon)}
      text={titleOf(task, t)}
      tookMs={elapsed(timing, undefined)}
    >
      {hasContent(task) ? <TaskDetails task={task} /> : undefined}
    </Line>
  );
}

function TaskList({ tasks }: { tasks: readonly Task[] }) {
  const t = useT();
  return (
    <ul class="thoughts">
      {tasks.map((task, i) => (
        <li key={i}>
          {task.type === "thought" ? null : <p class="subtitle">{titleOf(task, t)}</p>}
          {hasContent(task) && <TaskDetails task={task} />}
        </li>
      ))}
    </ul>
  );
}

function TaskDetails({ task }: { task: Task }) {
  return (
    <div class="thoughts">
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

function stateOf(running: boolean, icon: string | undefined, ends: boolean): LineState {
  if (running) return "runs";
  if (icon && FAILED_ICONS.has(icon)) return "failed";
  return ends ? "done" : "rest";
}

function lineIcon(state: LineState, icon: string | undefined): string {
  if (state === "runs") return icon === "brain" ? "brain" : "loader";
  if (state === "failed") return icon ?? "lucide:circle-alert";
  return icon ?? "check";
}

function elapsed(timing: Timing | undefined, seconds: number | undefined): number | undefined {
  if (seconds !== undefined) return seconds * 1000;
  return timing?.to === undefined ? undefined : timing.to - timing.from;
}

function secondsOf(timing: Timing | undefined): number {
  return timing?.to === undefined ? 0 : Math.round((timing.to - timing.from) / 1000);
}
