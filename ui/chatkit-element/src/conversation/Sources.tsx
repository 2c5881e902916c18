/** @jsxImportSource preact */

import { Icon } from "../icons/Icon";
import { readLink } from "../markdown/links";
import { useT } from "../parts/context";
import type { AssistantContent, Source } from "../wire/protocol";

/** What an answer rests on, folded away. Marks inside the text are not drawn yet. */
export function Sources({ parts }: { parts: readonly AssistantContent[] }) {
  const t = useT();
  const sources = distinct(parts.flatMap((part) => part.annotations.flatMap((annotation) => annotation?.source ?? [])));
  if (sources.length === 0) return null;
  return (
    <details class="sources">
      <summary>
        <Icon name="chevron-right" size={12} />
        {t("thread.sources", { count: sources.length })}
      </summary>
      <ol>
        {sources.map((source, i) => (
          <SourceLine key={i} number={i + 1} source={source} />
        ))}
      </ol>
    </details>
  );
}

function SourceLine({ number, source }: { number: number; source: Source }) {
  const link = source.url ? readLink(source.url) : null;
  const title = source.title || source.filename || source.url || "";
  return (
    <li>
      <span class="cite">{number}</span>
      {link?.kind === "web" ? (
        <a class="clip grow" href={link.href} title={link.href} target="_blank" rel="noopener noreferrer" dir="auto">
          {title}
        </a>
      ) : (
        <span class="clip grow" dir="auto">
          {title}
        </span>
      )}
      <span class="quiet">{link?.kind === "web" ? new URL(link.href).host : source.type}</span>
    </li>
  );
}

function distinct(sources: readonly Source[]): Source[] {
  const seen = new Map(sources.map((source) => [`${source.type} ${source.url ?? source.filename ?? source.title}`, source]));
  return [...seen.values()];
}
