/** @jsxImportSource preact */
import { Icon } from "../../icons/Icon";
import type { Option } from "./options";

interface OptionRowProps {
  option: Option;
  /** What the machine of the list wants on the row. */
  attributes: object;
  chosen: boolean;
}

export function OptionRow({ option, attributes, chosen }: OptionRowProps) {
  return (
    <div {...(attributes as object)} class="option">
      <span class="words" dir="auto">
        {option.label}
        {option.description && <small>{option.description}</small>}
      </span>
      {chosen && <Icon name="check" size={14} />}
    </div>
  );
}
