import type { ReactNode } from "react";

/** One setting: its name left, its control and what it means right. */
export function Setting({ label, help, children }: { label: string; help?: ReactNode; children: ReactNode }) {
  return (
    <div className="setting">
      <div className="setting-label">{label}</div>
      <div className="min-w-0">
        {children}
        {help ? <p className="setting-help">{help}</p> : null}
      </div>
    </div>
  );
}
