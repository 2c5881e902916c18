/** @jsxImportSource preact */
import { useContext, useLayoutEffect, useState } from "preact/hooks";
import { Icon } from "../../icons/Icon";
import { useScheme } from "../../parts/scheme";
import type { WidgetNode } from "../../wire/protocol";
import { FormContext, isBlocked, readAction, useWidget } from "../context";
import { withValues } from "../form";
import { colorOf } from "../style";

/**
 * A box to tick. It changes under the hand; what the server then sends is what counts.
 * Superset: `pill` makes it round, `color` gives the ring, `ariaLabel` names a box without a label.
 */
export function Checkbox({ node }: { node: WidgetNode }) {
  const scope = useWidget();
  const scheme = useScheme();
  const values = useContext(FormContext);
  const given = node["defaultChecked"] === true;
  // Holds until the server sends the node anew.
  const [touched, setTouched] = useState<{ node: WidgetNode; checked: boolean } | null>(null);
  const checked = touched?.node === node ? touched.checked : given;
  const name = typeof node["name"] === "string" ? node["name"] : "";
  useLayoutEffect(() => {
    if (!values || name === "") return;
    values.set(name, checked);
    return () => void values.delete(name);
  }, [values, name, checked]);

  const action = readAction(node["onChangeAction"]);
  const blocked = isBlocked(action, scope);
  const change = async (next: boolean) => {
    setTouched({ node, checked: next });
    if (!action) return;
    const own = new Map<string, unknown>(values ?? []);
    if (name !== "") own.set(name, next);
    const worked = await scope.run(withValues(action, own));
    if (!worked) setTouched(null);
  };
  const label = typeof node["label"] === "string" ? node["label"] : "";
  const ring = colorOf(node["color"], scheme);
  return (
    <label class={`w-checkbox ${node["pill"] === true ? "round" : ""}`} style={ring ? { "--ring": ring } : {}}>
      <input
        type="checkbox"
        checked={checked}
        disabled={node["disabled"] === true}
        aria-disabled={blocked}
        required={node["required"] === true}
        aria-label={label ? undefined : String(node["ariaLabel"] ?? name)}
        onClick={(event) => {
          // Not `disabled` while an answer runs: that would take the focus away.
          if (blocked) event.preventDefault();
        }}
        onChange={(event) => void change(event.currentTarget.checked)}
      />
      <span class="box">
        <Icon name="check" size={12} />
      </span>
      {label && <span dir="auto">{label}</span>}
    </label>
  );
}
