import { begun } from "./mainBegun";
import "./app.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { Boot } from "./Boot";

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Boot begun={begun}>{({ app }) => <App started={app} />}</Boot>
    </StrictMode>,
  );
}
