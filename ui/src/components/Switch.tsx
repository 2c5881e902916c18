import { Switch as Base } from "@base-ui/react/switch";

interface Props {
  label: string;
  checked: boolean;
  disabled?: boolean;
  onChange(checked: boolean): void;
}

/** Something that is on or off, with what that is beside it. */
export function Switch({ label, checked, disabled = false, onChange }: Props) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is a control, which Base UI ties to its label
    <label className="switch-line">
      <Base.Root
        nativeButton
        render={<button type="button" />}
        className="switch"
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
      >
        <Base.Thumb className="switch-thumb" />
      </Base.Root>
      <span>{label}</span>
    </label>
  );
}
