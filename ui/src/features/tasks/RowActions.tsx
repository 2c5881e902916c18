import { Calendar, Ellipsis } from "lucide-react";
import { IconButton } from "../../components/IconButton";
import { words } from "../../words/words";
import { openRowMenu, useRowMenu } from "./openedMenu";

/** What takes the due cell's place under the pointer or the focus: the date, and everything else. */
export function RowActions({ id }: { id: string }) {
  const kind = useRowMenu(({ opened }) => (opened?.ids.includes(id) ? opened.kind : null));
  return (
    <span className="row-actions">
      <IconButton
        label={words.row.dueMenu}
        icon={Calendar}
        tabIndex={-1}
        aria-haspopup="menu"
        aria-expanded={kind === "due"}
        onClick={({ currentTarget }) => openRowMenu("due", [id], currentTarget, currentTarget)}
      />
      <IconButton
        label={words.row.moreMenu}
        icon={Ellipsis}
        tabIndex={-1}
        aria-haspopup="menu"
        aria-expanded={kind === "more"}
        onClick={({ currentTarget }) => openRowMenu("more", [id], currentTarget, currentTarget)}
      />
    </span>
  );
}
