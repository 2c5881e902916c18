import { useEffect, useState } from "preact/hooks";
import { useChat, useT } from "./context";

const SHOWN_MS = 2000;

/** Copies text and says so; `copied` holds for two seconds. */
export function useCopy(): { copied: boolean; copy: (text: string) => void } {
  const chat = useChat();
  const t = useT();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = (text: string) => {
    Promise.resolve()
      .then(() => navigator.clipboard.writeText(text))
      .then(
        () => {
          setCopied(true);
          chat.announce(t("message.copied"));
        },
        () => chat.announce(t("error.copy")),
      );
  };
  return { copied, copy };
}
