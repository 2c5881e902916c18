import { MessageSquareWarning } from "lucide-react";
import { Component, lazy, type ReactNode, Suspense, useState } from "react";
import { useAppInfo } from "../../api/queries";
import { afterDrawing } from "../../components/afterDrawing";
import { Icon } from "../../components/Icon";
import { words } from "../../words/words";
import { AssistantBar } from "./AssistantBar";
import { FallbackNotice } from "./openai/FallbackNotice";
import type { Fallback } from "./openai/FramePanel";
import "./chat.css";

/** The element and its binding are a part of their own: the list is there before the chat is read. */
const loadPanel = async () => {
  await afterDrawing();
  await import("openai-chatkit-element");
  return import("./ChatPanel");
};

/** OpenAI's element lives in a frame; nothing of it, and nothing of the built-in one, is loaded here. */
const FramePanel = lazy(() => import("./openai/FramePanel"));

interface Props {
  colorScheme: "light" | "dark";
  /** The element is there, with whatever it listens to. */
  onReady(): void;
  onConnect(): void;
  onPrivacy(): void;
  /** A mentioned list was pressed. */
  onOpenList(id: string): void;
  /** Shows which chat element is in use, and why. */
  onWidget(): void;
}

/** The chat, and below it who answers and whether anything leaves this computer. */
export function ChatColumn({ colorScheme, onReady, onConnect, onPrivacy, onOpenList, onWidget }: Props) {
  const isOpenAi = useAppInfo()?.element === "openai";
  const [attempt, setAttempt] = useState(0);
  const [Panel, setPanel] = useState(() => lazy(loadPanel));
  const [isReady, setReady] = useState(false);
  const [fallback, setFallback] = useState<Fallback | null>(null);
  const [trouble, setTrouble] = useState<Error | null>(null);
  const ready = (): void => {
    setReady(true);
    onReady();
  };
  const retry = (): void => {
    setReady(false);
    setFallback(null);
    setPanel(() => lazy(loadPanel));
    setAttempt((n) => n + 1);
  };
  const fall = (why: Fallback): void => {
    setReady(false);
    setFallback(why);
  };
  const chat = { colorScheme, onReady: ready, onTrouble: setTrouble, onOpenList };
  return (
    <>
      {fallback ? <FallbackNotice why={fallback} onRetry={retry} onSettings={onWidget} /> : null}
      <div className="chat-room">
        <Boundary key={attempt} fallback={<Failed onRetry={retry} />}>
          <Suspense fallback={null}>{isOpenAi && !fallback ? <FramePanel {...chat} onFallback={fall} /> : <Panel {...chat} />}</Suspense>
          {isReady ? null : <Skeleton />}
        </Boundary>
      </div>
      <AssistantBar trouble={trouble} onConnect={onConnect} onPrivacy={onPrivacy} onSettled={() => setTrouble(null)} />
    </>
  );
}

/** The chat's shape while it loads: it covers the element, which is empty until it is ready. */
function Skeleton() {
  return (
    <div className="chat-skeleton" role="status" aria-label={words.chat.loading}>
      <i className="bar-shape" />
      <span className="grow" />
      <i className="line-shape" />
      <i className="line-shape short" />
      <i className="composer-shape" />
    </div>
  );
}

function Failed({ onRetry }: { onRetry(): void }) {
  return (
    <div className="chat-failed" role="alert">
      <Icon of={MessageSquareWarning} />
      <p>{words.chat.failed}</p>
      <button type="button" className="button" onClick={onRetry}>
        {words.chat.retry}
      </button>
    </div>
  );
}

/** Keeps a chat that does not load from taking the list with it. */
class Boundary extends Component<{ fallback: ReactNode; children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? this.props.fallback : this.props.children;
  }
}
