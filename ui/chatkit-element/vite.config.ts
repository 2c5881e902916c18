import { defineConfig, type UserConfig } from "vite";
import { scripted } from "./demo/scripted";

/** The strictest policy the element is meant for; `npm run demo:strict` shows that it holds. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'";

const library: UserConfig = {
  build: {
    lib: { entry: ["src/index.ts", "src/unregistered.ts"], formats: ["es"] },
    sourcemap: true,
    // A library is usually left readable for the bundler of its user; this one is what browsers load.
    rolldownOptions: { output: { minify: true } },
  },
};

const server = process.env["DEMO_SERVER"];

const demo: UserConfig = {
  root: "demo",
  // With DEMO_SERVER a real server of the protocol answers, else a scripted one.
  plugins: server ? [] : [scripted()],
  server: server ? { proxy: { "/api": server } } : {},
  preview: { headers: { "Content-Security-Policy": POLICY } },
  build: { outDir: "../dist/demo", emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
};

// `npm run build` makes a dist for pages without a bundler, `npm run demo` serves demo/.
export default defineConfig(process.env["DEMO"] ? demo : library);
