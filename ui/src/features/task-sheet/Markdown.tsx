import type { Definition, List, ListItem, Nodes, Root, RootContent, Table } from "mdast";
import { Fragment, type ReactNode, useMemo } from "react";
import { openTask, taskIn } from "../../api/openTask";
import { words } from "../../words/words";
import { addressOf, parseMarkdown } from "./markdown";

interface Props {
  text: string;
  /** Opens an address outside of the window; the browser does where it is absent. */
  onLink?: ((href: string) => void) | undefined;
}

/** Notes as they read. Drawn as elements, one for each node: no HTML of a note ever becomes HTML of the page. */
export default function Markdown({ text, onLink }: Props) {
  const root = useMemo(() => parseMarkdown(text), [text]);
  if (!root) return <p className="notes-plain">{text}</p>;
  return <div className="notes-text">{draw(root.children, { definitions: definitionsOf(root), onLink })}</div>;
}

interface Surroundings {
  /** Addresses of `[text][name]` links, by name. */
  definitions: ReadonlyMap<string, string>;
  onLink: Props["onLink"];
}

function definitionsOf(root: Root): ReadonlyMap<string, string> {
  const definitions = root.children.filter((node): node is Definition => node.type === "definition");
  // Of two with one name the first counts.
  return new Map(definitions.reverse().map(({ identifier, url }) => [identifier, url]));
}

function draw(nodes: readonly Nodes[], around: Surroundings): ReactNode[] {
  // biome-ignore lint/suspicious/noArrayIndexKey: a node of a text has no other name than its place
  return nodes.map((node, index) => <Node key={index} node={node as RootContent} around={around} />);
}

function Node({ node, around }: { node: RootContent; around: Surroundings }): ReactNode {
  switch (node.type) {
    case "text":
    case "html":
      return node.value;
    case "paragraph":
      return <p>{draw(node.children, around)}</p>;
    case "heading":
      return (
        <p className="notes-heading" data-depth={Math.min(node.depth, 3)}>
          {draw(node.children, around)}
        </p>
      );
    case "emphasis":
      return <em>{draw(node.children, around)}</em>;
    case "strong":
      return <strong>{draw(node.children, around)}</strong>;
    case "delete":
      return <del>{draw(node.children, around)}</del>;
    case "inlineCode":
      return <code>{node.value}</code>;
    case "code":
      return (
        <pre>
          <code>{node.value}</code>
        </pre>
      );
    case "break":
      return <br />;
    case "thematicBreak":
      return <hr />;
    case "blockquote":
      return <blockquote>{draw(node.children, around)}</blockquote>;
    case "list":
      return <NoteList list={node} around={around} />;
    case "table":
      return <NoteTable table={node} around={around} />;
    case "link":
      return (
        <NoteLink url={node.url} onLink={around.onLink}>
          {draw(node.children, around)}
        </NoteLink>
      );
    case "linkReference":
      return (
        <NoteLink url={around.definitions.get(node.identifier) ?? ""} onLink={around.onLink}>
          {draw(node.children, around)}
        </NoteLink>
      );
    // A picture would ask another computer for itself, and so tell it that the note is read.
    case "image":
      return (
        <NoteLink url={node.url} onLink={around.onLink}>
          {node.alt || node.url}
        </NoteLink>
      );
    case "imageReference":
      return (
        <NoteLink url={around.definitions.get(node.identifier) ?? ""} onLink={around.onLink}>
          {node.alt || node.identifier}
        </NoteLink>
      );
    case "footnoteReference":
      return <sup>{node.label ?? node.identifier}</sup>;
    case "footnoteDefinition":
      return (
        <div className="notes-foot">
          <sup>{node.label ?? node.identifier}</sup>
          <div>{draw(node.children, around)}</div>
        </div>
      );
    default:
      return null;
  }
}

function NoteList({ list, around }: { list: List; around: Surroundings }) {
  const items = list.children.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: as above
    <NoteItem key={index} item={item} isTight={!list.spread && !item.spread} around={around} />
  ));
  return list.ordered ? <ol start={list.start ?? 1}>{items}</ol> : <ul>{items}</ul>;
}

function NoteItem({ item, isTight, around }: { item: ListItem; isTight: boolean; around: Surroundings }) {
  const content = item.children.flatMap((child) =>
    child.type === "paragraph" && isTight ? draw(child.children, around) : draw([child], around),
  );
  if (typeof item.checked !== "boolean") return <li>{content.map(keyed)}</li>;
  return (
    <li className="notes-box" data-checked={item.checked || undefined}>
      <span className="sr-only">{item.checked ? words.sheet.notes.done : words.sheet.notes.open} </span>
      {content.map(keyed)}
    </li>
  );
}

/** Children of several nodes side by side need names of their own. */
function keyed(node: ReactNode, index: number): ReactNode {
  return <Fragment key={index}>{node}</Fragment>;
}

function NoteTable({ table, around }: { table: Table; around: Surroundings }) {
  const [head, ...rows] = table.children.map(({ children }) => children);
  return (
    <div className="notes-table">
      <table>
        <thead>
          <tr>
            {head?.map((cell, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: as above
              <th key={index}>{draw(cell.children, around)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <tr key={row}>
              {cells.map((cell, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: as above
                <td key={index}>{draw(cell.children, around)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function NoteLink({ url, onLink, children }: { url: string; onLink: Props["onLink"]; children: ReactNode }) {
  const address = addressOf(url);
  if (!address) return <span>{children}</span>;
  const task = taskIn(url);
  if (task)
    return (
      <button type="button" className="notes-link" onClick={() => openTask(task)}>
        {children}
      </button>
    );
  if (address.protocol === "docket:") return <span>{children}</span>;
  return (
    <a
      href={address.href}
      title={address.href}
      target="_blank"
      rel="noopener noreferrer"
      onClick={(event) => {
        if (!onLink) return;
        event.preventDefault();
        onLink(address.href);
      }}
    >
      {children}
    </a>
  );
}
