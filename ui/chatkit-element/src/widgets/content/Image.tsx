/** @jsxImportSource preact */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Icon } from "../../icons/Icon";
import { useT } from "../../parts/context";
import { useScheme } from "../../parts/scheme";
import type { NodeProps } from "../node";
import { blockStyle, colorOf, given } from "../style";
import { flexing, oneOf, words } from "../values";
import { useMayShow } from "./picture";

const FITS: Readonly<Record<string, string>> = {
  cover: "cover",
  contain: "contain",
  fill: "fill",
  "scale-down": "scale-down",
  none: "none",
};

const PLACES = Object.fromEntries(
  ["top left", "top", "top right", "left", "center", "right", "bottom left", "bottom", "bottom right"].map((place) => [place, place]),
);

/**
 * A picture from where pictures may come from. One that may not be loaded, or cannot be, leaves a quiet frame of the same size with
 * what it would have shown.
 */
export function Image({ node }: NodeProps) {
  const mayShow = useMayShow();
  const [lost, setLost] = useState<string | null>(null);
  const style = useLook(node);
  const src = words(node["src"]);
  const alt = words(node["alt"]);
  const look = `${node["frame"] === true ? "framed" : ""} ${node["flush"] === true ? "flush" : ""}`;
  if (src === "" || lost === src || !mayShow(src)) return <Lost alt={alt} look={look} style={style} />;
  return (
    <img
      class={`w-image ${look}`}
      style={style}
      src={src}
      alt={alt}
      loading="lazy"
      decoding="async"
      referrerpolicy="no-referrer"
      onError={() => setLost(src)}
    />
  );
}

function Lost({ alt, look, style }: { alt: string; look: string; style: JSX.CSSProperties }) {
  const t = useT();
  return (
    <span class={`w-image lost ${look}`} style={style} title={alt || t("image.hidden")}>
      <Icon name="image" size={14} />
      <span class="clip" dir="auto">
        {alt || t("image.hidden")}
      </span>
    </span>
  );
}

function useLook(node: NodeProps["node"]): JSX.CSSProperties {
  const scheme = useScheme();
  return {
    ...blockStyle(node),
    ...given({
      backgroundColor: colorOf(node["background"], scheme),
      flex: flexing(node["flex"]),
      objectFit: oneOf(node["fit"], FITS),
      objectPosition: oneOf(node["position"], PLACES),
    }),
  };
}
