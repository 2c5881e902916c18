/** @jsxImportSource preact */
import { useEffect, useState } from "preact/hooks";
import { later } from "../../parts/later";
import { useRoot } from "../../parts/root";
import { selectedWithin } from "./selection";

const Reply = later(() => import("./Reply").then((part) => part.Reply));

/** Waits until something in the thread is selected for the first time; from then on the button for a quoted reply is there. */
export function ReplyWatch() {
  const root = useRoot();
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (seen) return;
    const look = () => {
      if (selectedWithin(root)) setSeen(true);
    };
    document.addEventListener("selectionchange", look);
    return () => document.removeEventListener("selectionchange", look);
  }, [root, seen]);
  return seen ? <Reply /> : null;
}
