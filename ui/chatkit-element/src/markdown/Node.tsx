/** @jsxImportSource preact */
import type { FootnoteReference, Link, LinkReference, List, ListItem, RootContent } from "mdast";
import type { ComponentChildren, VNode } from "preact";
import { useContext } from "preact/hooks";
import { Icon } from "../icons/Icon";
import { useT } from "../parts/context";
import { memo } from "../parts/memo";
import { CodeBlock } from "./CodeBlock";
import { Shared, Surroundings } from "./context";
import { FormulaView } from "./FormulaView";
import { mayLoadImage, readLink } from "./links";
import { Marks } from "./Marks";
import { TableView } from "./TableView";

interface NodeProps {
  node: RootContent;
  /** It will not change any more. */
  settled: boolean;
}

export function nodes(list: readonly RootContent[], settled: boolean): VNode[] {
  return list.map((node, i) => <Node key={i} node={node} settled={settled} />);
}

/** One node of a document and all below it. */
export function Node({ node, settled }: NodeProps): VNode | null {
  switch (node.type) {
    case "text":
    case "html":
      return <>{node.value}</>;
    case "paragraph":
      return <p>{nodes(node.children, settled)}</p>;
    case "heading": {
      // The page has its own first levels, and the thread is below them.
      const Tag = `h${Math.min(node.depth + 2, 6)}` as "h3";
      return <Tag class={`h${node.depth}`}>{nodes(node.children, settled)}</Tag>;
    }
    case "emphasis":
      return <em>{nodes(node.children, settled)}</em>;
    case "strong":
      return <strong>{nodes(node.children, settled)}</strong>;
    case "delete":
      return <del>{nodes(node.children, settled)}</del>;
    case "inlineCode":
      return <code class="code">{node.value}</code>;
    case "break":
      return <br />;
    case "thematicBreak":
      return <hr />;
    case "blockquote":
      return <blockquote>{nodes(node.children, settled)}</blockquote>;
    case "list":
      return <ListView list={node} settled={settled} />;
    case "code":
      return <CodeBlock value={node.value} lang={node.lang ?? null} settled={settled} />;
    case "table":
      return <TableView table={node} settled={settled} />;
    case "formula":
      return <FormulaView value={node.value} display={node.display} />;
    case "mark":
      return <Marks marks={node.marks} word={node.word} />;
    case "footnoteReference":
      return <NoteReference node={node} />;
    case "link":
    case "linkReference":
      return <Reference node={node}>{nodes(node.children, settled)}</Reference>;
    case "image":
      return <Picture address={node.url} alt={node.alt ?? ""} />;
    case "imageReference":
      return <PictureReference identifier={node.identifier} alt={node.alt ?? ""} />;
    default:
      return null;
  }
}

function ListView({ list, settled }: { list: List; settled: boolean }) {
  const items = list.children.map((item, i) => <Item key={i} item={item} tight={!list.spread && !item.spread} settled={settled} />);
  return list.ordered ? <ol start={list.start ?? 1}>{items}</ol> : <ul>{items}</ul>;
}

/** Drawn again only when the item is another one: a list grows at its end. */
const Item = memo(function Item({ item, tight, settled }: { item: ListItem; tight: boolean; settled: boolean }) {
  const isTask = typeof item.checked === "boolean";
  const content = item.children.map((child, i) =>
    // Items of a tight list hold their text without paragraphs around it.
    child.type === "paragraph" && tight ? (
      <span key={i} class="tight">
        {nodes(child.children, settled)}
      </span>
    ) : (
      <Node key={i} node={child} settled={settled} />
    ),
  );
  return (
    <li class={isTask ? "task" : ""}>
      {isTask && <Box checked={item.checked === true} />}
      {isTask ? <div>{content}</div> : content}
    </li>
  );
});

/** The box of a task list, to look at. */
function Box({ checked }: { checked: boolean }) {
  const t = useT();
  return (
    <span class={`box ${checked ? "checked" : ""}`}>
      <Icon name="check" size={12} />
      <span class="unseen">{t(checked ? "list.done" : "list.open")}</span>
    </span>
  );
}

function NoteReference({ node }: { node: FootnoteReference }) {
  const t = useT();
  const { notes } = useContext(Shared);
  const number = notes.get(node.identifier);
  // While the text grows its notes are still to come.
  if (number === undefined) return <sup class="cite">{node.label ?? node.identifier}</sup>;
  return (
    <sup>
      <button
        type="button"
        class="cite"
        data-reference={number}
        aria-label={t("footnotes.one", { number })}
        onClick={(event) => showNote(event.currentTarget, number)}
      >
        {number}
      </button>
    </sup>
  );
}

function showNote(from: Element, number: number): void {
  from.closest(".md")?.querySelector<HTMLElement>(`[data-note="${number}"]`)?.focus();
}

function Reference({ node, children }: { node: Link | LinkReference; children: ComponentChildren }) {
  const { definitions } = useContext(Shared);
  return <LinkView address={node.type === "link" ? node.url : (definitions.get(node.identifier) ?? "")}>{children}</LinkView>;
}

function LinkView({ address, children }: { address: string; children: ComponentChildren }) {
  const { onDeeplink } = useContext(Surroundings);
  const link = readLink(address);
  if (!link) return <span>{children}</span>;
  if (link.kind === "deeplink") {
    return (
      <button type="button" class="link" onClick={() => onDeeplink(link.name, link.data)}>
        {children}
      </button>
    );
  }
  return (
    <a href={link.href} title={link.href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

function PictureReference({ identifier, alt }: { identifier: string; alt: string }) {
  const { definitions } = useContext(Shared);
  return <Picture address={definitions.get(identifier) ?? ""} alt={alt} />;
}

/** A picture, if the server allowed its host; else a link that says what it was. */
function Picture({ address, alt }: { address: string; alt: string }) {
  const { imageDomains } = useContext(Surroundings);
  const t = useT();
  if (mayLoadImage(address, imageDomains)) {
    return <img src={address} alt={alt} loading="lazy" referrerpolicy="no-referrer" />;
  }
  return (
    <LinkView address={address}>
      {alt || t("image.made")} <span class="quiet">({t("image.hidden")})</span>
    </LinkView>
  );
}
