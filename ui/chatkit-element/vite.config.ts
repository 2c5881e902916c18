import { defineConfig } from "vite";

// `npm run build` makes a dist for pages without a bundler. `npm run demo` serves demo/ and hands /api to a
// server of the protocol at DEMO_SERVER.
const demo = process.env["DEMO_SERVER"];

export default defineConfig({
  root: demo ? "demo" : ".",
  server: demo ? { proxy: { "/api": demo } } : {},
  build: {
    outDir: "dist",
    lib: { entry: ["src/index.ts", "src/unregistered.ts"], formats: ["es"] },
    sourcemap: true,
  },
});
