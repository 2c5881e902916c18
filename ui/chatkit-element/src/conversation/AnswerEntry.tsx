/** @jsxImportSource preact */
import { Markdown } from "../markdown/Markdown";
import { useT } from "../parts/context";
import { memo } from "../parts/memo";
import type { Entry, Timing } from "../store/thread";
import { Widget } from "../widgets/Widget";
import { Notice } from "./Notice";
import { Picture } from "./Picture";
import { Question } from "./Question";
import { Sources } from "./Sources";
import { TaskLine, WorkflowLine } from "./ToolLine";

interface AnswerEntryProps {
  entry: Entry;
  /** It may still change. */
  open: boolean;
  timing: Timing | undefined;
}

/** One entry of an answer. Drawn again only when the entry is another object. */
export const AnswerEntry = memo(function AnswerEntry({ entry, open, timing }: AnswerEntryProps) {
  const t = useT();
  switch (entry.type) {
    case "assistant_message":
      return (
        <div class="message">
          <h3 class="unseen">{t("thread.answer")}</h3>
          {entry.content.map((part, i) => (
            <Markdown key={i} text={part.text} growing={open && i === entry.content.length - 1} />
          ))}
          <Sources parts={entry.content} />
        </div>
      );
    case "workflow":
      return <WorkflowLine workflow={entry.workflow} open={open} timing={timing} />;
    case "task":
      return <TaskLine task={entry.task} open={open} timing={timing} />;
    case "widget":
      return <Widget item={entry} open={open} />;
    case "generated_image":
      return <Picture item={entry} />;
    case "structured_input":
      return <Question item={entry} />;
    case "notice":
      return <Notice notice={entry} />;
    // A call is the page's business, the end of a turn is a mark.
    case "client_tool_call":
    case "end_of_turn":
    case "user_message":
      return null;
  }
});
