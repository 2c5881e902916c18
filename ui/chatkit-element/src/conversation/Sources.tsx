/** @jsxImportSource preact */
import type { Ref } from "preact";
import { Icon } from "../icons/Icon";
import { readLink } from "../markdown/links";
import { useT } from "../parts/context";
import type { Source } from "../wire/protocol";
import { EntityChip } from "./EntityChip";

/** What an answer rests on, folded away. The numbers are those of the marks in the text. */
export function Sources({ sources, list }: { sources: readonly Source[]; list: Ref<HTMLDetailsElement> }) {
  const t = useT();
  return (
    <details class="sources" ref={list}>
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
  const t = useT();
  const title = source.title || source.filename || source.url || "";
  const link = source.type === "url" && source.url ? readLink(source.url) : null;
  const from = link?.kind === "web" ? source.attribution || hostOf(link.href) : t(source.type === "file" ? "source.file" : "source.entity");
  return (
    <li tabIndex={-1} data-source={number} title={source.description ?? title}>
      <span class="cite" aria-hidden="true">
        {number}
      </span>
      <SourceName source={source} title={title} href={link?.kind === "web" ? link.href : null} />
      {from && <span class="quiet clip">{from}</span>}
    </li>
  );
}

function SourceName({ source, title, href }: { source: Source; title: string; href: string | null }) {
  if (href !== null) {
    return (
      <a class="clip grow" href={href} title={href} target="_blank" rel="noopener noreferrer" dir="auto">
        {title}
      </a>
    );
  }
  return (
    <span class="clip grow" dir="auto">
      {source.type === "entity" ? <EntityChip entity={source} text={title} /> : title}
    </span>
  );
}

function hostOf(href: string): string {
  const { hostname, protocol, pathname } = new URL(href);
  return protocol === "mailto:" ? pathname : hostname.replace(/^www\./, "");
}
