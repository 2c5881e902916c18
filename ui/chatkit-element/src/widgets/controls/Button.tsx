/** @jsxImportSource preact */
import { Icon } from "../../icons/Icon";
import type { WidgetNode } from "../../wire/protocol";
import { readAction } from "../context";
import { ActionButton } from "./ActionButton";
import { oneOf, sizeOf, text, variantOf } from "./look";

const COLORS = new Set(["primary", "secondary", "info", "discovery", "success", "caution", "warning", "danger"]);
const ICON_PX = new Map(Object.entries({ sm: 14, md: 16, lg: 18, xl: 20, "2xl": 24 }));
/** Of the icons where the node does not say; 14 in anything smaller. */
const ICON_PX_OF_SIZE = new Map(Object.entries({ lg: 16, xl: 16, "2xl": 18, "3xl": 20 }));

export function Button({ node }: { node: WidgetNode }) {
  const label = text(node["label"]);
  const [start, end] = [text(node["iconStart"]), text(node["iconEnd"])];
  const px = ICON_PX.get(text(node["iconSize"])) ?? ICON_PX_OF_SIZE.get(sizeOf(node)) ?? 14;
  const uniform = label === "" || (node["uniform"] === true && (start !== "" || end !== ""));
  const classes = [
    "w-button",
    `s-${sizeOf(node)}`,
    node["pill"] === true && "pill",
    node["block"] === true && "block",
    (uniform || node["uniform"] === true) && "uniform",
  ];
  return (
    <ActionButton
      action={readAction(node["onClickAction"])}
      label={label || (start || end).replace(/^lucide:/, "").replace(/-/g, " ")}
      look={lookOf(node)}
      submit={node["submit"] === true}
      disabled={node["disabled"] === true}
      start={start && <Icon name={start} size={px} />}
      end={end && <Icon name={end} size={px} />}
      uniform={uniform}
      class={classes.filter(Boolean).join(" ")}
    />
  );
}

/** `style` is short for a variant and a colour, which may still be given one by one. */
function lookOf(node: WidgetNode): string {
  const primary = node["style"] === "primary";
  const variant = node["variant"] === undefined && primary ? "solid" : variantOf(node);
  const usual = primary || variant === "solid" || variant === "ghost" ? "primary" : "secondary";
  return `v-${variant} c-${oneOf(node["color"], COLORS, usual)}`;
}
