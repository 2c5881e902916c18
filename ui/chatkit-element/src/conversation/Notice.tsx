/** @jsxImportSource preact */
import { Icon } from "../icons/Icon";
import { Markdown } from "../markdown/Markdown";
import { useT } from "../parts/context";
import type { NoticeEntry } from "../store/thread";

const ICONS = { info: "info", warning: "lucide:triangle-alert", danger: "lucide:circle-alert" } as const;

/** A line from the server that is not part of the answer. */
export function Notice({ notice }: { notice: NoticeEntry }) {
  const t = useT();
  return (
    <div class={`notice ${notice.level}`}>
      <Icon name={ICONS[notice.level]} />
      <div>
        <span class="unseen">{t(`notice.${notice.level}`)}: </span>
        {notice.title && <strong dir="auto">{notice.title}</strong>}
        <Markdown text={notice.message} />
      </div>
    </div>
  );
}
