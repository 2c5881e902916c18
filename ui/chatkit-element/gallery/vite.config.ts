import { defineConfig } from "vite";

/** The strictest policy the element is meant for; `npm run gallery` and its photos are taken under it. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'";

export default defineConfig({
  root: import.meta.dirname,
  preview: { headers: { "Content-Security-Policy": POLICY } },
  build: { outDir: "../dist/gallery", emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
});
