import type { IncomingMessage, ServerResponse } from "node:http";
import { defineConfig, type Plugin } from "vite";

/** The strictest policy the element is meant for; `npm run gallery` and its photos are taken under it. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'";

/** Takes files: a video never arrives, so that an upload can be seen on its way. */
function upload(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  if (request.url?.includes("video")) return;
  request.on("end", () => response.writeHead(204).end());
}

const uploads: Plugin = {
  name: "uploads",
  configureServer: ({ middlewares }) => void middlewares.use("/upload", upload),
  configurePreviewServer: ({ middlewares }) => void middlewares.use("/upload", upload),
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [uploads],
  preview: { headers: { "Content-Security-Policy": POLICY } },
  build: { outDir: "../dist/gallery", emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
});
