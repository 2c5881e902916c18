import { Check, TriangleAlert } from "lucide-react";
import { words } from "../words/words";
import { Icon } from "./Icon";
import { dismiss, useNotices } from "./notices";

/** The notices at the foot of a column, and the polite voice of the window. */
export function Toasts() {
  const { shown, spoken } = useNotices();
  return (
    <section className="toasts" aria-label={words.toast.region}>
      <p className="sr-only" aria-live="polite">
        {spoken}
      </p>
      <div role="status" className="contents">
        {shown.map(({ id, tone, subject, text, action }) => (
          <div key={id} className={`toast ${tone}`}>
            <Icon of={tone === "good" ? Check : TriangleAlert} />
            <span className="truncate py-2">
              {subject ? <b className="font-semibold">{subject} </b> : null}
              <span className={subject ? "text-muted" : ""}>{text}</span>
            </span>
            {action ? (
              <button
                type="button"
                className="button plain small"
                onClick={() => {
                  dismiss(id);
                  action.run();
                }}
              >
                {action.label}
              </button>
            ) : (
              <span className="w-1.5" />
            )}
          </div>
        ))}
      </div>
    </section>
  );
}
