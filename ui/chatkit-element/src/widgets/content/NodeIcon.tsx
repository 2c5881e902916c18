/** @jsxImportSource preact */
import { Icon, useDrawing } from "../../icons/Icon";
import { useScheme } from "../../parts/scheme";
import type { NodeProps } from "../node";
import { colorOf } from "../style";
import { oneOf, words } from "../values";

const SIZES_PX: Readonly<Record<string, number>> = { xs: 12, sm: 14, md: 16, lg: 18, xl: 20, "2xl": 24, "3xl": 32 };

/** A picture of the catalogue, or `lucide:<name>`. A name that is not known takes no room. */
export function NodeIcon({ node }: NodeProps) {
  const scheme = useScheme();
  const name = words(node["name"]);
  if (useDrawing(name) === null) return null;
  const color = colorOf(node["color"], scheme);
  return (
    <span class="w-icon" style={color ? { color } : {}}>
      <Icon name={name} size={oneOf(node["size"], SIZES_PX) ?? 16} />
    </span>
  );
}
