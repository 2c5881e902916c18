/** @jsxImportSource preact */
import type { Code, List, RootContent, Table } from "mdast";
import type { ComponentChildren, VNode } from "preact";
import { createContext } from "preact";
import { useContext, useMemo } from "preact/hooks";
import { Icon } from "../icons/Icon";
import { IconButton } from "../parts/buttons";
import { useT } from "../parts/context";
import { useCopy } from "../parts/copy";
import { memo } from "../parts/memo";
import { type Block, GrowingDocument } from "./blocks";
import { mayLoadImage, readLink } from "./links";

/** What the text around a document allows and wants. */
export interface MarkdownSurroundings {
  imageDomains: readonly string[] | null;
  onDeeplink: (name: string, data: Record<string, string>) => void;
}

export const Surroundings = createContext<MarkdownSurroundings>({ imageDomains: null, onDeeplink: () => undefined });

type Definitions = ReadonlyMap<string, string>;

/**
 * Markdown as elements, one by one; HTML in the text stays text. `growing` while more of it may come: then
 * only the last block is parsed and drawn again.
 */
export function Markdown({ text, growing = false, class: className = "" }: { text: string; growing?: boolean; class?: string }) {
  const document = useMemo(() => new GrowingDocument(), []);
  const { blocks, definitions } = useMemo(() => document.read(text, growing), [document, text, growing]);
  return (
    <div class={`md ${growing ? "growing" : ""} ${className}`} dir="auto">
      {blocks.map((block, i) => (
        <BlockView key={i} block={block} definitions={definitions} />
      ))}
    </div>
  );
}

const BlockView = memo(function BlockView({ block, definitions }: { block: Block; definitions: Definitions }) {
  return <Node node={block.node} definitions={definitions} />;
});

function nodes(list: readonly RootContent[], definitions: Definitions): VNode[] {
  return list.map((node, i) => <Node key={i} node={node} definitions={definitions} />);
}

function Node({ node, definitions }: { node: RootContent; definitions: Definitions }): VNode | null {
  switch (node.type) {
    case "text":
      return <>{node.value}</>;
    case "paragraph":
      return <p>{nodes(node.children, definitions)}</p>;
    case "heading": {
      // The page has its own first levels, and the thread is below them.
      const Tag = `h${Math.min(node.depth + 2, 6)}` as "h3";
      return <Tag class={`h${node.depth}`}>{nodes(node.children, definitions)}</Tag>;
    }
    case "emphasis":
      return <em>{nodes(node.children, definitions)}</em>;
    case "strong":
      return <strong>{nodes(node.children, definitions)}</strong>;
    case "delete":
      return <del>{nodes(node.children, definitions)}</del>;
    case "inlineCode":
      return <code class="code">{node.value}</code>;
    case "break":
      return <br />;
    case "thematicBreak":
      return <hr />;
    case "blockquote":
      return <blockquote>{nodes(node.children, definitions)}</blockquote>;
    case "list":
      return <ListView list={node} definitions={definitions} />;
    case "code":
      return <CodeBlock code={node} />;
    case "table":
      return <TableView table={node} definitions={definitions} />;
    case "link":
      return <LinkView address={node.url}>{nodes(node.children, definitions)}</LinkView>;
    case "linkReference":
      return <LinkView address={definitions.get(node.identifier) ?? ""}>{nodes(node.children, definitions)}</LinkView>;
    case "image":
      return <Picture address={node.url} alt={node.alt ?? ""} />;
    case "imageReference":
      return <Picture address={definitions.get(node.identifier) ?? ""} alt={node.alt ?? ""} />;
    case "html":
      return <>{node.value}</>;
    case "footnoteReference":
      return <sup class="cite">{node.label ?? node.identifier}</sup>;
    case "footnoteDefinition":
      return (
        <div class="footnote">
          <span class="cite">{node.label ?? node.identifier}</span>
          <div>{nodes(node.children, definitions)}</div>
        </div>
      );
    default:
      return null;
  }
}

function ListView({ list, definitions }: { list: List; definitions: Definitions }) {
  const items = list.children.map((item, i) => (
    <li key={i} class={item.checked === null || item.checked === undefined ? "" : "task"}>
      {typeof item.checked === "boolean" && <Box checked={item.checked} />}
      {/* Items of a tight list hold their text without paragraphs around it. */}
      {item.children.map((child, j) =>
        child.type === "paragraph" && !list.spread && !item.spread ? (
          <span key={j} class="tight">
            {nodes(child.children, definitions)}
          </span>
        ) : (
          <Node key={j} node={child} definitions={definitions} />
        ),
      )}
    </li>
  ));
  return list.ordered ? <ol start={list.start ?? 1}>{items}</ol> : <ul>{items}</ul>;
}

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

function CodeBlock({ code }: { code: Code }) {
  const t = useT();
  const { copied, copy } = useCopy();
  return (
    <div class="codeblock" dir="ltr">
      <div class="codehead">
        <span class="clip">{code.lang ?? t("code.label")}</span>
        <IconButton
          small
          icon={copied ? "check" : "copy"}
          label={copied ? t("message.copied") : t("code.copy")}
          onClick={() => copy(code.value)}
        />
      </div>
      <pre tabIndex={0} role="group" aria-label={code.lang ?? t("code.label")}>
        <code>{code.value}</code>
      </pre>
    </div>
  );
}

function TableView({ table, definitions }: { table: Table; definitions: Definitions }) {
  const t = useT();
  const [head, ...rows] = table.children;
  const side = (i: number) => (table.align?.[i] ? `to-${table.align[i]}` : "");
  return (
    <div class="tablebox" role="region" aria-label={t("table.label")} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head?.children.map((cell, i) => (
              <th key={i} class={side(i)} scope="col">
                {nodes(cell.children, definitions)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {row.children.map((cell, j) => (
                <td key={j} class={side(j)}>
                  {nodes(cell.children, definitions)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
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
