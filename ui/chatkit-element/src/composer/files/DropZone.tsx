/** @jsxImportSource preact */
import { Icon } from "../../icons/Icon";
import { useT } from "../../parts/context";
import { useSheet } from "../../parts/root";
import css from "./dropzone.css?inline";

/** Lies over the whole chat while files are dragged over it. */
export function DropZone() {
  useSheet(css);
  const t = useT();
  return (
    <div class="drop">
      <p>
        <Icon name="paperclip" />
        {t("composer.drop")}
      </p>
    </div>
  );
}
