import type { LucideIcon } from "lucide-react";

/** An icon of the set, hidden from readers: the control around it has the name. `size` in pixels: 16, or 12 and 14 in chips and lines. */
export function Icon({ of: Drawing, size = 16, className }: { of: LucideIcon; size?: number; className?: string }) {
  return <Drawing aria-hidden="true" size={size} strokeWidth={size <= 12 ? 2 : 1.75} className={className} />;
}
