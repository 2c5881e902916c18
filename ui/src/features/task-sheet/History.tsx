import { sentenceOf } from "../../api/error";
import { useLists, useTaskHistory } from "../../api/queries";
import { words } from "../../words/words";
import { linesOf } from "./historyWords";
import { useSheet } from "./useSheet";

/** What was done to the task, by whom and when, with the way back from the newest. */
export function History() {
  const { server, clock, actions, isReadOnly } = useSheet();
  const lists = useLists();
  const { entries, error, hasMore, loadMore } = useTaskHistory(server.id);
  const lines = linesOf(entries, lists, clock);
  return (
    <section className="sheet-part" aria-labelledby="history-title">
      <h2 id="history-title" className="sheet-heading">
        {words.sheet.history.title}
      </h2>
      {error && lines.length === 0 ? <p className="field-problem">{`${words.sheet.history.failed} ${sentenceOf(error)}`}</p> : null}
      <ul className="history" aria-labelledby="history-title">
        {lines.map(({ key, when, at, text, undo }) => (
          <li key={key}>
            <time title={at}>{when}</time>
            <span>{text}</span>
            {undo.length > 0 && !isReadOnly ? (
              <button
                type="button"
                className="text-button"
                aria-label={words.sheet.history.undoOne(text)}
                onClick={() => actions.undo(undo)}
              >
                {words.sheet.history.undo}
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {hasMore ? (
        <button type="button" className="text-button history-older" onClick={loadMore}>
          {words.sheet.history.older}
        </button>
      ) : null}
    </section>
  );
}
