interface Props<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange(value: Value): void;
}

/** Two or three places that share one room. */
export function Tabs<Value extends string>({ label, value, options, onChange }: Props<Value>) {
  return (
    <fieldset className="tabs" aria-label={label}>
      {options.map((option) => (
        <button key={option.value} type="button" aria-pressed={option.value === value} onClick={() => onChange(option.value)}>
          <span className="keeps-width" data-text={option.label}>
            {option.label}
          </span>
        </button>
      ))}
    </fieldset>
  );
}
