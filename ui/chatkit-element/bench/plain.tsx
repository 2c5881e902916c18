/** @jsxImportSource react */
import { memo, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import Markdown from "react-markdown";
import remarkGfm from "remark-gfm";

/** What is measured against: a chat as one writes it in an afternoon, without needless mistakes. Finished messages are drawn once. */
interface Message {
  id: string;
  role: "user" | "assistant";
  text: string;
}

interface Item {
  id: string;
  type: string;
  content: { text: string }[];
}

const PLUGINS = [remarkGfm];

const MessageView = memo(function MessageView({ message }: { message: Message }) {
  return (
    <div className={message.role}>
      {message.role === "user" ? message.text : <Markdown remarkPlugins={PLUGINS}>{message.text}</Markdown>}
    </div>
  );
});

function Chat({ url, open }: { url: string; open: boolean }) {
  const [messages, setMessages] = useState<Message[]>([]);
  useEffect(() => {
    const add = (message: Message) => setMessages((all) => [...all, message]);
    const grow = (text: string) =>
      setMessages((all) => all.with(-1, { ...(all.at(-1) as Message), text: (all.at(-1)?.text ?? "") + text }));
    if (open) void load(url).then(setMessages);
    else void stream(url, add, grow);
  }, [url, open]);
  return (
    <div className="plain">
      {messages.map((message) => (
        <MessageView key={message.id} message={message} />
      ))}
    </div>
  );
}

const post = (url: string, type: string) => fetch(url, { method: "POST", body: JSON.stringify({ type, params: {} }) });

async function load(url: string): Promise<Message[]> {
  const { items } = (await (await post(url, "threads.get_by_id")).json()) as { items: { data: Item[] } };
  return items.data.map(asMessage);
}

function asMessage(item: Item): Message {
  return { id: item.id, role: item.type === "user_message" ? "user" : "assistant", text: item.content.map((part) => part.text).join("") };
}

/** Draws once for each piece that comes over the network, which is kinder than once for each delta. */
async function stream(url: string, add: (message: Message) => void, grow: (text: string) => void): Promise<void> {
  const reader = (await post(url, "threads.create")).body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: "" };
    if (done) return;
    const frames = (rest + value).split("\n\n");
    rest = frames.pop() ?? "";
    let text = "";
    for (const frame of frames) {
      const event = JSON.parse(frame.slice("data: ".length));
      if (event.type === "thread.item.added" || (event.type === "thread.item.done" && event.item.type === "user_message"))
        add(asMessage(event.item));
      if (event.type === "thread.item.updated") text += event.update.delta;
    }
    if (text !== "") grow(text);
  }
}

export function mountPlain(host: HTMLElement, url: string, open: boolean): void {
  createRoot(host).render(<Chat url={url} open={open} />);
}
