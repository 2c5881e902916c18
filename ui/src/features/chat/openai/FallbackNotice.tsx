import { X } from "lucide-react";
import { useState } from "react";
import { IconButton } from "../../../components/IconButton";
import { words } from "../../../words/words";
import type { Fallback } from "./FramePanel";

interface Props {
  why: Fallback;
  onRetry(): void;
  onSettings(): void;
}

/** Why the built-in element is shown although OpenAI's was chosen. */
export function FallbackNotice({ why, onRetry, onSettings }: Props) {
  const [isClosed, setClosed] = useState(false);
  if (isClosed) return null;
  return (
    <div className="chat-fallback" role="status">
      <p>{words.chat.fallback[why]}</p>
      <button type="button" className="bar-link" onClick={onRetry}>
        {words.chat.fallback.again}
      </button>
      <button type="button" className="bar-link" onClick={onSettings}>
        {words.chat.fallback.settings}
      </button>
      <IconButton label={words.chat.fallback.close} icon={X} onClick={() => setClosed(true)} />
    </div>
  );
}
