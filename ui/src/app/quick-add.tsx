import { begun } from "./quickAddBegun";
import "./app.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Boot } from "./Boot";
import { QuickAddPage } from "./QuickAddPage";

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Boot begun={begun}>{({ app }) => <QuickAddPage started={app} />}</Boot>
    </StrictMode>,
  );
}
