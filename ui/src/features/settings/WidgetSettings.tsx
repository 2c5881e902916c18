import { useApi, useAppInfo } from "../../api/queries";
import { flushUiState, useUiState } from "../../api/uiState";
import { Segmented } from "../../components/Segmented";
import { words } from "../../words/words";
import { Problem } from "./AnswerLine";
import { Setting } from "./Setting";
import { useAction } from "./useAction";

type Element = "built_in" | "openai";

/** Which chat element the window shows, and whom OpenAI's asks. */
export function WidgetSettings() {
  const api = useApi();
  const shown = useAppInfo()?.element;
  const wish = useUiState((state) => state.element ?? "built_in");
  const { isBusy, problem, run } = useAction();
  const text = words.chat.widget;
  const choose = (element: Element): void => {
    if (element === wish || isBusy) return;
    run(async () => {
      await api.patchUiState({ element });
      useUiState.setState({ element });
      await flushUiState();
      // What a page may load is said when it is loaded, and OpenAI's element needs a frame.
      window.location.reload();
    });
  };
  return (
    <>
      <Setting label={text.title} help={text.help}>
        <Segmented<Element>
          label={text.title}
          value={wish}
          options={[
            { value: "built_in", label: text.builtIn },
            { value: "openai", label: text.openai },
          ]}
          onChange={choose}
        />
        <Problem of={problem} />
        {wish === "openai" && shown === "built_in" ? <p className="setting-help">{text.forced}</p> : null}
      </Setting>
      <div className="setting-help widget-contacts">
        <p>{text.contacts}</p>
        <ul aria-label={text.openai}>
          {text.hosts.map((host) => (
            <li key={host}>
              <code>{host}</code>
            </li>
          ))}
        </ul>
        <p>{text.kept}</p>
        <p>
          {text.untried} {text.switched}
        </p>
      </div>
    </>
  );
}
