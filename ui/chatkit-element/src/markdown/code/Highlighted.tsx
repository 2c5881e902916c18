/** @jsxImportSource preact */
import type { ElementContent, Root } from "hast";
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useSheet } from "../../parts/root";
import { Plain } from "../CodeBlock";
import css from "./code.css?inline";
import { highlight } from "./highlight";

/** Code with the classes of its language; without them until the grammar is there. */
export function Highlighted({ value, lang }: { value: string; lang: string }) {
  useSheet(css);
  const [tree, setTree] = useState<Root | null>(null);
  useEffect(() => {
    let gone = false;
    highlight(value, lang).then(
      (made) => {
        if (!gone) setTree(made);
      },
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [value, lang]);
  return <>{tree ? words(tree.children as ElementContent[]) : <Plain value={value} />}</>;
}

function words(nodes: readonly ElementContent[]): ComponentChildren {
  return nodes.map((node, i) => {
    if (node.type === "text") return node.value;
    if (node.type !== "element") return null;
    const names = node.properties["className"];
    return (
      <span key={i} class={Array.isArray(names) ? names.join(" ") : ""}>
        {words(node.children)}
      </span>
    );
  });
}
