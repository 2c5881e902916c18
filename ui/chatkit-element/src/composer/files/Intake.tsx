/** @jsxImportSource preact */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useChat, useT } from "../../parts/context";
import { later } from "../../parts/later";
import { useRoot } from "../../parts/root";

const DropZone = later(() => import("./DropZone").then((part) => part.DropZone));

/**
 * The ways a file comes in besides the picker: pasted into the field, dropped anywhere on the chat. Listens from the first moment: a drop
 * that nobody takes makes the browser leave the page.
 */
export function Intake({ area }: { area: HTMLTextAreaElement }) {
  const chat = useChat();
  const t = useT();
  // What goes wrong is said in the composer.
  const attach = (files: readonly File[]) => void chat.writing.attach(files).catch(() => undefined);
  usePastedFiles(area, attach);
  const dragging = useDroppedFiles((files, folders) => {
    if (files.length > 0) attach(files);
    if (folders.length > 0) chat.writing.note(folders.map((name) => t("file.folder", { name })).join(" "));
  });
  return dragging ? <DropZone /> : null;
}

function usePastedFiles(area: HTMLTextAreaElement, attach: (files: File[]) => void): void {
  useLayoutEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const data = event.clipboardData;
      // Text that was copied from an office program brings a picture of itself: the text is meant.
      if (!data || data.files.length === 0 || data.types.includes("text/plain")) return;
      event.preventDefault();
      attach([...data.files]);
    };
    area.addEventListener("paste", onPaste);
    return () => area.removeEventListener("paste", onPaste);
  });
}

/** A drag tells of itself at least this often; silence means that it has gone elsewhere or was given up. */
const SILENCE_MS = 600;

/** Listens for files dragged over the whole chat; true while they are. */
function useDroppedFiles(onDrop: (files: File[], folders: string[]) => void): boolean {
  const root = useRoot();
  const [dragging, setDragging] = useState(false);
  const dropped = useRef(onDrop);
  dropped.current = onDrop;
  useLayoutEffect(() => {
    const { host } = root;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = () => {
      clearTimeout(timer);
      setDragging(false);
    };
    const over = (event: Event) => {
      const data = (event as DragEvent).dataTransfer;
      if (!data?.types.includes("Files")) return;
      event.preventDefault();
      data.dropEffect = "copy";
      clearTimeout(timer);
      timer = setTimeout(end, SILENCE_MS);
      setDragging(true);
    };
    const drop = (event: Event) => {
      const data = (event as DragEvent).dataTransfer;
      if (!data?.types.includes("Files")) return;
      event.preventDefault();
      end();
      const { files, folders } = contentOf(data);
      dropped.current(files, folders);
    };
    const listeners = { dragenter: over, dragover: over, drop };
    for (const [name, listener] of Object.entries(listeners)) host.addEventListener(name, listener);
    return () => {
      clearTimeout(timer);
      for (const [name, listener] of Object.entries(listeners)) host.removeEventListener(name, listener);
    };
  }, [root]);
  return dragging;
}

/** A folder comes as a file that cannot be read; only its entry tells. */
function contentOf(data: DataTransfer): { files: File[]; folders: string[] } {
  const files: File[] = [];
  const folders: string[] = [];
  const items = [...(data.items ?? [])].filter((item) => item.kind === "file");
  if (items.length === 0) return { files: [...data.files], folders };
  for (const item of items) {
    const entry = item.webkitGetAsEntry?.();
    const file = item.getAsFile();
    if (entry?.isDirectory) folders.push(entry.name);
    else if (file) files.push(file);
  }
  return { files, folders };
}
