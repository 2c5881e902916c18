import type { LucideIcon } from "lucide-react";
import type { ComponentPropsWithRef } from "react";
import { Icon } from "./Icon";

type Props = Omit<ComponentPropsWithRef<"button">, "aria-label"> & { label: string; icon: LucideIcon; size?: number };

/** A square button that is only an icon; `label` is its name and its tooltip. */
export function IconButton({ label, icon, size, className, ...rest }: Props) {
  return (
    <button type="button" aria-label={label} title={label} className={`icon-button ${className ?? ""}`} {...rest}>
      <Icon of={icon} {...(size ? { size } : {})} />
    </button>
  );
}
