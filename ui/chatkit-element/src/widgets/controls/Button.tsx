/** @jsxImportSource preact */
import { Icon } from "../../icons/Icon";
import type { WidgetNode } from "../../wire/protocol";
import { readAction } from "../context";
import { ActionButton } from "./ActionButton";

/** Looks of the catalogue drawn as the four this element has. */
function lookOf(node: WidgetNode): string {
  const color = node["color"];
  if (node["variant"] === "ghost") return color === "danger" ? "plain danger" : "plain";
  if (color === "danger") return node["variant"] === "solid" ? "primary danger" : "outline danger";
  const solid = node["variant"] === "solid" || (node["variant"] === undefined && node["style"] === "primary");
  return solid ? "primary" : "outline";
}

const SMALL = new Set(["3xs", "2xs", "xs", "sm"]);

export function Button({ node }: { node: WidgetNode }) {
  const label = typeof node["label"] === "string" ? node["label"] : "";
  const start = typeof node["iconStart"] === "string" ? node["iconStart"] : null;
  const end = typeof node["iconEnd"] === "string" ? node["iconEnd"] : null;
  const classes = [
    SMALL.has(String(node["size"])) ? "small" : "",
    node["pill"] === true ? "pill" : "",
    node["block"] === true ? "block" : "",
    node["uniform"] === true || label === "" ? "uniform" : "",
  ];
  return (
    <ActionButton
      action={readAction(node["onClickAction"])}
      label={label || (start ?? end ?? "").replace(/^lucide:/, "").replace(/-/g, " ")}
      look={lookOf(node)}
      disabled={node["disabled"] === true}
      class={classes.join(" ")}
    >
      {start && <Icon name={start} size={14} />}
      {label && <span class="clip">{label}</span>}
      {end && <Icon name={end} size={14} />}
    </ActionButton>
  );
}
