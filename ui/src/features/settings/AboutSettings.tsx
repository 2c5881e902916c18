import { Search } from "lucide-react";
import { useEffect, useState } from "react";
import { useAppInfo } from "../../api/queries";
import { Icon } from "../../components/Icon";
import { words } from "../../words/words";
import { Problem } from "./AnswerLine";
import { Setting } from "./Setting";

/** Name, version, licence. */
type Package = readonly [name: string, version: string, licence: string];

/** What this is, and what it is made of. */
export function AboutSettings() {
  const app = useAppInfo();
  const [isOpen, setOpen] = useState(false);
  if (!app) return null;
  return (
    <>
      <Setting label={words.about.version}>
        <p className="setting-value">
          {words.app} {app.version} <span className="text-muted">· {words.about.host[app.host]}</span>
        </p>
      </Setting>
      <Setting label={words.about.updates} help={words.about.updatesHelp}>
        {null}
      </Setting>
      <Setting label={words.about.license}>
        <p className="setting-value">{words.about.licenseText}</p>
      </Setting>
      <Setting label={words.about.others}>
        <button type="button" className="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? words.about.hide : words.about.show}
        </button>
        <p className="setting-help">{words.about.othersHelp}</p>
        {isOpen ? <Licences /> : null}
      </Setting>
    </>
  );
}

/** The packages, with a field that finds among them. The list is read when somebody wants to see it. */
function Licences() {
  const [packages, setPackages] = useState<readonly Package[] | null>(null);
  const [hasFailed, setFailed] = useState(false);
  const [wanted, setWanted] = useState("");
  useEffect(() => {
    import("./licences.json").then(
      (found) => setPackages(found.default as unknown as readonly Package[]),
      () => setFailed(true),
    );
  }, []);
  if (hasFailed) return <Problem of={words.about.failed} />;
  if (!packages) return null;
  const found = packages.filter(([name, , licence]) => `${name} ${licence}`.toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <>
      <div className="field mt-3">
        <Icon of={Search} size={14} />
        <input
          type="text"
          aria-label={words.about.findPackage}
          placeholder={words.about.findPackage}
          value={wanted}
          onChange={(event) => setWanted(event.target.value)}
        />
      </div>
      <p className="setting-help" role="status">
        {found.length > 0 ? words.about.packages(found.length) : words.about.noPackage}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to do so by keyboard too */}
      <ul className="licences" tabIndex={0} aria-label={words.about.others}>
        {found.map(([name, version, licence]) => (
          <li key={`${name} ${version}`}>
            <span className="truncate font-medium">{name}</span> <span className="text-muted tabular-nums">{version}</span>
            <span className="licence">{licence}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
