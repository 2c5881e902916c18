/** @jsxImportSource preact */
import { IconButton } from "../parts/buttons";
import { useT } from "../parts/context";
import { useCopy } from "../parts/copy";
import { later } from "../parts/later";
import { memo } from "../parts/memo";

const Highlighted = later<{ value: string; lang: string }>(() => import("./code/Highlighted").then((part) => part.Highlighted));

interface CodeBlockProps {
  value: string;
  /** As the text names it. */
  lang: string | null;
  /** It has all come: colours are not worth while before. */
  settled: boolean;
}

/** Code with its language and a way to copy it. Colours come later, and change no size. */
export const CodeBlock = memo(function CodeBlock({ value, lang, settled }: CodeBlockProps) {
  const t = useT();
  const { copied, copy } = useCopy();
  const label = lang ?? t("code.label");
  return (
    <div class="codeblock" dir="ltr">
      <div class="codehead">
        <span class="clip">{label}</span>
        <IconButton
          small
          icon={copied ? "check" : "copy"}
          label={copied ? t("message.copied") : t("code.copy")}
          onClick={() => copy(value)}
        />
      </div>
      <pre tabIndex={0} role="group" aria-label={label}>
        <code>
          {settled && lang ? <Highlighted value={value} lang={lang} meanwhile={<Plain value={value} />} /> : <Plain value={value} />}
        </code>
      </pre>
    </div>
  );
});

/** So many lines make a box of their own, which is not laid out again while later ones come. */
const LINES = 40;

/** Code without colours, in boxes of some lines. */
export function Plain({ value }: { value: string }) {
  const lines = value.split("\n");
  if (lines.length <= LINES) return <>{value}</>;
  const boxes: string[] = [];
  for (let at = 0; at < lines.length; at += LINES) {
    const isLast = at + LINES >= lines.length;
    boxes.push(lines.slice(at, at + LINES).join("\n") + (isLast ? "" : "\n"));
  }
  return (
    <>
      {boxes.map((box, i) => (
        <span key={i} class="lines">
          {box}
        </span>
      ))}
    </>
  );
}
