import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import type { LucideIcon } from "lucide-react";
import { Icon } from "./Icon";

interface Props<Value extends string> {
  label: string;
  /** Its name where the language changes, and with it `label`. */
  group?: string;
  value: Value;
  options: readonly { value: Value; label: string; icon?: LucideIcon }[];
  onChange(value: Value): void;
}

/** A few choices side by side, one of them taken. Arrow keys move between them. */
export function Segmented<Value extends string>({ label, group, value, options, onChange }: Props<Value>) {
  return (
    <RadioGroup
      aria-label={label}
      data-group={group}
      value={value}
      onValueChange={(chosen) => onChange(chosen as Value)}
      className="segmented"
    >
      {options.map((option) => (
        <Radio.Root key={option.value} value={option.value} nativeButton render={<button type="button" />}>
          {option.icon ? <Icon of={option.icon} size={14} /> : null}
          <span className="keeps-width" data-text={option.label}>
            {option.label}
          </span>
        </Radio.Root>
      ))}
    </RadioGroup>
  );
}
