import type { ComponentPropsWithRef } from "react";

/** A text field as high as its text. The copy behind it gives the height: not every engine we run in can size a field by itself. */
export function GrowingText({ value, className, ...rest }: ComponentPropsWithRef<"textarea"> & { value: string }) {
  return (
    <span className={`growing ${className ?? ""}`} data-text={`${value} `}>
      <textarea rows={1} value={value} {...rest} />
    </span>
  );
}
