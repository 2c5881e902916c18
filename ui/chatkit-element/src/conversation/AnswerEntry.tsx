/** @jsxImportSource preact */
import { memo } from "../parts/memo";
import type { Entry, Timing } from "../store/thread";
import { Widget } from "../widgets/Widget";
import { AssistantMessage } from "./AssistantMessage";
import { Notice } from "./Notice";
import { Picture } from "./Picture";
import { Question } from "./Question";
import { TaskLine, WorkflowLine } from "./ToolLine";

interface AnswerEntryProps {
  entry: Entry;
  /** It may still change. */
  open: boolean;
  timing: Timing | undefined;
}

/** One entry of an answer. Drawn again only when the entry is another object. */
export const AnswerEntry = memo(function AnswerEntry({ entry, open, timing }: AnswerEntryProps) {
  switch (entry.type) {
    case "assistant_message":
      return <AssistantMessage message={entry} open={open} />;
    case "workflow":
      return <WorkflowLine workflow={entry.workflow} open={open} timing={timing} />;
    case "task":
      return <TaskLine task={entry.task} open={open} timing={timing} />;
    case "widget":
      return <Widget item={entry} open={open} />;
    case "generated_image":
      return <Picture item={entry} open={open} />;
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
